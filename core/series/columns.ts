/** A table as equal-length columns. */
export type Columns = Record<string, Float64Array>;

/**
 * The tables of a run. `steps` has a row for each step, with mini-batches for each evaluation of the loss on all
 * samples; `spectrum`, `test` and `batch` have a row for each measurement; `batchSteps` has a row for each step of a
 * run with mini-batches. Their columns are those of core/measurements. One more, `theory`, no run records but an
 * analysis of it makes: see core/theory/columns.ts. New ones go to the end: the archive stores positions.
 */
export const tableNames = [
  "steps",
  "spectrum",
  "test",
  "batch",
  "batchSteps",
] as const;
export type TableName = (typeof tableNames)[number];

/** What a run records between two moments. */
export type RecordBatch = Record<TableName, Columns>;

/** The same for each table. */
export function perTable<T>(make: (table: TableName) => T) {
  return Object.fromEntries(
    tableNames.map((table) => [table, make(table)]),
  ) as Record<TableName, T>;
}

/** All tables that may be kept with a run. */
export const storedTables = [...tableNames, "theory"] as const;
export type StoredTable = (typeof storedTables)[number];
export type Tables = Record<StoredTable, Columns>;

/** Number of rows of a table; 0 for a table without columns. */
export function rowCount(columns: Columns): number {
  for (const name in columns) return columns[name].length;
  return 0;
}
