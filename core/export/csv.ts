import { rowCount, type Columns } from "../series/columns";

/**
 * A table as CSV (RFC 4180: commas, CRLF, a line of names first). Numbers have all their digits and
 * come back the same; NaN and the infinities are written `NaN`, `Infinity`, `-Infinity`.
 */
export function csv(columns: Columns): string {
  const names = Object.keys(columns);
  const head = names.map(quotedCsv).join(",");
  return [head, ...csvRows(columns, names)].join("\r\n") + "\r\n";
}

/** The rows alone, with these columns in this order; one that is missing is empty. */
export function csvRows(columns: Columns, names: readonly string[]): string[] {
  const known: (Float64Array | undefined)[] = names.map(
    (name) => columns[name],
  );
  return Array.from({ length: rowCount(columns) }, (_, row) =>
    known.map((column) => (column ? numberText(column[row]) : "")).join(","),
  );
}

function numberText(x: number): string {
  return Object.is(x, -0) ? "-0" : String(x);
}

/** A cell of text. */
export function quotedCsv(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
