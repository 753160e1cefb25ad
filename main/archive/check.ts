/** An examination of a whole archive, on a connection of its own: nobody has to wait for it. */
import type { ArchiveCheck } from "../../core/contract/care";
import { isIntact } from "./blob";
import { Database, type Reader } from "./db";
import { ArchiveFailure } from "./failure";
import { chunkRows } from "./series";
import { readableTail } from "./tails";

/** More sentences than this tell nobody anything. */
const mostProblems = 100;

/**
 * Structure (SQLite's integrity_check), references, checksums of series and checkpoints, and that no
 * piece of a series is missing.
 * @throws ArchiveFailure when the file cannot be opened at all
 */
export async function checkArchive(path: string): Promise<ArchiveCheck> {
  return Database.visit(path, 10_000, (db) => db.outside(examine));
}

async function examine(sql: Reader): Promise<ArchiveCheck> {
  const problems: string[] = [];
  /** What is damaged may fail to be read at all: that is a finding, too. */
  const looking = async <T>(what: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await what();
    } catch (error) {
      if (!(error instanceof ArchiveFailure)) throw error;
      problems.push(error.error.message);
      return undefined;
    }
  };
  await looking(async () => {
    for (const { integrity_check: line } of await sql.all<{
      integrity_check: string;
    }>(`PRAGMA integrity_check(${mostProblems})`))
      if (line !== "ok") problems.push(`Structure: ${line}.`);
  });
  await looking(async () => {
    const lost = await sql.all<{ table: string }>("PRAGMA foreign_key_check");
    for (const { table } of lost.slice(0, mostProblems))
      problems.push(`A row of ${table} belongs to a run that does not exist.`);
  });
  const pieces = await looking(() => comparePieces(sql, problems));
  const runs = await looking(() =>
    sql.get<{ runs: number }>(`SELECT count(*) AS runs FROM runs`),
  );
  return {
    checkedAt: Date.now(),
    runs: runs?.runs ?? 0,
    pieces: pieces ?? 0,
    problems: [...new Set(problems)].slice(0, mostProblems),
  };
}

/** @returns how many checksums were compared */
async function comparePieces(sql: Reader, problems: string[]): Promise<number> {
  let compared = 0;
  const compare = (what: string, data: unknown, checksum: number | null) => {
    if (checksum !== null) compared++;
    if (!isIntact(data, checksum))
      problems.push(`${what} is not as it was stored.`);
  };
  const runs = await sql.all<{ id: number }>(`SELECT id FROM runs`);
  for (const { id } of runs) {
    for (const { table, chunks, rows, columns } of await sql.all<{
      table: string;
      chunks: number;
      rows: number;
      columns: number;
    }>(
      // A total, unlike a sum, takes numbers of any size, as damage makes them.
      `SELECT table_name AS "table", count(*) AS chunks, total(rows) AS rows,
         count(DISTINCT column_name) AS columns
       FROM series WHERE run_id = ? GROUP BY table_name`,
      [id],
    ))
      if (chunks !== columns * Math.ceil(rows / columns / chunkRows))
        problems.push(`A piece of the table ${table} of run ${id} is missing.`);
    // One column at a time in memory.
    for (const { table, name } of await sql.all<{
      table: string;
      name: string;
    }>(
      `SELECT DISTINCT table_name AS "table", column_name AS name FROM series WHERE run_id = ?`,
      [id],
    ))
      for (const { chunk, data, checksum } of await sql.all<{
        chunk: number;
        data: Buffer;
        checksum: number | null;
      }>(
        `SELECT chunk, data, checksum FROM series
         WHERE run_id = ? AND table_name = ? AND column_name = ? ORDER BY chunk`,
        [id, table, name],
      ))
        compare(
          `Piece ${chunk} of ${table}.${name} of run ${id}`,
          data,
          checksum,
        );
    for (const { place, data, checksum } of await sql.all<{
      place: number;
      data: Buffer;
      checksum: number;
    }>(
      `SELECT place, data, checksum FROM tails WHERE run_id = ? ORDER BY place`,
      [id],
    ))
      compare(`Piece ${place} of the newest rows of run ${id}`, data, checksum);
    if (!(await readableTail(sql, id)).isWhole)
      problems.push(`A piece of the newest rows of run ${id} is missing.`);
    const checkpoint = await sql.get<{ data: Buffer; checksum: number | null }>(
      `SELECT data, checksum FROM checkpoints WHERE run_id = ?`,
      [id],
    );
    if (checkpoint)
      compare(
        `The checkpoint of run ${id}`,
        checkpoint.data,
        checkpoint.checksum,
      );
    for (const kept of await sql.all<{ step: number }>(
      `SELECT step FROM kept_checkpoints WHERE run_id = ?`,
      [id],
    )) {
      const piece = await sql.get<{ data: Buffer; checksum: number }>(
        `SELECT data, checksum FROM kept_checkpoints WHERE run_id = ? AND step = ?`,
        [id, kept.step],
      );
      if (piece)
        compare(
          `The checkpoint of run ${id} at step ${kept.step}`,
          piece.data,
          piece.checksum,
        );
    }
  }
  return compared;
}
