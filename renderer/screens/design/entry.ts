/** How values of an experiment are written into a box and read from it again. */

import { z } from "zod";
import { unwrapped } from "../../../core/schema/walk";
import type { Words } from "../../../core/schema/words";

/**
 * `optional`: a number that may be left out. `count`: a number or "all". `column`: the name of a
 * column or its number, or several; `columns`: a list of these. `list`: numbers apart by commas.
 * `matrix`: a row on each line. `targets`: the same, or a class on each line. `start`: "x = 1, y = 2".
 */
export type Kind =
  | "number"
  | "optional"
  | "text"
  | "count"
  | "column"
  | "columns"
  | "list"
  | "matrix"
  | "targets"
  | "start";

/** How the values of a schema are written. */
export function kindOf(declared: z.ZodType, words: Words | null): Kind {
  if (words?.entry) return words.entry;
  const schema = unwrapped(declared);
  if (schema instanceof z.ZodNumber)
    return declared instanceof z.ZodOptional ? "optional" : "number";
  if (schema instanceof z.ZodRecord) return "start";
  if (schema instanceof z.ZodTuple) return "list";
  if (!(schema instanceof z.ZodArray)) return "text";
  return schema.element instanceof z.ZodArray ? "matrix" : "list";
}

/** The value a text stands for; what is no number becomes NaN, which validation refuses. */
export function read(kind: Kind, text: string): unknown {
  const bare = text.trim();
  switch (kind) {
    case "text":
      return text;
    case "number":
      return parseNumber(text);
    case "optional":
      return bare === "" ? undefined : parseNumber(text);
    case "count":
      return bare.toLowerCase() === "all" ? "all" : parseNumber(text);
    case "column":
      if (bare === "") return undefined;
      return columns(text).length === 1 ? columns(text)[0] : columns(text);
    case "columns":
      return bare === "" ? undefined : columns(text);
    case "list":
      return pieces(text).map(parseNumber);
    case "matrix":
      return lines(text).map((line) => pieces(line).map(parseNumber));
    case "targets": {
      const rows = lines(text).map((line) => pieces(line).map(parseNumber));
      // One number among words is a slip and not a class.
      return rows.length > 0 && rows.flat().every(Number.isNaN)
        ? lines(text).map((line) => line.trim())
        : rows;
    }
    case "start":
      return Object.fromEntries(
        text
          .split(/[,;\n]/)
          .filter((piece) => piece.trim() !== "")
          .map((piece) => {
            const [name, value = ""] = piece.split("=");
            return [name.trim(), parseNumber(value)];
          }),
      );
  }
}

export function write(kind: Kind, value: unknown): string {
  if (value === undefined || value === null || Number.isNaN(value)) return "";
  if (kind === "column" || kind === "columns")
    return [value as string | number].flat().map(columnName).join(", ");
  if (kind === "list") return (value as number[]).map(written).join(", ");
  if (kind === "matrix" || kind === "targets")
    return (value as (number[] | number | string)[])
      .map((row) =>
        typeof row === "string" ? row : [row].flat().map(written).join("  "),
      )
      .join("\n");
  if (kind === "start")
    return Object.entries(value as Record<string, number>)
      .map(([name, number]) => `${name} = ${written(number)}`)
      .join(", ");
  if (Array.isArray(value)) return value.map(String).join(", ");
  return typeof value === "number"
    ? written(value)
    : (value as string).toString();
}

/** The number a person may have meant by a text; NaN when it is none. Takes "5,000" and "5 000". */
export function parseNumber(text: string): number {
  const bare = text
    .trim()
    .replace(/^−/, "-")
    .replace(/(?<=\d)[\s\u2009\u202f](?=\d{3}\b)/g, "");
  const ungrouped = /^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/.test(bare)
    ? bare.replaceAll(",", "")
    : bare;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(ungrouped)
    ? Number(ungrouped)
    : NaN;
}

/** Names and numbers of columns apart by commas; a name with a comma, or of digits, in quotes. */
function columns(text: string): (string | number)[] {
  const pieces = text.match(/\s*"(?:[^"]|"")*"\s*(?=,|$)|[^,]+/g) ?? [];
  return pieces
    .map((piece) => piece.trim())
    .filter((piece) => piece !== "")
    .map((piece) => {
      if (/^\d+$/.test(piece)) return Number(piece);
      return /^".*"$/.test(piece) && piece.length > 1
        ? piece.slice(1, -1).replaceAll('""', '"')
        : piece;
    });
}

function columnName(column: string | number): string {
  if (typeof column === "number") return String(column);
  return /[",]|^\d+$|^\s|\s$/.test(column)
    ? `"${column.replaceAll('"', '""')}"`
    : column;
}

/** The shortest text that reads back as the same number. */
function written(value: number): string {
  return Number.isNaN(value) ? "" : String(value);
}

function lines(text: string): string[] {
  return text.split(/[\n;]/).filter((line) => line.trim() !== "");
}

function pieces(line: string): string[] {
  return line
    .trim()
    .replace(/^\[|\]$/g, "")
    .split(/[\s,]+/)
    .filter(Boolean);
}
