import type { Column } from "../series/column-buffer";

/** A column with what it is, in words. */
export interface RecordedColumn<R> extends Column<R> {
  what: string;
}

export function where<R>(
  holds: boolean,
  ...columns: RecordedColumn<R>[]
): RecordedColumn<R>[] {
  return holds ? columns : [];
}

/** Columns `name1`, `name2` and so on. */
export function numbered<R>(
  name: string,
  count: number,
  of: (record: R) => readonly number[],
  what: string,
): RecordedColumn<R>[] {
  return Array.from({ length: count }, (_, i) => ({
    name: `${name}${i + 1}`,
    what,
    of: (record) => of(record)[i],
  }));
}

export const stepColumn: RecordedColumn<{ step: number }> = {
  name: "step",
  what: "the step t",
  of: ({ step }) => step,
};
