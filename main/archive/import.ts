import type { ImportedRun } from "../../core/export/capsule";
import { storedTables } from "../../core/series/columns";
import type { Writer } from "./db";
import { insertEvents } from "./events";
import { insertRow } from "./run-columns";
import { appendColumns } from "./series";

/** Adds a run that is over, with all it recorded; answers with its number. */
export async function insertImported(
  sql: Writer,
  { events, records, ...run }: ImportedRun,
): Promise<number> {
  const id = await insertRow(sql, { ...run, name: run.spec.name });
  for (const table of storedTables)
    await appendColumns(sql, id, table, records[table]);
  await insertEvents(sql, id, events);
  return id;
}
