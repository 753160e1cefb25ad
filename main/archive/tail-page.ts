/**
 * A page of the newest rows of a run, as numbers. It begins with how many of them are in use, then two for
 * each table: the rows of the run up to the end of the page, and the last step of them (0, NaN before
 * the first row). Records follow, one a table and batch: the place of the table in `tableNames`, the
 * number of rows, and the columns one after the other.
 */
import {
  tableNames,
  type Columns,
  type TableName,
} from "../../core/series/columns";
import { joined } from "./blob";

/** How many tables a page has room for in its head. Their order must not change. */
const mostTables = 8;
const headLength = 1 + 2 * mostTables;

/** With its summary the row of such a page just fits into a page of the database, of 4096 bytes. */
export const pageLength = 425;

export type Ends = Record<TableName, { rows: number; step: number }>;

/** One batch of a table. @param names of its columns, in their order in the series */
export function recordOf(
  table: TableName,
  columns: Columns,
  names: string[],
): Float64Array {
  const rows = columns.step.length;
  const record = new Float64Array(2 + rows * names.length);
  record.set([tableNames.indexOf(table), rows]);
  names.forEach((name, i) => record.set(columns[name], 2 + rows * i));
  return record;
}

/** A page without records. @param records that it must have room for */
export function emptyPage(records: number): Float64Array {
  const page = new Float64Array(Math.max(pageLength, headLength + records));
  page[0] = headLength;
  return page;
}

export function hasRoom(page: Float64Array, records: number): boolean {
  return page[0] + records <= page.length;
}

/** Adds records at the end of a page that has room for them. */
export function fill(page: Float64Array, records: Float64Array[], ends: Ends) {
  for (const record of records) {
    page.set(record, page[0]);
    page[0] += record.length;
  }
  tableNames.forEach((table, i) =>
    page.set([ends[table].rows, ends[table].step], 1 + 2 * i),
  );
}

export function endsOf(page: Float64Array): Ends {
  return Object.fromEntries(
    tableNames.map((table, i) => {
      const [rows, step] = page.subarray(1 + 2 * i);
      return [table, { rows, step }];
    }),
  ) as Ends;
}

/**
 * The rows of pages in their order, by table.
 * @param names of the columns of each table, in their order in the series
 * @returns null where the pages are no such records
 */
export function rowsOf(
  pages: Float64Array[],
  names: Record<TableName, string[]>,
): Record<TableName, Columns> | null {
  const pieces = new Map<TableName, Float64Array[][]>();
  for (const page of pages) {
    const used = page[0];
    if (!(used >= headLength && used <= page.length)) return null;
    for (let at = headLength; at < used;) {
      const table = tableNames.at(page[at]);
      const rows = page[at + 1];
      const width = table ? names[table].length : 0;
      const end = at + 2 + rows * width;
      if (!table || width === 0 || !(rows > 0) || !(end <= used)) return null;
      const columns = names[table].map((_, i) =>
        page.subarray(at + 2 + rows * i, at + 2 + rows * (i + 1)),
      );
      pieces.set(table, [...(pieces.get(table) ?? []), columns]);
      at = end;
    }
  }
  return Object.fromEntries(
    tableNames.map((table) => {
      const batches = pieces.get(table) ?? [];
      const columns = names[table].map((name, i): [string, Float64Array] => [
        name,
        joined(batches.map((batch) => batch[i])),
      ]);
      return [table, Object.fromEntries(columns)];
    }),
  ) as Record<TableName, Columns>;
}
