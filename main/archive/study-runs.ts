/** The runs of studies, by their identities. Every function works within the transaction of its caller. */
import type { RunStatus } from "../../core/run/status";
import type { Reader, SqlValue, Writer } from "./db";
import { insertGroup } from "./queue";

/** A run of a study as the archive has it. */
export interface StudyRun {
  id: number;
  identity: string;
  status: RunStatus;
  groupId: number | null;
  /** Whether a person has put it aside. */
  isDeleted: boolean;
}

/** What a study is known by, see studyKey, and its name. */
export interface StudyKey {
  study: string;
  key: string;
}

/** Variables that one statement may have on every build of SQLite. */
const together = 500;

/** Those of some runs that are there. */
export async function selectStudyRuns(
  sql: Reader,
  identities: string[],
): Promise<StudyRun[]> {
  const found: StudyRun[] = [];
  for (let at = 0; at < identities.length; at += together) {
    const some = identities.slice(at, at + together);
    const rows = await sql.all<
      Omit<StudyRun, "isDeleted"> & { isDeleted: number }
    >(
      `SELECT id, identity, status, group_id AS groupId, deleted_at IS NOT NULL AS isDeleted
       FROM study_runs JOIN runs ON runs.id = run_id
       WHERE identity IN (${some.map(() => "?").join(", ")})`,
      some,
    );
    found.push(
      ...rows.map((row) => ({ ...row, isDeleted: row.isDeleted === 1 })),
    );
  }
  return found;
}

/** The group of a study, which is made when it is missing. @returns its number */
export async function studyGroup(
  sql: Writer,
  { study, key }: StudyKey,
): Promise<number> {
  const known = await sql.get<{ id: number }>(
    `SELECT id FROM run_groups WHERE study = ?`,
    [key],
  );
  if (known) return known.id;
  const id = await insertGroup(sql, study);
  await sql.run(`UPDATE run_groups SET study = ? WHERE id = ?`, [key, id]);
  return id;
}

/** Notes which run of a study a run is. */
export async function insertIdentity(
  sql: Writer,
  runId: number,
  identity: string,
) {
  await sql.run(`INSERT INTO study_runs (identity, run_id) VALUES (?, ?)`, [
    identity,
    runId,
  ]);
}

/** What is copied of a run besides its row; the last checkpoint is not: the run is over. */
const tables = ["series", "events", "kept_checkpoints"] as const;

/** Columns of a run that mean something only where it ran. */
const local = ["id", "owner", "position", "group_id", "reproduces", "parent"];

/**
 * Copies finished and diverged runs out of the archive attached as `part`, as they are. Those whose identities
 * are here already are left out.
 * @returns how many were copied
 */
export async function copyStudyRuns(
  sql: Writer,
  identities: string[],
  groupId: number,
): Promise<number> {
  const known = new Set(
    (await selectStudyRuns(sql, identities)).map(({ identity }) => identity),
  );
  const wanted = identities.filter((identity) => !known.has(identity));
  let copied = 0;
  for (const identity of wanted) {
    const from = await sql.get<{ id: number }>(
      `SELECT id FROM part.study_runs JOIN part.runs ON id = run_id
       WHERE identity = ? AND status IN ('finished', 'diverged')`,
      [identity],
    );
    if (!from) continue;
    const id = await copyRow(sql, "runs", local, "id", from.id, {
      group_id: groupId,
    });
    for (const table of tables)
      await copyRow(sql, table, ["id", "run_id"], "run_id", from.id, {
        run_id: id,
      });
    await insertIdentity(sql, id, identity);
    copied++;
  }
  return copied;
}

/** Copies rows of a table with some of their columns given; answers with the number of the last one. */
async function copyRow(
  sql: Writer,
  table: string,
  except: string[],
  key: string,
  value: number,
  given: Record<string, SqlValue>,
): Promise<number> {
  const info = await sql.all<{ name: string }>(
    `SELECT name FROM pragma_table_info(?)`,
    [table],
  );
  const names = info
    .map(({ name }) => name)
    .filter((name) => !except.includes(name));
  const { lastId } = await sql.run(
    `INSERT INTO main.${table} (${[...Object.keys(given), ...names].join(", ")})
     SELECT ${[...Object.keys(given).map(() => "?"), ...names].join(", ")}
     FROM part.${table} WHERE ${key} = ? ORDER BY rowid`,
    [...Object.values(given), value],
  );
  return lastId;
}
