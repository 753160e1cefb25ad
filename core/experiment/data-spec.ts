/** The data of an experiment file. */
import { z } from "zod";
import {
  between,
  flag,
  limits,
  oneOf,
  positive,
  seed,
  whole,
  withoutNul,
} from "../schema/fields";
import { inline } from "./inline-spec";
import { samples, split, testSamples } from "./sample-fields";
import { grouped } from "../text/grouped";

const path = (what: string) =>
  z
    .string({ error: `${what} must be the path of a file.` })
    .min(1, `${what} must be the path of a file.`)
    .max(4096, `${what} may have at most 4096 characters.`)
    .regex(withoutNul, `${what} must not contain the character of code 0.`);

/** `samples` of the training digits, the first ones without a split; test samples are of the test files. */
const mnist = z.strictObject({
  source: z.literal("mnist"),
  samples: samples(limits.mnistSamples.max).default(5000),
  testSamples: testSamples(limits.mnistTest.max),
  split,
});

/** y = T_degree(x) at `samples` equally spaced x in [−1, 1]. */
const chebyshev = z.strictObject({
  source: z.literal("chebyshev"),
  degree: whole("Degree", 0, limits.chebyshevDegree.max).default(3),
  samples: samples(
    limits.chebyshevSamples.max,
    limits.chebyshevSamples.min,
  ).default(20),
});

const made = {
  samples: samples(limits.samples.max, 2).default(200),
  testSamples: testSamples(limits.samples.max),
  seed,
};

/** Numbers that may be drawn, and products that may be formed: a few seconds' work. */
const mostDrawn = 50_000_000;
const mostProducts = 2_000_000_000;

type Counts = { samples: number; testSamples?: number | undefined };
const total = ({ samples, testSamples = 0 }: Counts) => samples + testSamples;

/** Refuses samples that are too many for their size. */
const atMost =
  <T extends Counts>(
    most: number,
    what: string,
    count: (data: T) => number,
  ): ((data: T, context: z.RefinementCtx) => void) =>
  (data, context) => {
    if (count(data) > most)
      context.addIssue({
        code: "custom",
        path: ["samples"],
        message: `Samples (with test samples) times ${what} must be at most ${grouped(most)}; ask for ${grouped(Math.floor((most * total(data)) / count(data)))} samples or fewer.`,
      });
  };

/** Normal clouds of unit variance; their centres lie `separation` from the origin. */
const gaussian = z
  .strictObject({
    source: z.literal("gaussian"),
    ...made,
    classes: whole("Classes", 2, 100).default(2),
    dimensions: whole("Dimensions", 1, 10_000).default(2),
    separation: positive("Separation", 1000).default(2),
  })
  .refine(({ classes, dimensions }) => dimensions > 1 || classes === 2, {
    path: ["classes"],
    message: "Classes must be 2 where the data have one dimension.",
  })
  .superRefine(
    atMost(
      mostDrawn,
      "the sum of dimensions and classes",
      (data) => total(data) * (data.dimensions + data.classes),
    ),
  );

/** Targets made by a random two-layer tanh network on normal inputs. */
const teacher = z
  .strictObject({
    source: z.literal("teacher"),
    ...made,
    dimensions: whole("Dimensions", 1, 10_000).default(10),
    hidden: whole("Hidden", 1, 10_000).default(5),
    outputs: whole("Outputs", 1, 100).default(1),
    noise: between("Noise", 0, 1000).default(0),
  })
  .superRefine(
    atMost(
      mostDrawn,
      "the sum of dimensions and outputs",
      (data) => total(data) * (data.dimensions + data.outputs),
    ),
  )
  .superRefine(
    atMost(
      mostProducts,
      "hidden times the sum of dimensions and outputs",
      (data) => total(data) * data.hidden * (data.dimensions + data.outputs),
    ),
  );

/** Interleaved arms in the plane. */
const spirals = z.strictObject({
  source: z.literal("spirals"),
  ...made,
  classes: whole("Classes", 2, 10).default(2),
  turns: positive("Turns", 10).default(1),
  noise: between("Noise", 0, 10).default(0.05),
});

/** Fisher's 150 flowers, four lengths each, standardised. */
const iris = z.strictObject({
  source: z.literal("iris"),
  testSamples: testSamples(149),
  split,
});

/** A column of a table: its name, or its number from 1. */
const column = (what: string) => {
  const error = `${what} must be the name of a column or its number, from 1.`;
  return z.union(
    [
      z.string().min(1, error).max(1000, error),
      z.number().int(error).min(1, error),
    ],
    { error },
  );
};

const columns = (what: string) => {
  const error = `${what} must be a list of columns, each by its name or its number, from 1.`;
  return z
    .array(column(`Each of ${what.toLowerCase()}`), { error })
    .min(1, error)
    .max(10_000, `${what} may have at most 10,000 columns.`);
};

const separator =
  'Separator must be "," ";" "|" "\\t" (tab), " " (any white space) or another single sign.';

/** Rows of a text file, see docs/data-files.md. */
const csv = z
  .strictObject({
    source: z.literal("csv"),
    path: path("Path"),
    /** Whether the first row names the columns; names, unless it reads as data, when left out. */
    header: flag("Header").optional(),
    /** What stands between two cells; judged from the rows when left out. */
    separator: z
      .string({ error: separator })
      .regex(/^[^\w"'.+\-#\n\r\0\p{L}\p{N}]$/u, separator)
      .optional(),
    /** The decimal sign of the file; judged from all numbers when left out. */
    decimal: oneOf("Decimal", [".", ","]).optional(),
    /** The column of the target, or of each target; the last one when left out. */
    target: z
      .union([column("Target"), columns("Target")], {
        error:
          "Target must be the name of a column or its number, from 1, or a list of these.",
      })
      .optional(),
    /** Whether the target is a number to predict or a class, written in any way. */
    targetKind: oneOf("Target kind", ["number", "class"]).default("number"),
    /** Columns of inputs; all others that are not ignored when left out. */
    inputs: columns("Inputs").optional(),
    /** Columns that are not read. */
    ignore: columns("Ignore").optional(),
    /** Columns of inputs whose values are names, though they look like numbers. */
    oneHot: columns("One-hot columns").optional(),
    /** What happens to a row with a cell that has no value. */
    missing: oneOf("Missing", ["refuse", "drop", "mean"]).default("refuse"),
    /** Brings each input column of numbers to mean 0 and standard deviation 1 over the training samples. */
    standardize: flag("Standardize").default(true),
    /** The same for targets that are numbers. */
    standardizeTarget: flag("Standardize target").default(false),
    /** The first `samples` rows; all that are not test samples when left out. */
    samples: samples(limits.samples.max).optional(),
    /** The rows after the training samples. */
    testSamples: testSamples(limits.samples.max),
    split,
  })
  .superRefine((data, context) => {
    const refuse = (key: string, message: string, suggestion: string) =>
      context.addIssue({
        code: "custom",
        path: [key],
        message,
        params: { suggestion },
      });
    if (data.header === false)
      for (const key of ["target", "inputs", "ignore", "oneHot"] as const)
        if ([data[key] ?? []].flat().some((one) => typeof one === "string"))
          refuse(
            key,
            `${key === "target" ? "Target" : "Each column"} must be the number of a column, from 1, where the file has no header.`,
            "Give the number, or set header to true.",
          );
    if (data.targetKind !== "class") return;
    if (Array.isArray(data.target) && data.target.length > 1)
      refuse(
        "target",
        "Several targets must be numbers; classes are one column.",
        'Name one column, or set targetKind to "number".',
      );
    if (data.standardizeTarget)
      refuse(
        "standardizeTarget",
        "Only targets that are numbers can be standardized, and targetKind is class.",
        "Set standardizeTarget to false.",
      );
  });

/** Images and labels as IDX files, plain or gzipped. */
const idx = z.strictObject({
  source: z.literal("idx"),
  images: path("Images"),
  labels: path("Labels"),
  samples: samples(limits.samples.max).optional(),
  /** The images after the training samples. */
  testSamples: testSamples(limits.samples.max),
  split,
});

const paths = "Path must be the path of a file or a list of 1 to 6 paths.";

/** Binary batches of CIFAR-10, in the order given. */
const cifar10 = z.strictObject({
  source: z.literal("cifar10"),
  path: z.union(
    [path("Path"), z.array(path("Path")).min(1, paths).max(6, paths)],
    {
      error: paths,
    },
  ),
  samples: samples(60_000).optional(),
  testSamples: testSamples(60_000),
  split,
});

const sources = [
  mnist,
  chebyshev,
  gaussian,
  teacher,
  spirals,
  iris,
  csv,
  idx,
  cifar10,
  inline,
] as const;

export const dataSources = sources.map((s) => s.shape.source.value);

export const dataSchema = z.discriminatedUnion("source", sources, {
  error: `The data source must be one of: ${dataSources.join(", ")}.`,
});
