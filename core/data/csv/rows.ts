// The declaration file cannot be imported, and every project that compiles this file needs it.
// eslint-disable-next-line @typescript-eslint/triple-slash-reference
/// <reference path="./papaparse.d.ts" />
import Papa from "papaparse";

import { bare } from "./cell";
import { badFile } from "../refuse";
import { grouped } from "../../text/grouped";

/** The separator that stands for any run of blanks and tabs. */
export const whiteSpace = " ";

/**
 * Calls `visit` with the bare cells of each row of a text (RFC 4180) that is not blank. Rows count
 * from 1 as in a spreadsheet: blank rows and the header count, a line break inside quotes does not.
 * @param text with "\n" as its only line end, and single blanks where white space separates
 */
export function eachRow(
  text: string,
  separator: string,
  path: string,
  visit: (cells: string[], row: number) => void,
) {
  let row = 0;
  Papa.parse(text, {
    delimiter: separator,
    newline: "\n",
    step: ({ data, errors }) => {
      row++;
      if (errors.length > 0)
        throw badFile(
          `${path}, row ${grouped(row)}: a quoted cell does not end with its quotation mark.`,
          'Close the cell with ", and write a quotation mark within a quoted cell twice.',
        );
      const cells = data.map(bare);
      if (cells.some((cell) => cell !== "")) visit(cells, row);
    },
  });
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
