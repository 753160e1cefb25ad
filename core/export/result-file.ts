import type { ExperimentSpec } from "../experiment/spec";
import type { RunEvent } from "../run/status";
import { storedTables, type Tables } from "../series/columns";
import { jsonNumber, type JsonNumber } from "./json-numbers";
import {
  attributeNames,
  attributesOf,
  type RunAttributes,
} from "./run-attributes";

/** Of what is under `result`. A reader refuses a later one. */
export const resultVersion = 1;

export type ResultFile = ExperimentSpec & {
  result: Omit<RunAttributes, "createdAt"> & {
    version: typeof resultVersion;
    createdAt: string;
    events: (Omit<RunEvent, "value"> & { value: JsonNumber })[];
    series: Record<string, JsonNumber[]>;
  };
};

/** What the file of a run says of it, besides its series. */
export type WrittenRun = RunAttributes & {
  spec: ExperimentSpec;
  name: string;
  events: RunEvent[];
};

/**
 * A run as one file: its experiment, which runs again as it is, and what came of it, at full
 * precision. Columns of the steps have their own names; those of the other tables are
 * called `spectrum.…`, `test.…` and `theory.…` and are as long as these. Only the checkpoint is
 * left out: a run read back does not go on.
 */
export function resultFile(run: WrittenRun, records: Tables): ResultFile {
  const series: Record<string, JsonNumber[]> = {};
  for (const table of storedTables)
    for (const [name, column] of Object.entries(records[table]))
      series[table === "steps" ? name : `${table}.${name}`] = Array.from(
        column,
        jsonNumber,
      );
  const result = {
    version: resultVersion,
    ...attributesOf(run, attributeNames),
    createdAt: new Date(run.createdAt).toISOString(),
    events: run.events.map((event) => ({
      ...event,
      value: jsonNumber(event.value),
    })),
    series,
  } as const;
  return { ...run.spec, name: run.name, result };
}
