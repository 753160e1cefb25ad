/** Runs that wait their turn. Every function works within the transaction of its caller. */
import type { RunRow } from "../../core/contract/api";
import { LabFailure } from "../../core/errors";
import type { ExperimentSpec } from "../../core/experiment/spec";
import type { Expectation } from "../../core/run/expectation";
import { emptySummary } from "../../core/run/summary";
import type { Reader, Writer } from "./db";
import { insertRow, updateRow } from "./run-columns";
import { selectRun, type Origin } from "./runs";

/** An experiment to be run, with the sharpness at which its optimizer becomes unstable, where it is one for the run. */
export interface Waiting {
  spec: ExperimentSpec;
  threshold: number | null;
  /** The run whose experiment it does again. */
  reproduces?: number;
  /** Of a fork. */
  origin?: Origin | null;
  expectation?: Expectation | null;
}

/** Adds runs at the end of the queue, in their order. */
export async function insertQueued(
  sql: Writer,
  waiting: Waiting[],
  groupId: number | null,
): Promise<RunRow[]> {
  const rows: RunRow[] = [];
  for (const each of waiting) {
    const { spec, threshold, reproduces, origin, expectation } = each;
    const id = await insertRow(sql, {
      ...origin,
      name: spec.name,
      spec,
      status: "queued",
      createdAt: Date.now(),
      threshold,
      summary: emptySummary,
      groupId,
      reproduces: reproduces ?? null,
      expectation: expectation ?? null,
      position: await nextPosition(sql),
    });
    rows.push(await selectRun(sql, id));
  }
  return rows;
}

async function nextPosition(sql: Reader): Promise<number> {
  const row = await sql.get<{ last: number | null }>(
    `SELECT max(position) AS last FROM runs`,
  );
  return (row?.last ?? 0) + 1;
}

/** Adds a group; answers with its number. */
export async function insertGroup(sql: Writer, name: string): Promise<number> {
  const { lastId } = await sql.run(
    `INSERT INTO run_groups (name, created_at) VALUES (?, ?)`,
    [name, Date.now()],
  );
  return lastId;
}

/** The numbers of the waiting runs, the next one first. */
export async function selectQueue(sql: Reader): Promise<number[]> {
  const rows = await sql.all<{ id: number }>(
    `SELECT id FROM runs WHERE position IS NOT NULL ORDER BY position`,
  );
  return rows.map(({ id }) => id);
}

/** Takes the next run out of the queue, in status `running` under its owner. */
export async function takeNext(
  sql: Writer,
  owner: string,
): Promise<RunRow | null> {
  const [id] = await selectQueue(sql);
  if (id === undefined) return null;
  await updateRow(sql, id, { status: "running", position: null, owner });
  return selectRun(sql, id);
}

/**
 * Moves a waiting run to a place in the queue, from 0; beyond the last place it becomes the last.
 * @returns the waiting runs in their new order
 * @throws LabFailure `not-found`, `bad-request` for a run that does not wait
 */
export async function moveTo(
  sql: Writer,
  id: number,
  place: number,
): Promise<RunRow[]> {
  const queue = await selectQueue(sql);
  if (!queue.includes(id)) throw await notWaiting(sql, id);
  const others = queue.filter((other) => other !== id);
  const rows: RunRow[] = [];
  for (const [i, moved] of others.toSpliced(place, 0, id).entries()) {
    await updateRow(sql, moved, { position: i + 1 });
    rows.push(await selectRun(sql, moved));
  }
  return rows;
}

/**
 * Deletes waiting runs, which have recorded nothing.
 * @throws LabFailure `not-found`, `bad-request` for a run that does not wait
 */
export async function deleteQueued(sql: Writer, ids: number[]) {
  const queue = await selectQueue(sql);
  for (const id of ids) {
    if (!queue.includes(id)) throw await notWaiting(sql, id);
    await sql.run(`DELETE FROM runs WHERE id = ?`, [id]);
  }
}

async function notWaiting(sql: Reader, id: number): Promise<LabFailure> {
  const { status } = await selectRun(sql, id);
  return new LabFailure({
    code: "bad-request",
    message: `Run ${id} is ${status} and does not wait in the queue.`,
  });
}
