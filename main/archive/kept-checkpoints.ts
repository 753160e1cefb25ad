/** Checkpoints that stay with a run. Every function works within the transaction of its caller. */
import type { KeptCheckpoints } from "../../core/contract/api";
import type { Checkpoint } from "../../core/run/checkpoint";
import { checksumOf } from "./blob";
import { packed, unpacked, type StoredCheckpoint } from "./checkpoints";
import type { Reader, Writer } from "./db";

/** Adds checkpoints to those of a run; one of the same step is replaced. */
export async function keepCheckpoints(
  sql: Writer,
  runId: number,
  checkpoints: Checkpoint[],
) {
  for (const checkpoint of checkpoints) {
    const { state, blob } = packed(checkpoint);
    await sql.run(
      `INSERT OR REPLACE INTO kept_checkpoints (run_id, step, state, checksum, data)
       VALUES (?, ?, ?, ?, ?)`,
      [runId, checkpoint.step, state, checksumOf(blob), blob],
    );
  }
}

/**
 * The steps at which a run has checkpoints, and what they take.
 * @param from the first step that counts
 */
export async function listKept(
  sql: Reader,
  runId: number,
  from = 0,
): Promise<KeptCheckpoints> {
  const rows = await sql.all<{ step: number; bytes: number }>(
    `SELECT step, length(data) + length(state) AS bytes FROM kept_checkpoints
     WHERE run_id = ? AND step >= ? ORDER BY step`,
    [runId, from],
  );
  return {
    steps: rows.map(({ step }) => step),
    bytes: rows.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

/** The last one at or before a step. @throws ArchiveFailure `archive-damaged` */
export async function readKept(
  sql: Reader,
  runId: number,
  step: number,
): Promise<Checkpoint | null> {
  const stored = await sql.get<StoredCheckpoint & { step: number }>(
    `SELECT step, state, checksum, data FROM kept_checkpoints
     WHERE run_id = ? AND step <= ? ORDER BY step DESC LIMIT 1`,
    [runId, step],
  );
  return stored ? unpacked(stored, nameOf(runId, stored.step)) : null;
}

/** Deletes those after a step; all where it is left out. */
export async function deleteKept(sql: Writer, runId: number, after = -1) {
  await sql.run(`DELETE FROM kept_checkpoints WHERE run_id = ? AND step > ?`, [
    runId,
    after,
  ]);
}

/** What a message calls one. */
export function nameOf(runId: number, step: number): string {
  return `the checkpoint of run ${runId} at step ${step}`;
}
