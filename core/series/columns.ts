/** A table as equal-length columns. */
export type Columns = Record<string, Float64Array>;

/**
 * The tables of a run: `steps`, one row a step; `spectrum` and `test`, one row a measurement. Their columns are
 * those of core/measurements. A fourth one, `theory`, no run records but an analysis of it makes: see
 * core/theory/columns.ts.
 */
export const tableNames = ["steps", "spectrum", "test"] as const;
export type TableName = (typeof tableNames)[number];

/** What a run records between two moments. */
export type RecordBatch = Record<TableName, Columns>;

/** All tables that may be kept with a run. */
export const storedTables = [...tableNames, "theory"] as const;
export type StoredTable = (typeof storedTables)[number];
export type Tables = Record<StoredTable, Columns>;

/** Number of rows of a table; 0 for a table without columns. */
export function rowCount(columns: Columns): number {
  for (const name in columns) return columns[name].length;
  return 0;
}
