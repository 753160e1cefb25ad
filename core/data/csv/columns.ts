import type { CsvSpec } from "./fields";
import { badField, badFile } from "../refuse";
import { grouped } from "../../text/grouped";

/** The columns of a table that are read, by their index. */
export interface Columns {
  inputs: number[];
  targets: number[];
  oneHot: Set<number>;
}

type Reference = string | number;
type Key = "target" | "inputs" | "ignore" | "oneHot" | "text";

/** The names and numbers of the columns of a file. */
export class ColumnNames {
  constructor(
    private readonly path: string,
    private readonly names: string[] | null,
  ) {}

  /** How a message calls a column: its name, or its number from 1. */
  label(index: number): string {
    const name = this.name(index);
    return name ? `column "${name}"` : `column ${index + 1}`;
  }

  /** Null where the file has no names; may be empty. */
  name(index: number): string | null {
    return this.names && (this.names[index] ?? "");
  }

  /** @param count columns of the file */
  find(key: Key, wanted: Reference, count: number): number {
    if (typeof wanted === "number") {
      if (wanted <= count) return wanted - 1;
      throw badField(
        `data.${key}`,
        `${this.path} has ${grouped(count)} columns and no column ${grouped(wanted)}.`,
        `Give a number from 1 to ${grouped(count)}.`,
      );
    }
    const names = this.names ?? [];
    const index = names.indexOf(wanted.trim());
    const again = names.indexOf(wanted.trim(), index + 1);
    if (index >= 0 && again < 0) return index;
    if (index >= 0)
      throw badField(
        `data.${key}`,
        `${this.path}, row 1: columns ${index + 1} and ${again + 1} have the same name, "${wanted}".`,
        "Give the number of the column, from 1.",
      );
    const known = names.slice(0, 20).map((name) => `"${name}"`);
    throw badField(
      `data.${key}`,
      `${this.path} has no column "${wanted}".`,
      `Its columns are ${known.join(", ")}${names.length > 20 ? ", …" : ""}.`,
    );
  }

  /** Refuses two columns of one name among those that are read. */
  requireDifferent(indexes: number[]) {
    const seen = new Map<string, number>();
    for (const index of [...indexes].sort((a, b) => a - b)) {
      const name = this.name(index);
      if (!name) continue;
      const earlier = seen.get(name);
      if (earlier !== undefined)
        throw badFile(
          `${this.path}, row 1: columns ${earlier + 1} and ${index + 1} have the same name, "${name}".`,
          'Give each column a name of its own, set "header": false if row 1 is a sample, or put the number of one of them into "ignore".',
        );
      seen.set(name, index);
    }
  }
}

/** @param count columns of the file, at least 2 */
export function chooseColumns(
  spec: CsvSpec,
  names: ColumnNames,
  count: number,
): Columns {
  const find = (key: Exclude<Key, "text">) =>
    [spec[key] ?? []].flat().map((one) => names.find(key, one, count));
  const ignored = new Set(find("ignore"));
  const all = Array.from({ length: count }, (_, i) => i);
  const left = all.filter((i) => !ignored.has(i));
  const targets =
    spec.target === undefined ? left.slice(-1) : [...new Set(find("target"))];
  const isTarget = new Set(targets);
  const inputs = spec.inputs
    ? [...new Set(find("inputs"))]
    : left.filter((i) => !isTarget.has(i));
  refuseOverlaps(spec, names, { inputs, targets, ignored });
  if (inputs.length === 0)
    throw badField(
      "data.inputs",
      `${spec.path} has no input column besides the target.`,
      "Choose fewer target columns or ignored columns.",
    );
  names.requireDifferent([...inputs, ...targets]);
  const oneHot = find("oneHot");
  const stray = oneHot.find((i) => !inputs.includes(i));
  if (stray !== undefined)
    throw badField(
      "data.oneHot",
      `${names.label(stray)} of ${spec.path} is not an input.`,
      "Name input columns only.",
    );
  return { inputs, targets, oneHot: new Set(oneHot) };
}

function refuseOverlaps(
  spec: CsvSpec,
  names: ColumnNames,
  sets: { inputs: number[]; targets: number[]; ignored: Set<number> },
) {
  const refuse = (index: number, key: Key, what: string, hint: string) => {
    throw badField(
      `data.${key}`,
      `${names.label(index)} of ${spec.path} is ${what}.`,
      hint,
    );
  };
  const { inputs, targets, ignored } = sets;
  for (const index of targets) {
    if (ignored.has(index))
      refuse(index, "target", "both target and ignored", "Name another one.");
    if (inputs.includes(index))
      refuse(
        index,
        spec.target === undefined ? "target" : "inputs",
        "both input and target",
        spec.target === undefined
          ? "Set target to another column."
          : "Remove it from one of the two.",
      );
  }
  for (const index of inputs)
    if (ignored.has(index))
      refuse(
        index,
        "inputs",
        "both input and ignored",
        "Remove it from one of the two.",
      );
}
