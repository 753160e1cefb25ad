import { rowCount, type Columns } from "../series/columns";

/**
 * A table as CSV (RFC 4180: commas, CRLF, a line of names first). Numbers have all their digits and
 * come back the same; NaN and the infinities are written `NaN`, `Infinity`, `-Infinity`.
 */
export function csv(columns: Columns): string {
  const names = Object.keys(columns);
  const lines = [names.map(quoted).join(",")];
  for (let row = 0; row < rowCount(columns); row++)
    lines.push(names.map((name) => numberText(columns[name][row])).join(","));
  return lines.join("\r\n") + "\r\n";
}

function numberText(x: number): string {
  return Object.is(x, -0) ? "-0" : String(x);
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
