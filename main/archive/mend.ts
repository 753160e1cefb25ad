/** Makes whole runs of what was recovered, or shorter ones that say so. */
import { recoveredTag } from "../../core/contract/care";
import { requireExperiment } from "../../core/experiment/validate";
import {
  attributeNames,
  runAttributes,
  type AttributeName,
} from "../../core/export/run-attributes";
import type { RunSummary } from "../../core/run/summary";
import { tableNames } from "../../core/series/columns";
import { isIntact } from "./blob";
import type { Reader, SqlValue, Writer } from "./db";
import { listKept } from "./kept-checkpoints";
import { blanksOf, selected, updateRow } from "./run-columns";
import { selectRun } from "./runs";
import { appendColumns, chunkRows } from "./series";
import { deletePages, readableTail } from "./tails";

/** Tables whose rows belong to a run. */
export const ofRuns = [
  "series",
  "tails",
  "events",
  "checkpoints",
  "kept_checkpoints",
  "study_runs",
] as const;

type StoredRun = Record<AttributeName | "spec", SqlValue> & { id: number };

/**
 * Within one transaction: runs without a readable experiment go; series are cut at their first
 * missing or changed piece; what else is not as it should be is left blank. Each run that lost
 * something gets the tag `recovered` and a line in its notes.
 * @returns how many runs are no longer whole, and the numbers of those that went
 */
export async function mendRuns(
  sql: Writer,
): Promise<{ inPart: number; lost: number[] }> {
  const lost: number[] = [];
  let inPart = 0;
  const runs = await sql.all<StoredRun>(
    `SELECT id, ${selected(["spec", ...attributeNames])} FROM runs`,
  );
  for (const run of runs) {
    if (!hasExperiment(run)) {
      await sql.run(`DELETE FROM runs WHERE id = ?`, [run.id]);
      lost.push(run.id);
      continue;
    }
    const gone = await cutSeries(sql, run.id);
    gone.push(...(await mendTail(sql, run, gone.length > 0)));
    const unreadable = attributeNames.filter((name) => !isReadable(name, run));
    const missing = unreadable.map((name) => `its ${name}`);
    await updateRow(sql, run.id, blanksOf(unreadable));
    missing.push(...gone);
    if (missing.length === 0) missing.push(...(await lackingRows(sql, run)));
    const lacksRows = missing.length > 0;
    missing.push(...(await dropCheckpoint(sql, run.id, lacksRows)));
    missing.push(...(await dropKept(sql, run.id, lacksRows)));
    if (missing.length === 0) continue;
    // The study may have it whole.
    await sql.run(`DELETE FROM study_runs WHERE run_id = ?`, [run.id]);
    inPart++;
    const { notes, tags } = await selectRun(sql, run.id);
    const lacks = `Recovered from a damaged archive, without ${missing.join(", ")}.`;
    await updateRow(sql, run.id, {
      notes: `${lacks}\n\n${notes}`.trim().slice(0, 20_000),
      tags: [...new Set([...tags.slice(0, 19), recoveredTag])],
    });
  }
  // What belongs to runs that could not be read.
  for (const table of ofRuns)
    await sql.run(
      `DELETE FROM ${table} WHERE run_id NOT IN (SELECT id FROM runs)`,
    );
  await sql.run(`UPDATE runs SET group_id = NULL
    WHERE group_id NOT IN (SELECT id FROM run_groups)`);
  for (const link of ["reproduces", "parent"])
    await sql.run(`UPDATE runs SET ${link} = NULL
      WHERE ${link} NOT IN (SELECT id FROM runs)`);
  return { inPart, lost };
}

function hasExperiment({ spec }: StoredRun): boolean {
  try {
    requireExperiment(JSON.parse(spec as string));
    return true;
  } catch {
    return false;
  }
}

/** Whether an attribute is as it should be; one without a blank is: the table sees to it. */
function isReadable(name: AttributeName, run: StoredRun): boolean {
  const attribute = runAttributes[name];
  if (!("blank" in attribute)) return true;
  const value = run[name];
  try {
    const parsed =
      attribute.isJson && value !== null ? JSON.parse(value as string) : value;
    return attribute.schema.safeParse(parsed).success;
  } catch {
    return false;
  }
}

/** @returns what had to go, in words */
async function cutSeries(sql: Writer, id: number): Promise<string[]> {
  const gone: string[] = [];
  const tables = await sql.all<{ name: string; chunks: number }>(
    `SELECT table_name AS name, max(chunk) + 1 AS chunks FROM series
     WHERE run_id = ? GROUP BY table_name`,
    [id],
  );
  for (const { name, chunks } of tables) {
    const whole = await wholeChunks(sql, id, name, chunks);
    if (whole === chunks) continue;
    await sql.run(
      `DELETE FROM series WHERE run_id = ? AND table_name = ? AND chunk >= ?`,
      [id, name, whole],
    );
    gone.push(
      whole === 0
        ? `its table ${name}`
        : `the rows of its table ${name} after the first ${(whole * chunkRows).toLocaleString("en")}`,
    );
  }
  return gone;
}

/**
 * Moves the newest rows of a run into its series, as far as they are as they were stored.
 * @param lacksRows whether some before them are gone: they would leave a gap
 * @returns what had to go, in words
 */
async function mendTail(sql: Writer, run: StoredRun, lacksRows: boolean) {
  const tail = await readableTail(sql, run.id);
  if (tail.pages === 0) return [];
  const isKept = tail.followsSeries && !lacksRows;
  if (isKept) {
    for (const table of tableNames)
      await appendColumns(sql, run.id, table, tail.rows[table]);
    run.summary = tail.summary ?? run.summary;
    await sql.run(`UPDATE runs SET summary = ? WHERE id = ?`, [
      run.summary,
      run.id,
    ]);
  }
  await deletePages(sql, run.id);
  return isKept && tail.isWhole ? [] : ["its newest rows"];
}

/** Rows at the end leave no gap: only the summary of the run knows of them. */
async function lackingRows(sql: Reader, { id, summary }: StoredRun) {
  const { step, finalLoss } = JSON.parse(summary as string) as RunSummary;
  const row = await sql.get<{ last: number | null }>(
    `SELECT max(last_step) AS last FROM series
     WHERE run_id = ? AND table_name = 'steps' AND column_name = 'step'`,
    [id],
  );
  const last = row?.last ?? null;
  if (last === null) return finalLoss === null ? [] : ["its table steps"];
  return last < step
    ? [`the rows of its table steps after step ${last.toLocaleString("en")}`]
    : [];
}

/** How many chunks from the first one on have all their columns, full and unchanged. */
async function wholeChunks(
  sql: Reader,
  id: number,
  table: string,
  chunks: number,
): Promise<number> {
  const names = await sql.all<{ name: string }>(
    `SELECT DISTINCT column_name AS name FROM series WHERE run_id = ? AND table_name = ?`,
    [id, table],
  );
  for (let chunk = 0; chunk < chunks; chunk++) {
    const pieces = await sql.all<{
      name: string;
      rows: number;
      data: Buffer;
      checksum: number | null;
    }>(
      `SELECT column_name AS name, rows, data, checksum FROM series
       WHERE run_id = ? AND table_name = ? AND chunk = ?`,
      [id, table, chunk],
    );
    const rows = chunk < chunks - 1 ? chunkRows : pieces[0]?.rows;
    const isWhole =
      pieces.length === names.length &&
      pieces.some(({ name }) => name === "step") &&
      pieces.every(
        (piece) => piece.rows === rows && isIntact(piece.data, piece.checksum),
      );
    if (!isWhole) return chunk;
  }
  return chunks;
}

/** A run cannot go on from a checkpoint whose rows are not there any more. */
async function dropCheckpoint(sql: Writer, id: number, lacksRows: boolean) {
  const stored = await sql.get<{ data: Buffer; checksum: number | null }>(
    `SELECT data, checksum FROM checkpoints WHERE run_id = ?`,
    [id],
  );
  if (!stored) return [];
  if (!lacksRows && isIntact(stored.data, stored.checksum)) return [];
  await sql.run(`DELETE FROM checkpoints WHERE run_id = ?`, [id]);
  return ["its checkpoint"];
}

/** The same of those that stay; the intact ones of a run that has all its rows are left. */
async function dropKept(sql: Writer, id: number, lacksRows: boolean) {
  const { steps } = await listKept(sql, id);
  const bad: number[] = [];
  for (const step of steps) {
    const stored = await sql.get<{ data: Buffer; checksum: number }>(
      `SELECT data, checksum FROM kept_checkpoints WHERE run_id = ? AND step = ?`,
      [id, step],
    );
    if (lacksRows || !isIntact(stored?.data, stored?.checksum ?? null))
      bad.push(step);
  }
  for (const step of bad)
    await sql.run(
      `DELETE FROM kept_checkpoints WHERE run_id = ? AND step = ?`,
      [id, step],
    );
  return bad.length === 0
    ? []
    : [
        bad.length === steps.length
          ? "its kept checkpoints"
          : `its checkpoints at ${bad.length === 1 ? "step" : "steps"} ${bad.join(", ")}`,
      ];
}
