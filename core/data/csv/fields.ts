/** The fields of a CSV file, see docs/data-files.md. */
import { z } from "zod";
import { flag, limits, oneOf } from "../../schema/fields";
import { named, type Words } from "../../schema/words";
import { labelNoise, path, someSamples, split, testSamples } from "../fields";

/** A column of a table: its name, or its number from 1. */
export const column = (what: string) => {
  const error = `${what} must be the name of a column or its number, from 1.`;
  return z.union(
    [
      z.string().min(1, error).max(1000, error),
      z.number().int(error).min(1, error),
    ],
    { error },
  );
};

const columns = (what: string, words: Words = { label: what }) => {
  const error = `${what} must be a list of columns, each by its name or its number, from 1.`;
  return named(
    z
      .array(column(`Each of ${what.toLowerCase()}`), { error })
      .min(1, error)
      .max(10_000, `${what} may have at most 10,000 columns.`),
    { entry: "columns", ...words },
  );
};

const separator =
  'Separator must be "," ";" "|" "\\t" (tab), " " (any white space) or another single character.';

export const csvFields = {
  path: path("Path", {
    label: "File",
    setting: "data file",
    help: "The path of a CSV file.",
  }),
  /** Whether the first row names the columns; names, unless it reads as data, when left out. */
  header: named(flag("Header"), {
    label: "First row",
    absent: "names, if that is certain",
    choices: { true: "names of the columns", false: "a sample" },
  }).optional(),
  /** What stands between two cells; judged from the rows when left out. */
  separator: named(
    z
      .string({ error: separator })
      .regex(/^[^\w"'.+\-#\n\r\0\p{L}\p{N}]$/u, separator),
    {
      label: "Separator",
      absent: "found from the rows",
      choices: {
        ",": "comma",
        ";": "semicolon",
        "\t": "tab",
        "|": "vertical bar",
        " ": "white space",
      },
    },
  ).optional(),
  /** The decimal sign of the file; judged from all numbers when left out. */
  decimal: named(oneOf("Decimal", [".", ","]), {
    label: "Decimal sign",
    absent: "found from the numbers",
    choices: { ".": "point", ",": "comma" },
  }).optional(),
  /** The column of the target, or of each target. */
  target: named(
    z.union([column("Target"), columns("Target")], {
      error:
        "Target must be the name of a column or its number, from 1, or a list of these.",
    }),
    {
      label: "Target column",
      setting: "target",
      entry: "column",
      help: "Its name or its number (from 1). Separate several with commas. If empty, the last column.",
    },
  ).optional(),
  /** Whether the target is a number to predict or a class, written in any way. */
  targetKind: named(oneOf("Target kind", ["number", "class"]), {
    label: "The target is",
    setting: "kind of target",
    choices: { number: "a number", class: "a class" },
  }).default("number"),
  inputs: columns("Inputs", {
    label: "Input columns",
    help: "Names or numbers, separated by commas. If empty, all other columns.",
  }).optional(),
  ignore: columns("Ignore", {
    label: "Ignored columns",
    help: "Columns that are not read, such as one that numbers the rows.",
  }).optional(),
  oneHot: columns("One-hot columns", {
    label: "Columns of categories",
    help: "Input columns of numbers that stand for categories, such as codes: each value becomes an input. Columns of words are always read this way.",
  }).optional(),
  /** What happens to a row with a cell that has no value. */
  missing: named(oneOf("Missing", ["refuse", "drop", "mean"]), {
    label: "Rows with a missing value",
    setting: "missing values",
    choices: {
      refuse: "are refused",
      drop: "are left out",
      mean: "get the mean of the column",
    },
  }).default("refuse"),
  standardize: named(flag("Standardize"), {
    label: "Standardise the inputs",
    setting: "standardised inputs",
    help: "Columns of numbers get mean 0 and standard deviation 1 over the training samples.",
  }).default(true),
  standardizeTarget: named(flag("Standardize target"), {
    label: "Standardise the target",
    setting: "standardised target",
    help: "The target gets mean 0 and standard deviation 1; the loss is then in units of its variance.",
  }).default(false),
  samples: someSamples(limits.samples.max),
  testSamples: testSamples(limits.samples.max),
  split,
  labelNoise,
};

export type CsvSpec = z.output<z.ZodObject<typeof csvFields>>;
