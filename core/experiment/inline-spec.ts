/** Data that stand in the experiment file itself. */
import { z } from "zod";
import { mostClasses } from "../data/class-names";
import { toLabError } from "../errors";
import { inlineLabels } from "../data/inline";
import { split as divide } from "../data/split";
import { grouped } from "../text/grouped";
import { limits, oneOf, withoutNul } from "../schema/fields";
import { samples, split, testSamples } from "./sample-fields";

/** Rows of numbers, or images [height][width] or [height][width][channels]. */
type Inputs = number[][] | number[][][] | number[][][][];
/** Rows of numbers, or a number or a class for each sample. */
type Targets = number[][] | number[] | string[];

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
      suggestion: "Take the outer lists away.",
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
) =>
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
    });

export const inline = z
  .strictObject({
    source: z.literal("inline"),
    /** Inputs as they stand, a sample each: rows of numbers, or images. */
    x: list<Inputs>("x", "rows of numbers", inputsIssue),
    /** Targets as they stand: rows of numbers, one number each, or classes. */
    y: list<Targets>(
      "y",
      "rows of numbers, of numbers or of classes",
      targetsIssue,
    ),
    /** Whether y are numbers or classes; classes where they are texts, when left out. */
    targetKind: oneOf("Target kind", ["number", "class"]).optional(),
    /** The first rows; all that are not test samples when left out. */
    samples: samples(limits.samples.max).optional(),
    /** The rows after the training samples. */
    testSamples: testSamples(limits.samples.max),
    split,
  })
  .superRefine((data, context) => {
    // What is wrong within x or y comes first.
    if (context.issues.length > 0) return;
    const { x, y, targetKind } = data;
    const refuse = (path: string, message: string, suggestion: string) =>
      context.addIssue({
        code: "custom",
        path: path.split("."),
        message,
        params: { suggestion },
      });
    if (x.length !== y.length)
      return refuse(
        "y",
        `y must have one row for each row of x: x has ${x.length}, y ${y.length}.`,
        `Write ${x.length} rows.`,
      );
    const [first] = y;
    if (targetKind === "number" && typeof first === "string")
      return refuse(
        "targetKind",
        "The entries of y are texts, which are classes.",
        'Set targetKind to "class".',
      );
    if (targetKind === "class" && Array.isArray(first) && first.length !== 1)
      return refuse(
        "y",
        `Classes are one entry for each sample; the rows of y have ${first.length}.`,
        'Write one class for each row of x, or set targetKind to "number".',
      );
    const classes = inlineLabels(data);
    if (classes && classes.names.length > mostClasses)
      return refuse(
        "y",
        `y may have at most ${grouped(mostClasses)} different classes.`,
        'Set targetKind to "number" if they are numbers.',
      );
    try {
      divide(data, x.length, "y", classes?.labels ?? null);
    } catch (thrown) {
      for (const field of toLabError(thrown).fields ?? [])
        refuse(
          field.path.replace(/^data\./, ""),
          field.message,
          field.suggestion ?? "",
        );
    }
  });
