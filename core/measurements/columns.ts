/** Columns of the tables of a run: how each gets its values, and all words about it. */
import { labelOf } from "../schema/words";
import type { Column } from "../series/column-buffer";

/** What a column is, in words. */
export interface ColumnWords {
  /** As files and the archive write it. */
  name: string;
  /** The name of the quantity, e.g. "Gradient norm". */
  label: string;
  symbol?: string;
  unit?: string;
  /** A sentence for the documentation. */
  what: string;
  /** Writes a value for which digits would say little. */
  text?(value: number): string;
  /** Whether its values are whole numbers. */
  isCount?: boolean;
  chart?: ColumnChart;
}

/** How screens draw a column: Compare does for each column that has this. */
export interface ColumnChart {
  /** Its place among the charts of Compare; after all others where left out. */
  place?: number;
  /** Its name in saved comparisons; the name of the column where left out. */
  name?: string;
  /** The label where left out. */
  title?: string;
  /** Beside the title; the symbol where left out. */
  note?: string;
  /** The column of its table that holds its standard error, drawn as a band. */
  error?: string;
  /** Drawn on a logarithmic axis unless the person says otherwise. */
  log?: boolean;
  /** Has the unit of the threshold, so that it can be divided by it. */
  byThreshold?: boolean;
  /** A value that means something, drawn as a line across the chart. */
  level?: number;
  /** Its last row never has a value. */
  lacksLast?: boolean;
  /** A sentence about its chart on the live screen, which has one of a column of the steps where this is given. */
  summary?: string;
}

export interface RecordedColumn<R> extends ColumnWords, Column<R> {}

export function where<R>(
  holds: boolean,
  ...columns: RecordedColumn<R>[]
): RecordedColumn<R>[] {
  return holds ? columns : [];
}

/** Columns `name1`, `name2` and so on, with the words of each. */
export function numbered<R>(
  name: string,
  count: number,
  of: (record: R) => readonly number[],
  words: (number: number) => Omit<ColumnWords, "name">,
): RecordedColumn<R>[] {
  return Array.from({ length: count }, (_, i) => ({
    name: `${name}${i + 1}`,
    of: (record) => of(record)[i],
    ...words(i + 1),
  }));
}

/** Heads the column in a table, e.g. "Gradient norm |∇L|" or "Running time (s)". */
export function headingOf(column: ColumnWords): string {
  const { unit } = column;
  return `${labelOf(column)}${unit === undefined ? "" : ` (${unit})`}`;
}

export const stepColumn: RecordedColumn<{ step: number }> = {
  name: "step",
  label: "Step",
  what: "the step t",
  isCount: true,
  of: ({ step }) => step,
};
