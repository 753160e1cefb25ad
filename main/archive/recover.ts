import { Database, type Reader, type SqlValue, type Writer } from "./db";
import { ArchiveFailure, isRefusedRow } from "./failure";
import { mendHeader } from "./header";
import { mendRuns, ofRuns } from "./mend";
import { migrate } from "./migrate";
import { migrations } from "./migrations";
import { readableRows } from "./walk";

/** What came of a recovery. */
export interface Recovery {
  /** Runs of the new archive, and how many of them are no longer whole. */
  runs: number;
  inPart: number;
  /** Runs known to have been there that are not in the new archive. */
  lost: number;
}

/** In this order a row comes after the one that it refers to. */
const tables = [
  "run_groups",
  "runs",
  "series",
  "tails",
  "events",
  "checkpoints",
  "kept_checkpoints",
  "study_runs",
  "views",
] as const;

/** Rows in one transaction. */
const together = 500;

/**
 * Puts what can be read of a damaged archive into a new one.
 * @param damaged path of a copy of it, which is changed
 * @param fresh path of the new archive, where no file is yet
 * @throws ArchiveFailure when nothing at all can be read, or the new archive cannot be written
 */
export async function recover(
  damaged: string,
  fresh: string,
): Promise<Recovery> {
  await mendHeader(damaged);
  const source = await openQuietly(damaged);
  try {
    const target = await Database.open(fresh, { create: true, busyTimeout: 0 });
    try {
      return await transfer(source, target);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

/** Opens it so that what is wrong with the list of its tables is passed over. */
async function openQuietly(path: string) {
  const db = await Database.open(path, { create: false, busyTimeout: 0 });
  try {
    await db.outside((sql) => sql.run("PRAGMA writable_schema = ON"));
  } catch (error) {
    await db.close();
    throw error;
  }
  return db;
}

async function transfer(source: Database, target: Database) {
  const version = await matchVersion(source, target);
  const orphans = new Set<SqlValue>();
  for (const table of tables) {
    const columns = await commonColumns(source, target, table);
    if (table === "runs" && columns.length === 0) throw nothingLeft();
    if (columns.length > 0) await copyTable(source, target, table, columns);
  }
  // Before the next step, which refuses rows of runs that are not there.
  for (const id of await target.write(dropOrphans)) orphans.add(id);
  await migrate(target, version, migrations, { backUp: false });
  const { inPart, lost } = await target.write((sql) => mendRuns(sql));
  for (const id of lost) orphans.add(id);
  const runs = await target.outside((sql) =>
    sql.get<{ runs: number }>(`SELECT count(*) AS runs FROM runs`),
  );
  return { runs: runs?.runs ?? 0, inPart, lost: orphans.size };
}

/**
 * Makes the empty tables of the version that the damaged archive has. What its header says may be damaged,
 * too: a column that is there is of no earlier version than the one that added it.
 */
async function matchVersion(source: Database, target: Database) {
  const newest = migrations[migrations.length - 1].version;
  const said = await source.outside(versionOf).catch(() => newest);
  const first = said >= 1 && said <= newest ? said : newest;
  for (let version = first; ; version++) {
    const made = migrations.filter((step) => step.version <= version);
    await migrate(target, 0, made, { backUp: false });
    if (version === newest || !(await lacksColumns(source, target)))
      return version;
  }
}

async function lacksColumns(source: Database, target: Database) {
  for (const table of tables) {
    const here = await columnsOf(target, table);
    const there = await readableColumns(source, table);
    if (there.some((name) => !here.includes(name))) return true;
  }
  return false;
}

/** Takes away what belongs to runs that could not be read. @returns the numbers of these runs */
async function dropOrphans(sql: Writer): Promise<number[]> {
  const numbers = new Set<number>();
  for (const table of ofRuns) {
    // Earlier versions lack some of them.
    const columns = await sql.all(`SELECT 1 FROM pragma_table_info(?)`, [
      table,
    ]);
    if (columns.length === 0) continue;
    const where = `WHERE run_id NOT IN (SELECT id FROM runs)`;
    for (const { id } of await sql.all<{ id: number }>(
      `SELECT DISTINCT run_id AS id FROM ${table} ${where}`,
    ))
      numbers.add(id);
    await sql.run(`DELETE FROM ${table} ${where}`);
  }
  // As far as this version has them.
  const columns = await sql.all<{ name: string }>(
    `SELECT name FROM pragma_table_info('runs')`,
  );
  const has = (name: string) => columns.some((column) => column.name === name);
  if (has("group_id"))
    await sql.run(`UPDATE runs SET
      group_id = (SELECT id FROM run_groups WHERE id = group_id)`);
  for (const link of ["reproduces", "parent"].filter(has))
    await sql.run(`UPDATE runs SET
      ${link} = (SELECT id FROM runs AS other WHERE other.id = runs.${link})`);
  return [...numbers];
}

async function versionOf(sql: Reader): Promise<number> {
  const row = await sql.get<{ user_version: number }>("PRAGMA user_version");
  return row?.user_version ?? 0;
}

/** Columns that a table has in both archives; none where it has none to be read. */
async function commonColumns(
  source: Database,
  target: Database,
  table: string,
): Promise<string[]> {
  const there = await readableColumns(source, table);
  return (await columnsOf(target, table)).filter((name) =>
    there.includes(name),
  );
}

function readableColumns(db: Database, table: string): Promise<string[]> {
  return columnsOf(db, table).catch((error: unknown) => {
    if (error instanceof ArchiveFailure) return [];
    throw error;
  });
}

async function columnsOf(db: Database, table: string): Promise<string[]> {
  const rows = await db.outside((sql) =>
    sql.all<{ name: string }>(`SELECT name FROM pragma_table_info(?)`, [table]),
  );
  return rows.map(({ name }) => name);
}

async function copyTable(
  source: Database,
  target: Database,
  table: string,
  columns: string[],
) {
  const insert = `INSERT OR IGNORE INTO ${table} (${columns.join(", ")})
    VALUES (${columns.map(() => "?").join(", ")})`;
  let batch: SqlValue[][] = [];
  const store = async () => {
    const rows = batch;
    batch = [];
    await target.write(async (sql) => {
      for (const values of rows)
        await sql.run(insert, values).catch(passOverDamage);
    });
  };
  await source.outside(async (sql) => {
    for await (const row of readableRows(sql, table, columns)) {
      batch.push(columns.map((name) => row[name]));
      if (batch.length === together) await store();
    }
  });
  await store();
}

function passOverDamage(error: unknown) {
  if (!isRefusedRow(error)) throw error;
}

function nothingLeft() {
  return new ArchiveFailure(
    "Nothing of the damaged archive can be read.",
    "Restore a backup, or start an empty archive.",
  );
}
