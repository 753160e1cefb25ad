/** What a person adds to runs, and runs put aside. Each function works within a transaction. */
import type { RunRow } from "../../core/contract/api";
import { LabFailure } from "../../core/errors";
import type { View } from "../../core/run/organise";
import type { Reader, Writer } from "./db";
import { updateRow } from "./run-columns";
import { selectRun } from "./runs";
import { storedJson } from "./stored-json";

/** Puts runs aside. @throws LabFailure `not-found`, `busy` for one that waits or is still going */
export async function putAside(sql: Writer, ids: number[]) {
  for (const id of ids) {
    const { name, status, deletedAt } = await selectRun(sql, id);
    const refusal = goingOn(name, status);
    if (refusal) throw refusal;
    if (deletedAt === null) await updateRow(sql, id, { deletedAt: Date.now() });
  }
}

/** Takes runs back that were put aside. @throws LabFailure `not-found` */
export async function takeBack(sql: Writer, ids: number[]): Promise<RunRow[]> {
  const runs: RunRow[] = [];
  for (const id of ids) {
    await updateRow(sql, id, { deletedAt: null });
    runs.push(await selectRun(sql, id));
  }
  return runs;
}

/**
 * Deletes runs with all they recorded.
 * @returns the runs that were linked to them, as forks and repetitions are
 * @throws LabFailure for one that is not put aside
 */
export async function deleteForGood(
  sql: Writer,
  ids: number[],
): Promise<RunRow[]> {
  const linked = new Set<number>();
  for (const id of ids) {
    const { deletedAt } = await selectRun(sql, id);
    if (deletedAt === null)
      throw new LabFailure({
        code: "bad-request",
        message: `Run ${id} is still in the list.`,
        hint: "Delete it first; only deleted runs can be deleted permanently.",
      });
    for (const other of await sql.all<{ id: number }>(
      `SELECT id FROM runs WHERE parent = ? OR reproduces = ?`,
      [id, id],
    ))
      linked.add(other.id);
    await sql.run(`DELETE FROM runs WHERE id = ?`, [id]);
  }
  const left = [...linked].filter((id) => !ids.includes(id));
  const rows: RunRow[] = [];
  for (const id of left) rows.push(await selectRun(sql, id));
  return rows;
}

/** Saved views in their order. */
export async function selectViews(sql: Reader): Promise<View[]> {
  const stored = await sql.all<{ id: string; name: string; state: string }>(
    `SELECT id, name, state FROM views ORDER BY place`,
  );
  return stored.map(({ id, name, state }) => ({
    id,
    name,
    state: storedJson(state, "a saved view"),
  }));
}

export async function replaceViews(sql: Writer, views: View[]) {
  await sql.run(`DELETE FROM views`);
  for (const [place, { id, name, state }] of views.entries())
    await sql.run(
      `INSERT INTO views (place, id, name, state) VALUES (?, ?, ?, ?)`,
      [place, id, name, JSON.stringify(state)],
    );
}

function goingOn(name: string, status: string): LabFailure | null {
  if (status === "queued")
    return new LabFailure({
      code: "busy",
      message: `“${name}” waits in the queue.`,
      hint: "Remove it from the queue, then delete it.",
    });
  if (status === "running" || status === "paused")
    return new LabFailure({
      code: "busy",
      message: `“${name}” is still going.`,
      hint: "Stop it or wait for its end, then delete it.",
    });
  return null;
}
