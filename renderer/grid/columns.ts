/** What a grid shows: rows with a number of their own, and the columns that may be chosen for them. */

export interface GridRow {
  id: number;
}

export interface GridColumn<Row extends GridRow> {
  key: string;
  /** Heads the column. */
  label: string;
  /** What the label stands for, where it is short. */
  title: string;
  /** Least width in pixels until the person changes it. */
  width: number;
  /** Numbers stand at the right edge, and sort from the largest first. */
  numeric: boolean;
  /** What the choice of columns lists it under. */
  family?: string;
  /** What the rows are sorted by; null goes last. */
  value(row: Row): number | string | null;
  text(row: Row): string;
  /** What the pointer is told over it; its text where left out. */
  hint?(row: Row): string;
  /** The text in two parts, of which the second one is shown first where there is no room for both. */
  short?(row: Row): { head: string; tail: string };
}

/** The columns by their keys. */
export function byKey<Row extends GridRow>(
  columns: readonly GridColumn<Row>[],
): ReadonlyMap<string, GridColumn<Row>> {
  return new Map(columns.map((column) => [column.key, column]));
}

/** The columns whose names have every word, by their families, in order. */
export function findColumns<Row extends GridRow>(
  columns: readonly GridColumn<Row>[],
  wanted: string,
): [family: string, columns: GridColumn<Row>[]][] {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  const found = columns.filter(({ label, title }) => {
    const name = `${label} ${title}`.toLowerCase();
    return words.every((word) => name.includes(word));
  });
  const families = [...new Set(found.map(({ family = "" }) => family))];
  return families.map((name) => [
    name,
    found.filter(({ family = "" }) => family === name),
  ]);
}

export interface SortKey {
  key: string;
  descending: boolean;
}

/** What a person chose of a grid. */
export interface GridLayout {
  /** Keys of the columns in their order. The first column of all is always the first here. */
  shown: string[];
  /** Widths that differ from the usual ones, in pixels, by the key of the column. */
  widths: Record<string, number>;
  /** The first key counts most. */
  sort: SortKey[];
}

export const narrowest = 48;
export const widest = 800;

/**
 * A layout as it was stored, as far as it can be read: earlier versions stored one sort key and no
 * widths. Columns that no longer exist stay in it: they may come back with the runs that have them.
 */
export function readLayout(stored: {
  shown?: unknown;
  widths?: unknown;
  sort?: unknown;
}): Partial<GridLayout> {
  const { shown, widths, sort } = stored;
  const keys = Array.isArray(sort) ? sort : [sort];
  const sortKeys = keys.filter(isSortKey).map(({ key, descending }) => ({
    key,
    descending,
  }));
  return {
    ...(isTexts(shown) && shown.length > 0 && { shown: [...new Set(shown)] }),
    ...(isObject(widths) && { widths: widthsIn(widths) }),
    ...(sortKeys.length > 0 && { sort: sortKeys }),
  };
}

function widthsIn(widths: Record<string, unknown>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(widths).filter(
      (entry): entry is [string, number] =>
        typeof entry[1] === "number" &&
        entry[1] >= narrowest &&
        entry[1] <= widest,
    ),
  );
}

function isSortKey(value: unknown): value is SortKey {
  return (
    isObject(value) &&
    typeof value.key === "string" &&
    typeof value.descending === "boolean"
  );
}

function isTexts(value: unknown): value is string[] {
  return (
    Array.isArray(value) && value.every((item) => typeof item === "string")
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
