import type { ImportedRun } from "../../core/export/capsule";
import { storedTables } from "../../core/series/columns";
import type { Writer } from "./db";
import { insertEvents } from "./events";
import { appendColumns } from "./series";

/** Adds a run that is over, with all it recorded; answers with its number. */
export async function insertImported(
  sql: Writer,
  run: ImportedRun,
): Promise<number> {
  const { spec, status, createdAt, threshold, summary, engine, error } = run;
  const { tags, project, colour, notes, pins, theory } = run;
  const { expectation, events, records } = run;
  const { lastId } = await sql.run(
    `INSERT INTO runs (name, status, created_at, threshold, spec, summary, engine, error, tags,
       project, colour, notes, pins, theory, expectation)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      spec.name,
      status,
      createdAt,
      threshold,
      JSON.stringify(spec),
      JSON.stringify(summary),
      engine && JSON.stringify(engine),
      error && JSON.stringify(error),
      JSON.stringify(tags),
      project,
      colour,
      notes,
      JSON.stringify(pins),
      theory && JSON.stringify(theory),
      expectation && JSON.stringify(expectation),
    ],
  );
  for (const table of storedTables)
    await appendColumns(sql, lastId, table, records[table]);
  await insertEvents(sql, lastId, events);
  return lastId;
}
