import type { ExperimentSpec } from "../../core/experiment/spec";
import type { ImportedRun } from "../../core/export/capsule";
import { storedTables } from "../../core/series/columns";
import { isSameJson } from "../../core/text/same-json";
import type { Writer } from "./db";
import { insertEvents } from "./events";
import { insertRow, updateRow } from "./run-columns";
import { selectRun } from "./runs";
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

/** Links forks to their parents that are in the archive by now: runs begun then, of the same experiment. */
export async function linkForks(sql: Writer) {
  const pairs = await sql.all<{ id: number; parent: number }>(
    `SELECT f.id, p.id AS parent FROM runs AS f JOIN runs AS p
       ON p.created_at = json_extract(f.fork, '$.parent.createdAt') AND p.id <> f.id
     WHERE f.parent IS NULL AND f.fork IS NOT NULL ORDER BY p.id DESC`,
  );
  for (const { id, parent } of pairs) {
    const { fork } = await selectRun(sql, id);
    const { spec } = await selectRun(sql, parent);
    const isParent = fork && isSameJson(named(fork.parent.spec), named(spec));
    if (isParent) await updateRow(sql, id, { parent });
  }
}

/** A run may have been renamed since. */
function named(spec: ExperimentSpec) {
  return { ...spec, name: "" };
}
