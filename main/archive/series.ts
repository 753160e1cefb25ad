/**
 * The series of a run: each column in chunks of 4096 rows, of which the last one may hold fewer. The newest
 * rows of a run that is going are not here yet: see tails.ts.
 */
import { LabFailure } from "../../core/errors";
import {
  rowCount,
  type Columns,
  type StoredTable,
  type TableName,
} from "../../core/series/columns";
import { rowsBetween } from "../../core/series/decimate";
import { checksumOf, fromBlob, joined, requireIntact, toBlob } from "./blob";
import type { Reader, Writer } from "./db";
import { ArchiveFailure, notAsStored } from "./failure";

export const chunkRows = 4096;

interface Chunk {
  name: string;
  chunk: number;
  rows: number;
  data: Buffer;
  checksum: number | null;
}

/** Appends rows to a table of a run; the first ones decide which columns the table has. */
export async function appendColumns(
  sql: Writer,
  runId: number,
  table: StoredTable,
  columns: Columns,
) {
  if (rowCount(columns) === 0) return;
  const tail = await sql.all<Chunk>(
    `SELECT column_name AS name, chunk, rows, data, checksum FROM series
     WHERE run_id = ?1 AND table_name = ?2 AND chunk = (SELECT max(chunk) FROM series
       WHERE run_id = ?1 AND table_name = ?2 AND column_name = 'step')`,
    [runId, table],
  );
  requireIntactChunks(runId, tail);
  checkShape(
    table,
    columns,
    tail.map(({ name }) => name),
  );
  const [last] = tail;
  const extend = last && last.rows < chunkRows;
  const firstChunk = extend ? last.chunk : last ? last.chunk + 1 : 0;
  const whole = (name: string) => {
    const before = extend && tail.find((chunk) => chunk.name === name);
    return before
      ? joined([fromBlob([before.data]), columns[name]])
      : columns[name];
  };
  const step = whole("step");
  checkAscending(table, step);
  for (const name in columns) {
    const values = whole(name);
    for (let start = 0; start < values.length; start += chunkRows) {
      const end = Math.min(start + chunkRows, values.length);
      const data = toBlob(values.subarray(start, end));
      await sql.run(
        `INSERT INTO series (run_id, table_name, column_name, chunk, rows, first_step,
           last_step, data, checksum) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET rows = excluded.rows, last_step = excluded.last_step,
           data = excluded.data, checksum = excluded.checksum`,
        [
          runId,
          table,
          name,
          firstChunk + start / chunkRows,
          end - start,
          step[start],
          step[end - 1],
          data,
          checksumOf(data),
        ],
      );
    }
  }
}

/** How many rows the series of a table has, and the step of the last one; NaN where there is none. */
export async function lastRow(
  sql: Reader,
  runId: number,
  table: StoredTable,
): Promise<{ rows: number; step: number }> {
  // All chunks but the last are full, so the last one knows; a sum would read them all.
  const last = await sql.get<{ chunk: number; rows: number; step: number }>(
    `SELECT chunk, rows, last_step AS step FROM series
     WHERE run_id = ? AND table_name = ? AND column_name = 'step'
     ORDER BY chunk DESC LIMIT 1`,
    [runId, table],
  );
  if (!last) return { rows: 0, step: NaN };
  return { rows: last.chunk * chunkRows + last.rows, step: last.step };
}

/**
 * Columns of a table within a window of steps, both ends included; `step` is always among them.
 * Empty while the run has no rows.
 * @param tail rows of the table after those of the series
 * @throws LabFailure `bad-request` for a column that the table does not have, `archive-damaged` for a
 *   table without steps
 */
export async function readColumns(
  sql: Reader,
  runId: number,
  table: StoredTable,
  names: string[],
  from = -Infinity,
  to = Infinity,
  tail: Columns = {},
): Promise<Columns> {
  const wanted = [...new Set(["step", ...names])];
  const known = await columnNames(sql, runId, table);
  if (known.length > 0 && !known.includes("step"))
    throw notAsStored(`the table ${table} of run ${runId}`);
  if (known.length > 0) checkNames(table, wanted, known);
  const chunks = await sql.all<Chunk>(
    `SELECT column_name AS name, chunk, rows, data, checksum FROM series
     WHERE run_id = ? AND table_name = ? AND last_step >= ? AND first_step <= ?
       AND column_name IN (${wanted.map(() => "?").join(", ")})
     ORDER BY column_name, chunk`,
    [runId, table, from, to, ...wanted],
  );
  requireIntactChunks(runId, chunks);
  const blobs = (name: string) => [
    ...chunks.filter((chunk) => chunk.name === name).map(({ data }) => data),
    ...(name in tail ? [toBlob(tail[name])] : []),
  ];
  const step = fromBlob(blobs("step"));
  const [start, end] = rowsBetween(step, from, to);
  return Object.fromEntries(
    wanted.map((name) => {
      const values = name === "step" ? step : fromBlob(blobs(name));
      return [name, values.slice(start, end)];
    }),
  );
}

/**
 * Whole columns of a table of many runs at once. A run that lacks a column has the others, one without
 * any of its own is left out; what is damaged fails alone.
 * @param tails rows of the table after those of the series
 */
export async function readWhole(
  sql: Reader,
  runIds: number[],
  table: TableName,
  names: string[],
  tails: ReadonlyMap<number, Columns>,
): Promise<Map<number, Columns | ArchiveFailure>> {
  const wanted = [...new Set(["step", ...names])];
  const marks = (values: unknown[]) => values.map(() => "?").join(", ");
  const chunks = await sql.all<Chunk & { run: number }>(
    `SELECT run_id AS run, column_name AS name, chunk, rows, data, checksum FROM series
     WHERE run_id IN (${marks(runIds)}) AND table_name = ? AND column_name IN (${marks(wanted)})
     ORDER BY run_id, column_name, chunk`,
    [...runIds, table, ...wanted],
  );
  const pieces = new Map<number, Map<string, Chunk[]>>();
  for (const chunk of chunks) {
    const ofRun = pieces.get(chunk.run) ?? new Map<string, Chunk[]>();
    pieces.set(chunk.run, ofRun);
    ofRun.set(chunk.name, [...(ofRun.get(chunk.name) ?? []), chunk]);
  }
  const read = new Map<number, Columns | ArchiveFailure>();
  for (const [run, columns] of pieces)
    read.set(run, wholeColumns(run, table, columns, tails.get(run) ?? {}));
  return read;
}

function wholeColumns(
  runId: number,
  table: TableName,
  pieces: ReadonlyMap<string, Chunk[]>,
  tail: Columns,
): Columns | ArchiveFailure {
  try {
    const columns: Columns = {};
    for (const [name, chunks] of pieces) {
      requireIntactChunks(runId, chunks);
      const blobs = chunks.map(({ data }) => data);
      if (name in tail) blobs.push(toBlob(tail[name]));
      columns[name] = fromBlob(blobs);
    }
    const length = (columns as Partial<Columns>).step?.length;
    if (Object.values(columns).some((column) => column.length !== length))
      throw notAsStored(`the table ${table} of run ${runId}`);
    return columns;
  } catch (error) {
    if (error instanceof ArchiveFailure) return error;
    throw error;
  }
}

/** Names of the columns of a table in their order; none while the run has no rows. */
export async function columnNames(
  sql: Reader,
  runId: number,
  table: StoredTable,
): Promise<string[]> {
  const rows = await sql.all<{ name: string }>(
    `SELECT column_name AS name FROM series
     WHERE run_id = ? AND table_name = ? AND chunk = 0 ORDER BY rowid`,
    [runId, table],
  );
  return rows.map(({ name }) => name);
}

/** Takes away the rows of all tables of a run from a step on. */
export async function cutRows(sql: Writer, runId: number, step: number) {
  await sql.run(`DELETE FROM series WHERE run_id = ? AND first_step >= ?`, [
    runId,
    step,
  ]);
  const cut = await sql.all<Chunk & { table: StoredTable }>(
    `SELECT table_name AS "table", column_name AS name, chunk, rows, data, checksum FROM series
     WHERE run_id = ? AND last_step >= ?`,
    [runId, step],
  );
  requireIntactChunks(runId, cut);
  for (const { table, chunk, data } of cut.filter(isStep)) {
    const steps = fromBlob([data]);
    const rows = steps.findIndex((s) => s >= step);
    const ofChunk = cut.filter((c) => c.table === table && c.chunk === chunk);
    for (const column of ofChunk) {
      const kept = column.data.subarray(0, 8 * rows);
      await sql.run(
        `UPDATE series SET rows = ?, last_step = ?, data = ?, checksum = ?
         WHERE run_id = ? AND table_name = ? AND column_name = ? AND chunk = ?`,
        [
          rows,
          steps[rows - 1],
          kept,
          checksumOf(kept),
          runId,
          table,
          column.name,
          chunk,
        ],
      );
    }
  }
}

const isStep = ({ name }: Chunk) => name === "step";

/** @throws ArchiveFailure `archive-damaged` */
function requireIntactChunks(runId: number, chunks: Chunk[]) {
  for (const { name, data, checksum } of chunks)
    requireIntact(data, checksum, `a piece of ${name} of run ${runId}`);
}

function checkNames(table: StoredTable, wanted: string[], known: string[]) {
  const unknown = wanted.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new LabFailure({
    code: "bad-request",
    message: `The table ${table} of this run has no column "${unknown}".`,
    hint: `It has: ${known.join(", ")}.`,
  });
}

/** A batch that does not fit is a mistake of this program, and must not be stored crooked. */
function checkShape(table: StoredTable, columns: Columns, before: string[]) {
  const names = Object.keys(columns).sort();
  if (!columns.step) throw new Error(`A batch of ${table} has no steps.`);
  if (names.some((name) => columns[name].length !== columns.step.length))
    throw new Error(`A batch of ${table} has columns of different lengths.`);
  const known = [...before].sort();
  if (known.length > 0 && known.join() !== names.join())
    throw new Error(`The columns of ${table} changed: ${known} to ${names}.`);
}

/**
 * Throws where columns cannot follow what is stored of a table.
 * @param names of the columns that it has
 * @param last step that is stored
 */
export function checkBatch(
  table: StoredTable,
  columns: Columns,
  names: string[],
  last: number,
) {
  checkShape(table, columns, names);
  checkAscending(table, columns.step);
  if (columns.step[0] <= last)
    throw new Error(
      `The steps of ${table} do not ascend at ${columns.step[0]}.`,
    );
}

/** Windows are found by bisection, so steps must ascend. */
function checkAscending(table: StoredTable, step: Float64Array) {
  for (let row = 1; row < step.length; row++)
    if (!(step[row] > step[row - 1]))
      throw new Error(`The steps of ${table} do not ascend at ${step[row]}.`);
}
