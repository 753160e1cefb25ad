import { mostClasses } from "../class-names";
import { isMissing, isNumber, kindOf, quoted, type CellKind } from "./cell";
import { eachRow, usedWidth, type Rows } from "./rows";
import { badFile } from "../refuse";
import { grouped } from "../../text/grouped";

export interface Place {
  row: number;
  text: string;
}

/** The different texts of a column, as many as there may be classes. */
export interface Texts {
  known: Set<string>;
  /** The first one too many. */
  surplus: Place | null;
}

/** What the cells of one column are. */
export interface ColumnScan {
  /** The row of the first cell. */
  top: number;
  counts: Partial<Record<CellKind, number>>;
  /** The first cell of each kind. */
  first: Partial<Record<CellKind, Place>>;
  /** The different texts that are no numbers. */
  words: Texts;
  /** Whether all values are whole numbers, each larger than the one before, or larger by 1. */
  order: "by-one" | "rising" | null;
  last: number | null;
}

/** The first look at a whole table. */
export interface Scan {
  /** Columns up to the last one with a name or a value. */
  width: number;
  /** Rows of data. */
  rows: number;
  columns: ColumnScan[];
}

/**
 * Looks at each cell of a table once. Yields between stretches, with the share that is done.
 * @param skipFirst whether the first row holds names
 * @throws LabFailure where rows have different numbers of cells
 */
export function* scanTable(
  table: Rows,
  skipFirst: boolean,
): Generator<number, Scan> {
  const { path, separator } = table;
  const columns: ColumnScan[] = [];
  let firstLength = -1;
  let width = 0;
  let rows = 0;
  let shortest = { length: Infinity, row: 0 };
  const refuseSingleQuotes = singleQuotes(path);
  const ragged = (row: number, length: number) =>
    badFile(
      `${path}, row ${grouped(row)} has ${counted(length)}, and the first row has ${counted(firstLength)}.`,
      [
        `Give all rows the same columns, and put a cell that contains the separator (${JSON.stringify(separator)}) in quotation marks; set "separator" if it is another one.`,
        ...(length === firstLength + 1
          ? ["Is the name of the first column missing?"]
          : []),
      ].join(" "),
    );
  yield* eachRow(table, (cells, row) => {
    refuseSingleQuotes(cells, row);
    const used = usedWidth(cells);
    const isFirst = firstLength < 0;
    if (isFirst) firstLength = cells.length;
    if (used > firstLength) throw ragged(row, cells.length);
    if (cells.length < shortest.length)
      shortest = { length: cells.length, row };
    width = Math.max(width, used);
    // Empty cells at the end of all rows are no column.
    if (shortest.length < width) throw ragged(shortest.row, shortest.length);
    if (isFirst && skipFirst) return;
    rows++;
    for (let i = 0; i < firstLength; i++)
      add((columns[i] ??= emptyScan(row)), cells[i] ?? "", row);
  });
  return {
    width,
    rows,
    columns: Array.from(
      { length: width },
      (_, i) => columns[i] ?? emptyScan(1),
    ),
  };
}

/**
 * Refuses cells between single quotation marks: a separator or a line end between them would move the
 * cells behind it. One mark without another (d'Alembert's) is part of a word.
 */
function singleQuotes(path: string) {
  let open: Place | null = null;
  return (cells: string[], row: number) => {
    for (const text of cells) {
      const isOpened = text.startsWith("'");
      if (text.endsWith("'") && (open || (isOpened && text.length > 1))) {
        const first = open ?? { row, text };
        throw badFile(
          `${path}, row ${grouped(first.row)}: ${quoted(first.text)} seems to be quoted with ', which may also be an apostrophe. Only " can quote cells.`,
          `Replace the ' around cells by ", for example in Python: pandas.read_csv("file", quotechar="'").to_csv("table.csv", index=False).`,
        );
      }
      if (isOpened) open ??= { row, text };
    }
  };
}

function counted(columns: number) {
  return `${grouped(columns)} column${columns === 1 ? "" : "s"}`;
}

function emptyScan(top: number): ColumnScan {
  return {
    top,
    counts: {},
    first: {},
    words: { known: new Set(), surplus: null },
    order: "by-one",
    last: null,
  };
}

function add(scan: ColumnScan, text: string, row: number) {
  const kind = kindOf(text);
  scan.counts[kind] = (scan.counts[kind] ?? 0) + 1;
  scan.first[kind] ??= { row, text };
  if (kind === "missing") return;
  if (!isNumber(kind)) addText(scan.words, text, row);
  if (scan.order) scan.order = orderWith(scan, kind, text);
}

export function addText(texts: Texts, text: string, row: number) {
  if (texts.known.has(text)) return;
  if (texts.known.size < mostClasses) texts.known.add(text);
  else texts.surplus ??= { row, text };
}

function orderWith(scan: ColumnScan, kind: CellKind, text: string) {
  const value = kind === "whole" ? Number(text) : NaN;
  const { last, order } = scan;
  scan.last = value;
  if (last === null) return Number.isNaN(value) ? null : order;
  if (value === last + 1) return order;
  return value > last ? "rising" : null;
}

/** The different values of columns whose numbers are names, too. Yields as scanTable does. */
export function* textsOf(
  table: Rows,
  skipFirst: boolean,
  columns: number[],
): Generator<number, Map<number, Texts>> {
  const found = columns.map((column): [number, Texts] => [
    column,
    { known: new Set(), surplus: null },
  ]);
  let skip = skipFirst;
  if (columns.length > 0)
    yield* eachRow(table, (cells, row) => {
      if (!skip)
        for (const [column, texts] of found)
          if (!isMissing(cells[column])) addText(texts, cells[column], row);
      skip = false;
    });
  return new Map(found);
}
