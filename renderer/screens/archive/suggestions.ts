/** What may be typed next into the field of the filter. */
import type { RunRow } from "../../../core/contract/api";
import { plain } from "../../lib/format";
import type { RunColumn } from "./columns";
import { quotedValue } from "./query";

export interface Suggestion {
  /** What is written in the place of the last word. */
  text: string;
  /** What it means. */
  meaning: string;
}

const most = 8;

/** The word that is being typed, from where it starts. */
export function lastWord(query: string): { start: number; text: string } {
  const start = query.search(/-?[^\s"]*(?:"[^"]*)?$/);
  const text = query.slice(start);
  return text.startsWith("-")
    ? { start: start + 1, text: text.slice(1) }
    : { start, text };
}

/** Names of fields, or values of the field that is written already. */
export function suggestionsFor(
  query: string,
  columns: readonly RunColumn[],
  rows: readonly RunRow[],
): Suggestion[] {
  const { text } = lastWord(query);
  const [, field, value] = /^([^:<>=!"]+):"?([^"]*)$/.exec(text) ?? [];
  if (field !== undefined) {
    const column = columns.find(({ names }) =>
      names.includes(field.toLowerCase()),
    );
    return column ? valuesOf(column, field, value.toLowerCase(), rows) : [];
  }
  if (text === "" || /[:<>="]/.test(text)) return [];
  const wanted = text.toLowerCase();
  const found = columns.filter(
    ({ names, title }) =>
      names.some((name) => name.startsWith(wanted)) ||
      (wanted.length > 2 && title.toLowerCase().includes(wanted)),
  );
  const meanings = new Map<string, string>();
  for (const column of found) {
    const text = fieldText(column, wanted);
    // Several settings may share a short name; a filter by it looks at all of them.
    if (!meanings.has(text)) meanings.set(text, column.title);
  }
  return [...meanings]
    .slice(0, most)
    .map(([text, meaning]) => ({ text, meaning }));
}

function fieldText({ names, kind }: RunColumn, wanted: string): string {
  const name = names.find((one) => one.startsWith(wanted)) ?? names[0];
  return kind === "words" ? `${name}:` : `${name} > `;
}

function valuesOf(
  column: RunColumn,
  field: string,
  wanted: string,
  rows: readonly RunRow[],
): Suggestion[] {
  if (column.kind !== "words") return rangeOf(column, field, rows);
  const counts = new Map<string, number>();
  for (const row of rows) {
    const [text] = column.words?.(row) ?? [column.text(row)];
    const texts = column.key === "tags" ? row.tags : [text];
    for (const one of texts)
      if (one && one.toLowerCase().includes(wanted))
        counts.set(one, (counts.get(one) ?? 0) + 1);
  }
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, most)
    .map(([value, runs]) => ({
      text: `${field}:${quotedValue(value)} `,
      meaning: `${runs} ${runs === 1 ? "run" : "runs"}`,
    }));
}

/** From the least to the largest number there is. */
function rangeOf(
  column: RunColumn,
  field: string,
  rows: readonly RunRow[],
): Suggestion[] {
  if (column.kind === "date") return [];
  const values = rows
    .map((row) => column.value(row))
    .filter((value) => typeof value === "number");
  if (values.length === 0) return [];
  const least = values.reduce((a, b) => Math.min(a, b));
  const largest = values.reduce((a, b) => Math.max(a, b));
  return [
    {
      text: `${field}:${least}..${largest} `,
      meaning: `from ${plain(least)} to ${plain(largest)}: all there are`,
    },
    { text: `${field}:none `, meaning: "runs without it" },
  ];
}
