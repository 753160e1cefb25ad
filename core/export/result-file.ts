import type { RunDetail } from "../contract/api";
import type { ExperimentSpec } from "../experiment/spec";
import type { RunEvent } from "../run/status";
import { storedTables, type Tables } from "../series/columns";
import { jsonNumber, type JsonNumber } from "./json-numbers";

/** Of what is under `result`. A reader refuses a later one. */
export const resultVersion = 1;

export type ResultFile = ExperimentSpec & {
  result: Pick<
    RunDetail,
    | "status"
    | "engine"
    | "summary"
    | "threshold"
    | "error"
    | "tags"
    | "project"
    | "colour"
    | "notes"
    | "pins"
    | "theory"
    | "expectation"
  > & {
    version: typeof resultVersion;
    createdAt: string;
    events: (Omit<RunEvent, "value"> & { value: JsonNumber })[];
    series: Record<string, JsonNumber[]>;
  };
};

/** Of a run what its file says. */
export type WrittenRun = Omit<
  ResultFile["result"],
  "version" | "createdAt" | "events" | "series"
> &
  Pick<RunDetail, "spec" | "name" | "createdAt" | "events">;

/**
 * A run as one file: its experiment, which runs again as it is, and what came of it, at full
 * precision. Columns of the steps have their own names; those of the other tables are
 * called `spectrum.…`, `test.…` and `theory.…` and are as long as these. Only the checkpoint is
 * left out: a run read back does not go on.
 */
export function resultFile(run: WrittenRun, records: Tables): ResultFile {
  const { status, engine, summary, threshold, error } = run;
  const { tags, project, colour, notes, pins, theory, expectation } = run;
  const series: Record<string, JsonNumber[]> = {};
  for (const table of storedTables)
    for (const [name, column] of Object.entries(records[table]))
      series[table === "steps" ? name : `${table}.${name}`] = Array.from(
        column,
        jsonNumber,
      );
  const result = {
    version: resultVersion,
    status,
    createdAt: new Date(run.createdAt).toISOString(),
    threshold,
    engine,
    summary,
    events: run.events.map((event) => ({
      ...event,
      value: jsonNumber(event.value),
    })),
    error,
    tags,
    project,
    colour,
    notes,
    pins,
    theory,
    expectation,
    series,
  } as const;
  return { ...run.spec, name: run.name, result };
}
