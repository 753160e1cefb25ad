import { copyFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Database } from "../../../main/archive/db";
import { migrate } from "../../../main/archive/migrate";
import { migrations } from "../../../main/archive/migrations";
import { openArchive } from "../../../main/archive/open";
import {
  batchOf,
  checkpointAt,
  engine,
  spec,
  summaryAt,
} from "../../main/archive/helpers";

/** The bytes of an archive, and of its log where it was copied while it was open. */
export interface Files {
  archive: Uint8Array;
  log: Uint8Array | null;
}

/** An archive as a version left it: three runs with their rows and events. */
export async function archiveOf(
  version: number,
  folder: string,
): Promise<Files[]> {
  const path = join(folder, `v${version}.db`);
  const db = await Database.open(path, { create: true, busyTimeout: 0 });
  await db.outside((sql) => sql.run("PRAGMA journal_mode = WAL"));
  await migrate(db, 0, migrations.slice(0, version), { backUp: false });
  for (const name of ["first", "second", "third"]) await addRun(db, name);
  const [copy, log] = [join(folder, "copy"), join(folder, "log")];
  await copyFile(path, copy);
  await copyFile(`${path}-wal`, log);
  const open = { archive: await readFile(copy), log: await readFile(log) };
  await db.close();
  return [{ archive: await readFile(path), log: null }, open];
}

/**
 * An archive as the program makes it today, with everything that a run can have. The last run is still
 * going: whoever opens a copy of it ends that run.
 */
export async function newestArchive(folder: string): Promise<Files[]> {
  const path = join(folder, "newest.db");
  const archive = await openArchive(path);
  for (const name of ["first", "second", "third"]) {
    const { id } = await archive.createRun({ ...spec, name }, 40);
    await archive.setEngine(id, engine);
    const events = [
      { kind: "crossing", step: 3, message: "So.", value: 41 },
    ] as const;
    await archive.appendBatch(
      id,
      batchOf(0, 600),
      [...events],
      summaryAt(599),
      checkpointAt(599),
    );
    await archive.organise(id, { tags: ["a"], notes: "Notes.".repeat(20) });
    if (name !== "third") await archive.finish(id, "stopped");
  }
  await archive.saveViews([{ id: "v", name: "View", state: { runs: [1] } }]);
  const [copy, log] = [join(folder, "copy"), join(folder, "log")];
  await copyFile(path, copy);
  await copyFile(`${path}-wal`, log);
  const open = { archive: await readFile(copy), log: await readFile(log) };
  await archive.close();
  return [open, { archive: await readFile(path), log: null }];
}

/** What all versions know of a run. */
async function addRun(db: Database, name: string) {
  const { steps } = batchOf(0, 600);
  await db.write(async (sql) => {
    const { lastId } = await sql.run(
      `INSERT INTO runs (name, status, created_at, threshold, spec, summary, engine)
       VALUES (?, 'finished', 1700000000000, 40, ?, ?, ?)`,
      [
        name,
        JSON.stringify(spec),
        JSON.stringify(summaryAt(599)),
        JSON.stringify(engine),
      ],
    );
    for (const [column, values] of Object.entries(steps))
      await sql.run(
        `INSERT INTO series (run_id, table_name, column_name, chunk, rows, first_step, last_step, data)
         VALUES (?, 'steps', ?, 0, 600, 0, 599, ?)`,
        [lastId, column, Buffer.from(values.buffer)],
      );
    await sql.run(
      `INSERT INTO events (run_id, kind, step, message, value) VALUES (?, 'crossing', 3, 'So.', 41)`,
      [lastId],
    );
  });
}
