/**
 * The newest rows of a run that is going. Each batch is added to the last page of its tail, so that ten
 * commits a second write little more than what is new; now and then the tail moves into the chunks of
 * the series, at the latest when it fills one. A run that is over has none.
 */
import {
  rowCount,
  tableNames,
  type Columns,
  type RecordBatch,
  type TableName,
} from "../../core/series/columns";
import type { RunSummary } from "../../core/run/summary";
import { checksumOf, fromBlob, isIntact, joined, toBlob } from "./blob";
import type { Reader, Writer } from "./db";
import { ArchiveFailure, notAsStored } from "./failure";
import { updateRow } from "./run-columns";
import { storedJson } from "./stored-json";
import {
  appendColumns,
  checkBatch,
  chunkRows,
  columnNames,
  lastRow,
} from "./series";
import {
  emptyPage,
  endsOf,
  fill,
  hasRoom,
  pageLength,
  recordOf,
  rowsOf,
  type Ends,
} from "./tail-page";

/** How many pages are made at once where none is free. */
const madePages = 16;

interface Page {
  id: number;
  place: number;
  summary: string;
  data: Buffer;
  checksum: number;
}

export type RowCounts = Record<TableName, number>;
type Names = Record<TableName, string[]>;

/** Adds rows to a run, with its summary up to there; the first ones decide which columns a table has. */
export async function appendBatch(
  sql: Writer,
  runId: number,
  batch: RecordBatch,
  summary: RunSummary,
) {
  const names = await namesOf(sql, runId);
  const last = await lastPage(sql, runId);
  const before = last
    ? endsOf(numbersOf(runId, last))
    : await endsOfSeries(sql, runId);
  const added = tableNames.filter((table) => rowCount(batch[table]) > 0);
  const isNew = added.some((table) => names[table].length === 0);
  const ends: Ends = { ...before };
  for (const table of added) {
    const { step } = batch[table];
    if (names[table].length > 0)
      checkBatch(table, batch[table], names[table], before[table].step);
    const rows = before[table].rows + step.length;
    ends[table] = { rows, step: step[step.length - 1] };
  }
  const chunksOf = (rows: number) => Math.floor(rows / chunkRows);
  const fillsChunk = added.some(
    (table) => chunksOf(ends[table].rows) > chunksOf(before[table].rows),
  );
  if (!isNew && !fillsChunk)
    return addToTail(sql, runId, last, {
      records: added.map((table) =>
        recordOf(table, batch[table], names[table]),
      ),
      ends,
      summary: JSON.stringify(summary),
    });
  const tail = last ? await takeTail(sql, runId) : null;
  for (const table of added)
    await appendColumns(sql, runId, table, after(tail?.[table], batch[table]));
  for (const table of tableNames)
    if (tail && !added.includes(table))
      await appendColumns(sql, runId, table, tail[table]);
  await updateRow(sql, runId, { summary });
}

/** Moves the tail of a run into its series. @throws ArchiveFailure `archive-damaged` */
export async function settle(sql: Writer, runId: number) {
  const last = await lastPage(sql, runId);
  if (!last) return;
  const tail = await takeTail(sql, runId);
  for (const table of tableNames)
    await appendColumns(sql, runId, table, tail[table]);
  await updateRow(sql, runId, {
    summary: storedJson<RunSummary>(last.summary, `run ${runId}`),
  });
}

/** The same; a tail that is damaged stays as it is, for whoever reads the run. */
export async function settleIfIntact(sql: Writer, runId: number) {
  await sql.run("SAVEPOINT tail");
  try {
    await settle(sql, runId);
  } catch (error) {
    await sql.run("ROLLBACK TO tail");
    if (!(error instanceof ArchiveFailure)) throw error;
  }
  await sql.run("RELEASE tail");
}

/** The rows of a run that are not in its series yet. @throws ArchiveFailure `archive-damaged` */
export async function readTail(
  sql: Reader,
  runId: number,
): Promise<Record<TableName, Columns>> {
  const { rows, isWhole } = await readableTail(sql, runId);
  if (!isWhole) throw damaged(runId);
  return rows;
}

/** Those of some runs that have such rows. */
export async function withTail(
  sql: Reader,
  runIds: number[],
): Promise<number[]> {
  const rows = await sql.all<{ id: number }>(
    `SELECT DISTINCT run_id AS id FROM tails WHERE run_id IN (${runIds.map(() => "?").join(", ")})`,
    runIds,
  );
  return rows.map(({ id }) => id);
}

/** The same as far as it is as it was stored, and the summary up to there. */
export async function readableTail(sql: Reader, runId: number) {
  const pages = await sql.all<Page>(
    `SELECT id, place, summary, data, checksum FROM tails WHERE run_id = ? ORDER BY place`,
    [runId],
  );
  const names = await namesOf(sql, runId);
  const broken = pages.findIndex(
    ({ place, data, checksum }, i) =>
      place !== i ||
      !isIntact(data, checksum) ||
      !rowsOf([fromBlob([data])], names),
  );
  const intact = broken < 0 ? pages : pages.slice(0, broken);
  const numbers = intact.map(({ data }) => fromBlob([data]));
  const rows = rowsOf(numbers, names) as Record<TableName, Columns>;
  const stored = await endsOfSeries(sql, runId);
  const last = numbers.at(-1);
  const followsSeries =
    !last ||
    tableNames.every(
      (table) =>
        endsOf(last)[table].rows === stored[table].rows + rowCount(rows[table]),
    );
  return {
    rows,
    pages: pages.length,
    summary: intact.at(-1)?.summary ?? null,
    followsSeries,
    isWhole: broken < 0 && followsSeries,
  };
}

/** Rows of each table of a run. */
export async function countTables(
  sql: Reader,
  runId: number,
): Promise<RowCounts> {
  const last = await lastPage(sql, runId);
  const ends = last
    ? endsOf(numbersOf(runId, last))
    : await endsOfSeries(sql, runId);
  const counts = tableNames.map((table) => [table, ends[table].rows]);
  return Object.fromEntries(counts) as RowCounts;
}

/** Deletes the pages of a run. */
export async function deletePages(sql: Writer, runId: number) {
  await sql.run(`DELETE FROM tails WHERE run_id = ?`, [runId]);
}

/** Reads the tail and deletes it: its pages of the database are free for the chunks that follow. */
async function takeTail(sql: Writer, runId: number) {
  const tail = await readTail(sql, runId);
  await deletePages(sql, runId);
  return tail;
}

async function addToTail(
  sql: Writer,
  runId: number,
  last: Page | undefined,
  added: { records: Float64Array[]; ends: Ends; summary: string },
) {
  const { records, ends, summary } = added;
  const length = records.reduce((sum, record) => sum + record.length, 0);
  const open = last && numbersOf(runId, last);
  const goesOn = open && hasRoom(open, length);
  const page = goesOn ? open : emptyPage(length);
  fill(page, records, ends);
  const data = toBlob(page);
  const place = last ? last.place + (goesOn ? 0 : 1) : 0;
  const id = goesOn ? last.id : await freePage(sql, page.length);
  await sql.run(
    `UPDATE tails SET run_id = ?, place = ?, summary = ?, checksum = ?, data = ? WHERE id = ?`,
    [runId, place, summary, checksumOf(data), data, id],
  );
}

/** A page for so many numbers. Several are made at once, because each time writes the same two besides. */
async function freePage(sql: Writer, length: number): Promise<number> {
  const make = () =>
    sql.run(
      `INSERT INTO tails (place, summary, checksum, data) VALUES (0, '{}', 0, zeroblob(?))`,
      [8 * length],
    );
  if (length > pageLength) return (await make()).lastId;
  const page = await sql.get<{ id: number }>(
    `SELECT id FROM tails WHERE run_id IS NULL AND length(data) = ? LIMIT 1`,
    [8 * length],
  );
  if (page) return page.id;
  for (let made = 1; made < madePages; made++) await make();
  return (await make()).lastId;
}

function lastPage(sql: Reader, runId: number): Promise<Page | undefined> {
  // Two steps: the sorting carries no data about.
  return sql.get<Page>(
    `SELECT id, place, summary, data, checksum FROM tails WHERE id =
       (SELECT id FROM tails WHERE run_id = ? ORDER BY place DESC LIMIT 1)`,
    [runId],
  );
}

function numbersOf(runId: number, { data, checksum }: Page): Float64Array {
  if (!isIntact(data, checksum)) throw damaged(runId);
  return fromBlob([data]);
}

async function namesOf(sql: Reader, runId: number): Promise<Names> {
  const names = {} as Names;
  for (const table of tableNames)
    names[table] = await columnNames(sql, runId, table);
  return names;
}

async function endsOfSeries(sql: Reader, runId: number): Promise<Ends> {
  const ends = {} as Ends;
  for (const table of tableNames)
    ends[table] = await lastRow(sql, runId, table);
  return ends;
}

function after(before: Columns | undefined, columns: Columns): Columns {
  if (!before || rowCount(before) === 0) return columns;
  return Object.fromEntries(
    Object.keys(columns).map((name) => [
      name,
      joined([before[name], columns[name]]),
    ]),
  );
}

function damaged(runId: number) {
  return notAsStored(`a piece of the newest rows of run ${runId}`);
}
