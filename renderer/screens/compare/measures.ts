/** What can be drawn of each run: the columns that have a chart. */
import { recordings } from "../../../core/measurements";
import type { TableName } from "../../../core/series/columns";
import type { Drawn } from "../../../core/series/curves";

export interface Measure {
  table: TableName;
  column: string;
  title: string;
  /** What it is, beside the title. */
  note: string;
  /** Drawn on a logarithmic axis unless the person says otherwise. */
  log: boolean;
  /** The column of its standard error. */
  error?: string;
  /** Has the unit of the threshold, so that it can be divided by it. */
  byThreshold: boolean;
  /** A value that means something, drawn as a line. */
  level: number | null;
  /** What a missing value means, see Curve. */
  gaps: "marked" | "open";
}

const charts = recordings
  .flatMap(({ table, columns }) =>
    columns.flatMap(({ chart, ...column }) =>
      chart ? [{ table, column, chart }] : [],
    ),
  )
  .sort((a, b) => (a.chart.place ?? Infinity) - (b.chart.place ?? Infinity));

/** As saved comparisons name them, in the order of their charts. */
export const measures: Readonly<Record<string, Measure>> = Object.fromEntries(
  charts.map(({ table, column, chart }) => [
    chart.name ?? column.name,
    {
      table,
      column: column.name,
      title: chart.title ?? column.label,
      note: chart.note ?? column.symbol ?? "",
      log: chart.log ?? false,
      byThreshold: chart.byThreshold ?? false,
      ...(chart.error && { error: chart.error }),
      level: chart.level ?? null,
      gaps: chart.lacksLast ? "open" : "marked",
    },
  ]),
);

export const measureNames: readonly string[] = Object.keys(measures);
export type MeasureName = string;

/** The thresholds beside a measure, of runs in which they vary. */
export function thresholdsOf(name: MeasureName): Drawn {
  const { table } = measures[name];
  return { table, column: "threshold", perThreshold: false };
}

/** The column that is drawn of a measure. @param ratio in units of the threshold, where it has its unit */
export function columnOf(name: MeasureName, ratio: boolean): Drawn {
  const { table, column, byThreshold, error } = measures[name];
  const perThreshold = ratio && byThreshold;
  return { table, column, perThreshold, ...(error && { error }) };
}
