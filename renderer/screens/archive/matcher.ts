/** Which runs a query finds, and what of it cannot be read. */
import type { RunRow } from "../../../core/contract/api";
import type { RunColumn } from "./columns";
import { datesOf, numberOf, termsOf, type Operator, type Term } from "./query";
import { haystack } from "./search";

type Test = (row: RunRow) => boolean;

export interface Matcher {
  /** Whether a run fits every term that can be read. */
  matches: Test;
  /** A sentence for each term that cannot be read. */
  problems: string[];
}

/** The columns by the names that filters have for them. */
export type Fields = ReadonlyMap<string, readonly RunColumn[]>;

export function fieldsOf(columns: readonly RunColumn[]): Fields {
  const fields = new Map<string, RunColumn[]>();
  for (const column of columns)
    for (const name of new Set(column.names)) {
      const before = fields.get(name);
      // The first names are of columns that everybody knows: no setting takes them away.
      if (!before) fields.set(name, [column]);
      else if (before[0].key.startsWith("setting ")) before.push(column);
    }
  return fields;
}

export function matcherOf(query: string, fields: Fields): Matcher {
  const tests: Test[] = [];
  const problems: string[] = [];
  for (const term of termsOf(query)) {
    const test = testOf(term, fields);
    if (typeof test === "string") problems.push(test);
    else tests.push(term.isNegated ? (row) => !test(row) : test);
  }
  return { matches: (row) => tests.every((test) => test(row)), problems };
}

function testOf(term: Term, fields: Fields): Test | string {
  if (term.kind === "words") {
    const wanted = term.text.toLowerCase();
    return (row) => haystack(row).includes(wanted);
  }
  const columns = fields.get(term.field);
  if (!columns) return unknownField(term.field, fields);
  if (term.value === "") return `Write a value after ${term.field}.`;
  const tests = columns.map((column) => columnTest(term, column));
  const readable = tests.filter((test) => typeof test !== "string");
  if (readable.length === 0) return tests[0] as string;
  return (row) => readable.some((test) => test(row));
}

function columnTest(
  term: Exclude<Term, { kind: "words" }>,
  column: RunColumn,
): Test | string {
  const { value } = term;
  if (value.toLowerCase() === "none") {
    const isDifferent = term.kind === "compare" && term.operator === "!=";
    return (row) => (column.value(row) === null) !== isDifferent;
  }
  if (column.kind === "words") return wordTest(term, column);
  const [from, to] = value.split("..");
  const range =
    to === undefined
      ? rangeOf(value, column)
      : joined(rangeOf(from, column), rangeOf(to, column));
  if (!range) return notANumber(term.field, value, column);
  const operator = term.kind === "compare" ? term.operator : "=";
  return (row) => {
    const at = column.value(row);
    return typeof at === "number" && compares(at, operator, range);
  };
}

function wordTest(
  term: Exclude<Term, { kind: "words" }>,
  column: RunColumn,
): Test | string {
  const { field } = term;
  const wanted = term.value.toLowerCase();
  const wordsIn = (row: RunRow) =>
    (column.words?.(row) ?? [column.text(row)]).map((one) => one.toLowerCase());
  if (term.kind === "field" && !term.isExact)
    return (row) => wordsIn(row).some((word) => word.includes(wanted));
  const operator = term.kind === "compare" ? term.operator : "=";
  if (operator !== "=" && operator !== "!=")
    return `“${field}” is text and cannot be compared with ${operator}. Write ${field}:${term.value} instead.`;
  return (row) => wordsIn(row).includes(wanted) === (operator === "=");
}

interface Range {
  from: number;
  /** Of numbers the same as `from`; of dates the first moment after them. */
  to: number;
  isOpen: boolean;
}

function rangeOf(text: string, { kind }: RunColumn): Range | null {
  if (kind === "date") {
    const dates = datesOf(text);
    return dates && { ...dates, isOpen: true };
  }
  const number = numberOf(text);
  return number === null ? null : { from: number, to: number, isOpen: false };
}

function joined(from: Range | null, to: Range | null): Range | null {
  return from && to && { from: from.from, to: to.to, isOpen: to.isOpen };
}

function compares(at: number, operator: Operator, range: Range): boolean {
  const { from, to, isOpen } = range;
  const isAfter = isOpen ? at >= to : at > to;
  switch (operator) {
    case "<":
      return at < from;
    case ">":
      return isAfter;
    case "<=":
      return !isAfter;
    case ">=":
      return at >= from;
    case "=":
      return at >= from && !isAfter;
    case "!=":
      return at < from || isAfter;
  }
}

function notANumber(field: string, value: string, { kind }: RunColumn): string {
  return kind === "date"
    ? `“${value}” is not a date. Write for example ${field} > 2026-01-31.`
    : `“${value}” is not a number. Write for example ${field} > 0.5, ${field}:1..10 or ${field}:none.`;
}

function unknownField(field: string, fields: Fields): string {
  const names = [...fields.keys()];
  const near = names.filter(
    (name) => name.includes(field) || field.includes(name),
  );
  const told = (near.length > 0 ? near : names).slice(0, 6).join(", ");
  return `There is no field “${field}”. ${near.length > 0 ? "Did you mean" : "Some fields are"} ${told}${near.length > 0 ? "?" : "."} To search for the text itself, put it in quotes.`;
}
