// The declaration file cannot be imported, and every project that compiles this file needs it.
// eslint-disable-next-line @typescript-eslint/triple-slash-reference
/// <reference path="./papaparse.d.ts" />
import Papa from "papaparse";

import { bare } from "./cell";
import { badFile } from "../refuse";
import { grouped } from "../../text/grouped";

/** The separator that stands for any run of blanks and tabs. */
export const whiteSpace = " ";

/** Called with the bare cells of a row that is not blank, and its number from 1. */
export type Visit = (cells: string[], row: number) => void;

/** A table as text, with "\n" as its only line end, and single blanks where white space separates. */
export interface Rows {
  text: string;
  separator: string;
  /** Of the file, for messages. */
  path: string;
}

/** Characters that are read at a stretch. */
const stretch = 2 ** 20;

/**
 * Calls `visit` with each row of a text (RFC 4180). Rows count from 1 as in a spreadsheet: blank rows
 * and the header count, a line break inside quotes does not. Reads in stretches, and yields between them
 * with the share of the text that is read.
 */
export function* eachRow(
  { text, separator, path }: Rows,
  visit: Visit,
): Generator<number, void> {
  let row = 0;
  let length = stretch;
  for (let from = 0; from < text.length;) {
    const isLast = from + length >= text.length;
    const read = readRows(text.slice(from, from + length), separator);
    // The last row of a stretch may go on behind it.
    if (!isLast) read.pop();
    for (const { cells, isWhole } of read) {
      row++;
      if (!isWhole)
        throw badFile(
          `${path}, row ${grouped(row)}: a quoted cell does not end with its quotation mark.`,
          'Close the cell with ", and write a quotation mark within a quoted cell twice.',
        );
      if (cells.some((cell) => cell !== "")) visit(cells, row);
    }
    if (isLast) return;
    const end = read.at(-1)?.end ?? 0;
    from += end;
    // A row that is longer than a stretch needs a longer one.
    length = end > 0 ? stretch : 2 * length;
    yield from / text.length;
  }
}

/** The rows of a piece of text with their bare cells, and where the next one begins. */
function readRows(text: string, separator: string) {
  const rows: { cells: string[]; isWhole: boolean; end: number }[] = [];
  Papa.parse(text, {
    delimiter: separator,
    newline: "\n",
    step: ({ data, errors, meta }) => {
      rows.push({
        cells: data.map(bare),
        isWhole: errors.length === 0,
        end: meta.cursor,
      });
    },
  });
  return rows;
}

const sampledRows = 500;
const sampledCharacters = 200_000;

/**
 * The first rows that are not blank, as far as they can be told without reading everything; a row
 * without cells stands for one whose quotation marks do not fit.
 */
export function firstRows(text: string, separator: string): string[][] {
  const rows: string[][] = [];
  const isWhole = text.length <= sampledCharacters;
  const sample = isWhole ? text : text.slice(0, sampledCharacters);
  Papa.parse(sample, {
    delimiter: separator,
    newline: "\n",
    preview: sampledRows,
    step: ({ data, errors }) => {
      const cells = data.map(bare);
      if (errors.length > 0) rows.push([]);
      else if (cells.some((cell) => cell !== "")) rows.push(cells);
    },
  });
  // The last row may be cut short.
  if (!isWhole && rows.length > 1 && rows.length < sampledRows) rows.pop();
  return rows;
}

/** A cell in quotation marks, which is left as it is. */
export const quotedCell = '"(?:[^"]|"")*"';

/** One blank for each run of blanks and tabs between two cells, and none around a row. */
export function withSingleBlanks(text: string): string {
  const pattern = new RegExp(`${quotedCell}|[ \\t]+`, "g");
  return text.replace(pattern, (found: string, at: number) => {
    if (found.startsWith('"')) return found;
    const end = at + found.length;
    const isInside =
      at > 0 &&
      text[at - 1] !== "\n" &&
      end < text.length &&
      text[end] !== "\n";
    return isInside ? " " : "";
  });
}

/** How many cells there are up to the last one that is not empty. */
export function usedWidth(cells: string[]): number {
  return cells.findLastIndex((cell) => cell !== "") + 1;
}
