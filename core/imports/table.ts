/** Curves of another program: columns of numbers, row by row. */
import { LabFailure } from "../errors";
import { shown } from "../text/shown";

export interface CurveColumn {
  name: string;
  /** null where a cell is empty. */
  values: (number | null)[];
  /** The first cell that is no number; the column is no curve then. */
  problem: { row: number; text: string } | null;
}

export interface CurveTable {
  /** What wrote it, e.g. "CSV file". */
  format: string;
  columns: CurveColumn[];
  rows: number;
  /** What a message calls a row, e.g. "line 7". */
  place: (row: number) => string;
}

export function refused(message: string, hint?: string) {
  return new LabFailure({
    code: "file",
    message: shown(message),
    ...(hint && { hint }),
  });
}

const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const words: Readonly<Record<string, number | null>> = {
  "": null,
  none: null,
  null: null,
  "n/a": null,
  nan: NaN,
  inf: Infinity,
  infinity: Infinity,
  "+inf": Infinity,
  "-inf": -Infinity,
  "-infinity": -Infinity,
};

/** The number that a cell holds, null where it is empty; undefined where it holds something else. */
export function cellNumber(text: string): number | null | undefined {
  const cell = text.trim();
  if (number.test(cell)) return Number(cell);
  const word = cell.toLowerCase();
  return Object.hasOwn(words, word) ? words[word] : undefined;
}

/** A table whose cells are what programs write: numbers, text and nothing. */
export function tableOf(
  format: string,
  names: readonly string[],
  rows: readonly (readonly unknown[])[],
  place: (row: number) => string,
): CurveTable {
  const columns = names.map((name, i): CurveColumn => {
    let problem: CurveColumn["problem"] = null;
    const values = rows.map((cells, row) => {
      const cell = cells[i];
      if (cell === undefined || cell === null) return null;
      if (typeof cell === "number") return cell;
      const value = typeof cell === "string" ? cellNumber(cell) : undefined;
      if (value !== undefined) return value;
      problem ??= { row, text: shown(textOf(cell).slice(0, 40)) };
      return null;
    });
    return { name, values, problem };
  });
  return { format, columns, rows: rows.length, place };
}

function textOf(cell: unknown): string {
  return typeof cell === "string" ? cell : (JSON.stringify(cell) ?? "");
}
