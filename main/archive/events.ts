import type { RunEvent } from "../../core/run/summary";
import type { Reader, Writer } from "./db";

/** Adds events to a run. A value of NaN is stored as NULL. */
export async function insertEvents(
  sql: Writer,
  runId: number,
  events: RunEvent[],
) {
  for (const { kind, step, message, value } of events)
    await sql.run(
      `INSERT INTO events (run_id, kind, step, message, value) VALUES (?, ?, ?, ?, ?)`,
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
