/** Runs with their settings and results, as the chosen pictures need them. */
import type { RunRow } from "../../../../core/contract/api";
import { valueAt } from "../../../../core/experiment/path";
import {
  variedSettings,
  type Varied,
  type VariedValue,
} from "../../../../core/experiment/varied";
import { isOver } from "../../../../core/run/status";
import type { Spot } from "../../../pictures/results/outcome";
import { results, type Result } from "../results";
import type { PictureKind, ResultsChoice } from "./choice";

export interface ResultsView {
  /** The runs that are over; the others have no result yet. */
  rows: RunRow[];
  /** How many are not over. */
  going: number;
  /** The settings in which the runs differ. */
  varied: Varied[];
  /** What may be on the x axis. */
  xs: Varied[];
  x: Varied | null;
  by: Varied | null;
  kind: PictureKind;
  shown: Result[];
  /** Other runs of the archive that are over, where they are wanted. */
  others: RunRow[];
}

/** @param archive all runs of the archive */
export function resultsView(
  compared: RunRow[],
  archive: RunRow[],
  choice: ResultsChoice,
): ResultsView {
  const rows = compared.filter(({ status }) => isOver(status));
  const varied = variedSettings(rows.map(({ spec }) => spec));
  const ids = new Set(compared.map(({ id }) => id));
  const others = choice.whole
    ? archive.filter((row) => !ids.has(row.id) && isOver(row.status))
    : [];
  const xs = choice.whole ? withArchive(varied, rows, others) : varied;
  const x = xs.find(({ path }) => path === choice.x) ?? xs.at(0) ?? null;
  const second = varied.filter((one) => one.path !== x?.path && !one.isSeed);
  const by =
    choice.by === ""
      ? null
      : (second.find(({ path }) => path === choice.by) ?? second.at(0) ?? null);
  const view = { rows, going: compared.length - rows.length, varied, xs };
  const shown = choice.shown.flatMap(
    (wanted) => results.find(({ key }) => key === wanted) ?? [],
  );
  const kind = kindOf(choice, varied, x, by);
  return { ...view, x, by, kind, shown, others };
}

/** Settings in which the compared runs differ, then those that differ in the archive. */
function withArchive(varied: Varied[], rows: RunRow[], others: RunRow[]) {
  const all = variedSettings([...rows, ...others].map(({ spec }) => spec));
  const more = all
    .filter(
      ({ path, isNumber }) =>
        isNumber && !varied.some((one) => one.path === path),
    )
    .map((one) => ({ ...one, values: one.values.slice(0, rows.length) }));
  return [...varied, ...more];
}

/** A map where most of its cells have a run; parallel axes for more than two settings. */
function kindOf(
  { kind, whole }: ResultsChoice,
  varied: Varied[],
  x: Varied | null,
  by: Varied | null,
): PictureKind {
  if (kind !== "auto" && (kind !== "map" || by)) return kind;
  const settings = varied.filter(({ isSeed }) => !isSeed);
  if (whole || !x || !by) return "dots";
  if (settings.length > 2) return "parallel";
  const pairs = new Set(x.values.map((value, i) => `${value} ${by.values[i]}`));
  const cells = new Set(x.values).size * new Set(by.values).size;
  return pairs.size >= cells / 2 ? "map" : "dots";
}

/** The result of a run; null where it has none, or none that means anything once it diverged. */
export function outcomeOf(row: RunRow, result: Result): number | null {
  if (row.status === "diverged" && !result.ofDiverged) return null;
  const value = result.of(row);
  return value !== null && Number.isFinite(value) ? value : null;
}

/** What came of each run in one respect. */
export function spotsOf(view: ResultsView, result: Result): Spot[] {
  const { rows, varied, x, by } = view;
  const others = varied.filter((one) => !one.isSeed && one.path !== x?.path);
  return rows.map((row, i) => ({
    id: row.id,
    name: row.name,
    x: x?.values[i],
    by: by?.values[i],
    line: JSON.stringify(others.map(({ values }) => values[i] ?? null)),
    value: outcomeOf(row, result),
    diverged: row.status === "diverged",
  }));
}

/** The other runs that have both the setting and the result. */
export function othersOf({ others, x }: ResultsView, result: Result) {
  return others.flatMap((row) => {
    const at = x && (valueAt(row.spec, x.path) as VariedValue);
    const value = outcomeOf(row, result);
    return typeof at === "number" && value !== null ? [{ x: at, value }] : [];
  });
}

/** Whether runs are averaged that differ in more than seeds: in what a map has no axis for. */
export function hiddenSettings({ varied, x, by, kind }: ResultsView): string[] {
  if (kind !== "map") return [];
  return varied
    .filter((one) => !one.isSeed && one !== by && one.path !== x?.path)
    .map(({ label }) => label);
}
