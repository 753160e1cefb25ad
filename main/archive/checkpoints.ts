/** The last checkpoint of each run; those that stay are in kept-checkpoints.ts. Every function works within the transaction of its caller. */
import type { Checkpoint } from "../../core/run/checkpoint";
import { checksumOf, fromBlob, requireIntact, toBlob } from "./blob";
import type { Reader, Writer } from "./db";
import { storedJson } from "./stored-json";

/** Where an array stands in the BLOB; what the JSON has in the place of it. */
interface Place {
  offset: number;
  length: number;
}

/** Puts a checkpoint in the place of the one before. */
export async function replaceCheckpoint(
  sql: Writer,
  runId: number,
  checkpoint: Checkpoint,
) {
  const { state, blob } = packed(checkpoint);
  await sql.run(
    `INSERT INTO checkpoints (run_id, step, state, data, checksum) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET step = excluded.step, state = excluded.state,
       data = excluded.data, checksum = excluded.checksum`,
    [runId, checkpoint.step, state, blob, checksumOf(blob)],
  );
}

export async function readCheckpoint(
  sql: Reader,
  runId: number,
): Promise<Checkpoint | null> {
  const stored = await sql.get<StoredCheckpoint>(
    `SELECT state, data, checksum FROM checkpoints WHERE run_id = ?`,
    [runId],
  );
  return stored ? unpacked(stored, `the checkpoint of run ${runId}`) : null;
}

/** The step from which a run can go on. */
export async function checkpointStep(
  sql: Reader,
  runId: number,
): Promise<number | null> {
  const stored = await sql.get<{ step: number }>(
    `SELECT step FROM checkpoints WHERE run_id = ?`,
    [runId],
  );
  return stored?.step ?? null;
}

export async function deleteCheckpoint(sql: Writer, runId: number) {
  await sql.run(`DELETE FROM checkpoints WHERE run_id = ?`, [runId]);
}

export interface StoredCheckpoint {
  state: string;
  data: Buffer;
  checksum: number | null;
}

/** JSON writes a number so that it comes back the same, but would make text of the arrays. */
export function packed(checkpoint: Checkpoint): {
  state: string;
  blob: Buffer;
} {
  const arrays: Float64Array[] = [];
  let length = 0;
  const state = JSON.stringify(checkpoint, (_, value: unknown) => {
    if (!(value instanceof Float64Array)) return value;
    const place: Place = { offset: length, length: value.length };
    arrays.push(value);
    length += value.length;
    return { float64: place };
  });
  const data = new Float64Array(length);
  let offset = 0;
  for (const array of arrays) {
    data.set(array, offset);
    offset += array.length;
  }
  return { state, blob: toBlob(data) };
}

/** @param what for the message, e.g. "the checkpoint of run 3" @throws ArchiveFailure `archive-damaged` */
export function unpacked(
  { state, data, checksum }: StoredCheckpoint,
  what: string,
): Checkpoint {
  requireIntact(data, checksum, what);
  const numbers = fromBlob([data]);
  const revive = (_: string, value: unknown) => {
    if (typeof value !== "object" || value === null || !("float64" in value))
      return value;
    const { offset, length } = value.float64 as Place;
    return numbers.slice(offset, offset + length);
  };
  return storedJson(state, what, revive);
}
