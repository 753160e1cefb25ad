/** Lists of samples in the experiment file itself, with a refusal at the first entry that is wrong. */
import { z } from "zod";
import { withoutNul } from "../../schema/fields";
import { named, type Words } from "../../schema/words";
import { grouped } from "../../text/grouped";

/** Rows of numbers, or images [height][width] or [height][width][channels]. */
export type Inputs = number[][] | number[][][] | number[][][][];
/** Rows of numbers, or a number or a class for each sample. */
export type Targets = number[][] | number[] | string[];

interface Issue {
  path: number[];
  message: string;
  suggestion: string;
}

const mostRows = 10_000;

function rowsIssue(name: string, rows: unknown[]): Issue | null {
  const issue = (message: string, suggestion: string) => ({
    path: [],
    message: `${name} ${message}`,
    suggestion,
  });
  if (rows.length === 0)
    return issue("must have at least one row.", "Add one.");
  return rows.length > mostRows
    ? issue(`may have at most ${grouped(mostRows)} rows.`, "Shorten it.")
    : null;
}

/** Lengths of a nested list along its first entries. */
function shapeOf(value: unknown): number[] {
  return Array.isArray(value) ? [value.length, ...shapeOf(value[0])] : [];
}

const parts = ["rows", "lines of the images", "pixels"];

/** The first entry of a nested list that is not of the given shape or no finite number. */
function nestedIssue(
  name: string,
  value: unknown,
  shape: number[],
  path: number[] = [],
): Issue | null {
  if (path.length > shape.length)
    return typeof value === "number" && Number.isFinite(value)
      ? null
      : {
          path,
          message: `Each number of ${name} must be a finite number.`,
          suggestion: numberHint(value),
        };
  const part = parts[path.length - 1];
  if (!Array.isArray(value))
    return {
      path,
      message:
        path.length === 1
          ? `Each row of ${name} must be a list of numbers.`
          : `All ${part} of ${name} must be lists.`,
      suggestion: "Write it like the first one.",
    };
  const length = shape[path.length - 1];
  if (value.length !== length)
    return {
      path,
      message: `All ${part} of ${name} must have the same length: the first has ${length}, this one ${value.length}.`,
      suggestion: `Write ${length} ${path.length === shape.length ? "numbers" : "lists"}.`,
    };
  if (length === 0)
    return {
      path,
      message: `A row of ${name} must not be empty.`,
      suggestion: "Add one.",
    };
  return firstIssue(value, (entry, i) =>
    nestedIssue(name, entry, shape, [...path, i]),
  );
}

function firstIssue<T>(
  list: T[],
  check: (entry: T, i: number) => Issue | null,
): Issue | null {
  for (const [i, entry] of list.entries()) {
    const issue = check(entry, i);
    if (issue) return issue;
  }
  return null;
}

function numberHint(value: unknown) {
  return typeof value === "string" && Number.isFinite(Number(value || NaN))
    ? `Write ${Number(value)} without quotes.`
    : "Write a number.";
}

function inputsIssue(rows: unknown[]): Issue | null {
  const shape = shapeOf(rows[0]);
  if (shape.length > 3)
    return {
      path: [0],
      message:
        "Each row of x must be a list of numbers, or an image [height][width] or [height][width][channels].",
      suggestion: "Remove the outer lists.",
    };
  const wanted = shape.length === 0 ? [1] : shape;
  return firstIssue(rows, (row, i) => nestedIssue("x", row, wanted, [i]));
}

function targetsIssue(rows: unknown[]): Issue | null {
  const [first] = rows;
  if (Array.isArray(first))
    return firstIssue(rows, (row, i) =>
      nestedIssue("y", row, [first.length], [i]),
    );
  const kind = typeof first === "string" ? "string" : "number";
  return firstIssue(rows, (entry, i) =>
    typeof entry === kind &&
    (typeof entry === "string"
      ? entry.trim() !== "" && withoutNul.test(entry)
      : Number.isFinite(entry))
      ? null
      : {
          path: [i],
          message:
            kind === "string"
              ? "Each class of y must be a text that is not empty."
              : "Each entry of y must be a finite number, as the first is, or all of them lists of numbers or classes in quotes.",
          suggestion: kind === "string" ? "Write a class." : numberHint(entry),
        },
  );
}

const list = <T>(
  name: string,
  what: string,
  check: (rows: unknown[]) => Issue | null,
  words: Words,
) =>
  named(
    z
      .custom<T>((value) => Array.isArray(value), {
        error: `${name} must be a list of ${what}.`,
        params: { suggestion: "Write [[1, 2], [3, 4]], for example." },
      })
      .superRefine((value, context) => {
        const rows = value as unknown[];
        const issue = rowsIssue(name, rows) ?? check(rows);
        if (!issue) return;
        const { path, message, suggestion } = issue;
        context.addIssue({
          code: "custom",
          path,
          message,
          params: { suggestion },
        });
      }),
    words,
  );

/** Inputs as they stand, a sample each. */
export const inputs = list<Inputs>("x", "rows of numbers", inputsIssue, {
  label: "Inputs x",
  setting: "inputs",
  entry: "matrix",
  help: "A sample on each line.",
});

/** Targets as they stand. */
export const targets = list<Targets>(
  "y",
  "rows of numbers, of numbers or of classes",
  targetsIssue,
  {
    label: "Targets y",
    setting: "targets",
    entry: "targets",
    help: "Numbers or a class, a sample on each line.",
  },
);
