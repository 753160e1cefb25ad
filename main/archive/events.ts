import type { RunEvent } from "../../core/run/status";
import type { Reader, Writer } from "./db";

/**
 * Adds events to a run. A value of NaN is stored as NULL. One that is known already stays as it is: a
 * run that goes on from a checkpoint may find again what it had found about a step before.
 */
export async function insertEvents(
  sql: Writer,
  runId: number,
  events: RunEvent[],
) {
  for (const { kind, step, message, value } of events)
    await sql.run(
      `INSERT INTO events (run_id, kind, step, message, value) SELECT ?1, ?2, ?3, ?4, ?5
       WHERE NOT EXISTS (SELECT 1 FROM events WHERE run_id = ?1 AND step = ?3 AND kind = ?2)`,
      [runId, kind, step, message, value],
    );
}

/** Events of a run in order of steps. */
export async function readEvents(
  sql: Reader,
  runId: number,
): Promise<RunEvent[]> {
  const rows = await sql.all<
    Omit<RunEvent, "value"> & { value: number | null }
  >(
    `SELECT kind, step, message, value FROM events WHERE run_id = ? ORDER BY step, id`,
    [runId],
  );
  return rows.map((row) => ({ ...row, value: row.value ?? NaN }));
}

/** Takes away the events of a run from a step on. */
export async function cutEvents(sql: Writer, runId: number, step: number) {
  await sql.run(`DELETE FROM events WHERE run_id = ? AND step >= ?`, [
    runId,
    step,
  ]);
}
