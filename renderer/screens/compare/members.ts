/** The compared runs, and the groups of them that are drawn as one line each. */
import type { RunRow } from "../../../core/contract/api";
import type { Ink } from "../../plot/palette";
import { scaleFor, stylesOf, type Style } from "../../plot/styles";
import { counted } from "../../lib/format";
import { differenceLabels, labelOf, valuesOf, type Setting } from "./settings";

export interface Member {
  row: RunRow;
  /** What tells it from the others. */
  label: string;
  visible: boolean;
}

/** Which runs become one line: those that differ in nothing but a setting, or all that share its value. */
export interface Grouping {
  kind: "over" | "by";
  path: string;
}

/** What is drawn as one line: a run, or several as their mean. */
export interface Group {
  key: string;
  label: string;
  /** The same in a few letters, for the end of its curve. */
  short: string;
  /** The values alone of the settings that are its own, "0.05 · 1"; its name where there are none. */
  values: string;
  members: Member[];
  ink: Ink;
  dash: number[];
  width: number;
  alpha: number;
}

export function runsIn({ members }: Pick<Group, "members">): number[] {
  return members.map(({ row }) => row.id);
}

export function membersOf(
  rows: readonly RunRow[],
  settings: readonly Setting[],
  hidden: ReadonlySet<number>,
): Member[] {
  const labels = differenceLabels(rows, settings);
  return rows.map((row) => ({
    row,
    label: labels.get(row.id) ?? row.name,
    visible: !hidden.has(row.id),
  }));
}

/** @param colour the setting that colours stand for; null where each line has its own */
export function groupsOf(
  members: readonly Member[],
  settings: readonly Setting[],
  grouping: Grouping | null,
  colour: Setting | null,
): Group[] {
  const shared = sharedSettings(settings, grouping);
  const parts = shared
    ? grouped(members, ({ row }) =>
        JSON.stringify(shared.map(({ texts }) => texts.get(row.id))),
      )
    : members.map((member) => [member]);
  const groups = parts.map((part) => ({
    key: part.map(({ row }) => row.id).join("+"),
    label: labelOfGroup(part, shared ?? []),
    values: valuesOf(part[0].row.id, shared ?? settings) || part[0].row.name,
    members: part,
    value: valueOf(part, colour),
  }));
  const scale = colour?.isNumeric
    ? scaleFor(groups.map(({ value }) => value))
    : "names";
  const styles = stylesOf(
    groups.map(({ key, members, value }) => ({
      id: key,
      value: colour ? value : key,
      colour: !colour && members.length === 1 ? members[0].row.colour : null,
    })),
    scale,
  );
  return groups.map(({ key, label, values, members }) => {
    const style = styles.get(key) as Style;
    return { key, label, values, short: cut(values), members, ...style };
  });
}

/** The settings whose values the runs of a group share; null where each run is drawn by itself. */
export function sharedSettings(
  settings: readonly Setting[],
  grouping: Grouping | null,
): Setting[] | null {
  const one = settings.find(({ path }) => path === grouping?.path);
  if (!grouping || !one) return null;
  return grouping.kind === "by"
    ? [one]
    : settings.filter((setting) => setting !== one);
}

/** As long as a label at the end of a curve can be, in letters. */
const longest = 9;

function cut(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

function labelOfGroup(part: Member[], shared: Setting[]): string {
  if (part.length === 1) return part[0].label;
  const values = labelOf(part[0].row.id, shared);
  return values
    ? `${values} (${part.length})`
    : `mean of ${counted(part.length, "run")}`;
}

/** The value that all runs of a group have. */
function valueOf(part: Member[], setting: Setting | null) {
  const values = new Set(part.map(({ row }) => setting?.values.get(row.id)));
  return values.size === 1 ? ([...values][0] ?? null) : null;
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const parts = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const part = parts.get(key);
    if (part) part.push(item);
    else parts.set(key, [item]);
  }
  return [...parts.values()];
}
