import type { GridColumn, GridRow } from "./columns";

/** A column that rows are sorted by. */
export interface SortColumn<Row extends GridRow> {
  column: GridColumn<Row>;
  descending: boolean;
}

type Value = number | string | null;

/**
 * Rows by some columns, of which the first counts most: numbers by size, text by the order of its letters. Rows
 * without a value go last in either direction; equal ones keep their order. Each value is read once: thousands of
 * rows are sorted again at each letter of a filter.
 */
export function sortRows<Row extends GridRow>(
  rows: readonly Row[],
  by: readonly SortColumn<Row>[],
): readonly Row[] {
  if (by.length === 0) return rows;
  const keys = by.map(({ column, descending }) => ({
    values: rows.map((row) => column.value(row)),
    direction: descending ? -1 : 1,
  }));
  return rows
    .map((_, at) => at)
    .sort((a, b) => {
      for (const { values, direction } of keys) {
        const order = compare(values[a], values[b], direction);
        if (order !== 0) return order;
      }
      return a - b;
    })
    .map((at) => rows[at]);
}

function compare(a: Value, b: Value, direction: number): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return a < b ? -direction : direction;
}
