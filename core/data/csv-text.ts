// A declaration has no import style, and whoever compiles this file must see it.
// eslint-disable-next-line @typescript-eslint/triple-slash-reference
/// <reference path="./papaparse.d.ts" />
import Papa from "papaparse";

import { badFile } from "./refuse";
import { grouped } from "../text/grouped";

/**
 * Calls `visit` with the cells of each row of a CSV text (RFC 4180) that is not blank. Rows count
 * from 1 as in a spreadsheet: blank rows and the header count, a line break inside quotes does not.
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
    step: ({ data, errors }) => {
      row++;
      if (errors.length > 0)
        throw badFile(
          `${path}, row ${grouped(row)}: a quoted cell does not end with its quotation mark.`,
          'Close the cell with ", and write a quotation mark within a quoted cell twice.',
        );
      if (data.length > 1 || data[0].trim() !== "") visit(data, row);
    },
  });
}

/** Tab, semicolon or comma: the first of these in the first row that is not blank. */
export function separatorOf(text: string): string {
  const [line = ""] = text
    .slice(0, 100_000)
    .replaceAll(/"(?:[^"]|"")*"/g, "")
    .split(/[\r\n]+/)
    .filter((candidate) => candidate.trim() !== "");
  return ["\t", ";"].find((separator) => line.includes(separator)) ?? ",";
}

/** At least as many as the text has rows. */
export function rowBound(text: string): number {
  let breaks = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || code === 13) breaks++;
  }
  return breaks + 1;
}
