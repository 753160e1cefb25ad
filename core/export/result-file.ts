import type { RunDetail } from "../contract/api";
import type { ExperimentSpec } from "../experiment/spec";
import { tableNames, type RecordBatch } from "../series/columns";

/** JSON has no NaN and no infinities: they become null. */
type JsonColumn = (number | null)[];

export type ResultFile = ExperimentSpec & {
  result: Pick<
    RunDetail,
    "status" | "engine" | "summary" | "events" | "threshold" | "error"
  > & { createdAt: string; series: Record<string, JsonColumn> };
};

/**
 * A run as one file: its experiment, which runs again as it is, and what came of it. Columns of the
 * steps have their own names; those of the spectrum and test tables are called `spectrum.…` and
 * `test.…` and are as long as there are measurements.
 */
export function resultFile(run: RunDetail, records: RecordBatch): ResultFile {
  const { status, engine, summary, events, threshold, error } = run;
  const series: Record<string, JsonColumn> = {};
  for (const table of tableNames)
    for (const [name, column] of Object.entries(records[table]))
      series[table === "steps" ? name : `${table}.${name}`] =
        jsonColumn(column);
  const createdAt = new Date(run.createdAt).toISOString();
  const facts = {
    status,
    engine,
    summary,
    events,
    threshold,
    error,
    createdAt,
  };
  return { ...run.spec, name: run.name, result: { ...facts, series } };
}

function jsonColumn(column: Float64Array): JsonColumn {
  return Array.from(column, (x) => (Number.isFinite(x) ? x : null));
}
