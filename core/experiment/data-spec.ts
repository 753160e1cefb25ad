/** The data of an experiment file. */
import { z } from "zod";
import {
  atLeast,
  flag,
  limits,
  oneOf,
  positive,
  seed,
  whole,
  withoutNul,
} from "./fields";
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
    noise: atLeast("Noise", 0, 1000).default(0),
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
  noise: atLeast("Noise", 0, 10).default(0.05),
});

/** Fisher's 150 flowers, four lengths each, standardised. */
const iris = z.strictObject({
  source: z.literal("iris"),
  testSamples: testSamples(149),
  split,
});

const target = "Target must be the name of a column or its number, from 1.";

const csv = z
  .strictObject({
    source: z.literal("csv"),
    path: path("Path"),
    header: flag("Header").default(true),
    /** The column of the target: its name, or its number from 1; the last one when left out. */
    target: z
      .union(
        [z.string().min(1, target), z.number().int(target).min(1, target)],
        {
          error: target,
        },
      )
      .optional(),
    /** Whether the target is a number to predict or a class, written in any way. */
    targetKind: oneOf("Target kind", ["number", "class"]).default("number"),
    /** Brings each input column to mean 0 and standard deviation 1 over the training samples. */
    standardize: flag("Standardize").default(true),
    /** The first `samples` rows; all that are not test samples when left out. */
    samples: samples(limits.samples.max).optional(),
    /** The rows after the training samples. */
    testSamples: testSamples(limits.samples.max),
    split,
  })
  .refine(({ header, target }) => header || typeof target !== "string", {
    path: ["target"],
    message:
      "Target must be the number of a column, from 1, where the file has no header.",
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
