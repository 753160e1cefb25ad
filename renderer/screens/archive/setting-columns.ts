/** A column for each setting that any run has: what comes of the experiment files themselves. */
import type { RunRow } from "../../../core/contract/api";
import { settingName } from "../../../core/experiment/setting-names";
import type { ExperimentSpec } from "../../../core/experiment/spec";
import { wordsAt } from "../../../core/experiment/words";
import { labelOf } from "../../../core/schema/words";
import { nothing, plain } from "../../lib/format";
import type { RunColumn } from "./columns";

type Leaf = number | string;
/** Settings by their paths, as `optimizer.stepSize` or `model.layers[0].units`. */
type Leaves = Record<string, Leaf>;

/** Those that columns of their own show, or that are none. */
const elsewhere = ["edgeLab", "name", "optimizer.stepSize"];
/** A list of more numbers than this is data and not a setting. */
const longestList = 20;

/** Specs are never changed in place, so what was read of one stays true. */
const known = new WeakMap<ExperimentSpec, Leaves>();

function leavesOf(spec: ExperimentSpec): Leaves {
  const before = known.get(spec);
  if (before) return before;
  const leaves: Leaves = {};
  collect(spec, "", leaves);
  known.set(spec, leaves);
  return leaves;
}

function collect(value: unknown, path: string, into: Leaves) {
  if (typeof value === "number" || typeof value === "string")
    into[path] = value;
  else if (typeof value === "boolean") into[path] = value ? "yes" : "no";
  else if (Array.isArray(value)) {
    const hasObjects = value.some((one) => typeof one === "object");
    if (hasObjects)
      value.forEach((one, i) => collect(one, `${path}[${i}]`, into));
    else if (value.length <= longestList) into[path] = value.join(", ");
  } else if (typeof value === "object" && value !== null)
    for (const [key, one] of Object.entries(value)) {
      const inside = path ? `${path}.${key}` : key;
      if (!elsewhere.includes(inside)) collect(one, inside, into);
    }
}

interface Found {
  path: string;
  /** The first experiment that has it: its schema knows the words. */
  spec: ExperimentSpec;
  first: Leaf;
  isNumeric: boolean;
  /** How many runs have it; and whether two of them have different values. */
  runs: number;
  differs: boolean;
}

/** Collects the settings of runs as they come; it looks at no run twice. */
export class SettingColumns {
  readonly #seen = new Set<number>();
  readonly #found = new Map<string, Found>();
  #columns: RunColumn[] = [];

  /** The columns of the settings of these and all earlier runs; the same list as before when none is new. */
  of(rows: readonly RunRow[]): RunColumn[] {
    const fresh = rows.filter(({ id }) => !this.#seen.has(id));
    if (fresh.length === 0) return this.#columns;
    for (const row of fresh) this.#add(row);
    const all = [...this.#found.values()];
    const differs = (one: Found) => one.differs || one.runs < this.#seen.size;
    this.#columns = [
      ...all.filter(differs).map((one) => columnOf(one, differing)),
      ...all.filter((one) => !differs(one)).map((one) => columnOf(one, common)),
    ];
    return this.#columns;
  }

  #add({ id, spec }: RunRow) {
    this.#seen.add(id);
    for (const [path, value] of Object.entries(leavesOf(spec))) {
      const isNumeric = typeof value === "number";
      const found = this.#found.get(path);
      if (!found)
        this.#found.set(path, {
          path,
          spec,
          first: value,
          isNumeric,
          runs: 1,
          differs: false,
        });
      else {
        found.runs++;
        found.differs ||= found.first !== value;
        found.isNumeric &&= isNumeric;
      }
    }
  }
}

const differing = "Settings that differ";
const common = "Other settings";

function columnOf({ path, spec, isNumeric }: Found, family: string): RunColumn {
  const words = wordsAt(path, spec);
  const layer = /\.layers\[(\d+)\]/.exec(path);
  const place = layer ? ` of layer ${Number(layer[1]) + 1}` : "";
  const name = settingName(path, [spec]);
  const label = (words ? labelOf(words) : capital(name)) + place;
  const value = (row: RunRow): Leaf | null => {
    const leaves = leavesOf(row.spec);
    return Object.hasOwn(leaves, path) ? leaves[path] : null;
  };
  const text = (row: RunRow) => {
    const leaf = value(row);
    if (leaf === null) return nothing;
    if (typeof leaf === "number") return plain(leaf);
    return words?.choices?.[leaf] ?? leaf;
  };
  const short = path.slice(path.lastIndexOf(".") + 1);
  return {
    key: `setting ${path}`,
    names: [path.toLowerCase(), short.toLowerCase(), dashed(name + place)],
    kind: isNumeric ? "number" : "words",
    label,
    title: `${label} (${path})`,
    width: isNumeric ? 96 : 144,
    numeric: isNumeric,
    family,
    value: (row) => (isNumeric ? value(row) : text(row).toLowerCase()),
    text,
    words: (row) => [text(row), String(value(row) ?? "")],
  };
}

function dashed(name: string): string {
  return name.toLowerCase().replaceAll(" ", "-");
}

function capital(name: string): string {
  return name[0].toUpperCase() + name.slice(1);
}
