/** What a sweep varies and how, as data: the part of a study file that makes experiments out of one. */
import { z } from "zod";
import { limits, whole } from "../../schema/fields";

/** The most runs that a sweep of the window may make, and values of one setting. */
export const mostRuns = 1000;

/** The most runs of a study. */
export const mostStudyRuns = 100_000;

const end = (name: string) =>
  z.number({ error: `${name} of a range must be a number.` });

/** `count` numbers from one to another; without a count any of them, for random draws. */
const rangeSchema = z.strictObject({
  from: end("The start"),
  to: end("The end"),
  count: whole("The number of values", 2, mostRuns).optional(),
  /** Evenly, or by equal factors. */
  scale: z
    .enum(["linear", "log"], {
      error: 'The scale of a range must be "linear" or "log".',
    })
    .default("linear"),
});

const valuesSchema = z.union([z.array(z.unknown()), rangeSchema], {
  error:
    "The values must be a list such as [0.1, 0.2], or a range: an object with from, to, count and scale.",
});

const combineSchema = z
  .union(
    [
      z.literal("grid"),
      z.literal("zip"),
      z.strictObject({
        random: whole("The number of random runs", 1, mostStudyRuns),
        seed: whole("The seed of the random draws", 0, limits.seed.max).default(
          0,
        ),
      }),
    ],
    {
      error:
        'Combine must be "grid", "zip" or random draws such as {"random": 20, "seed": 0}.',
    },
  )
  .default("grid");

export const sweepSchema = z.strictObject(
  {
    /** Values by the path of their setting, e.g. `optimizer.stepSize`. */
    vary: z.record(z.string(), valuesSchema, {
      error: "Vary must be an object with the values of each setting.",
    }),
    /**
     * `grid`: each value with each value of the others. `zip`: the first values together, then the second
     * ones. `random`: so many runs, each with values drawn independently.
     */
    combine: combineSchema,
  },
  { error: "A sweep must be an object." },
);

export type Sweep = z.input<typeof sweepSchema>;
export type Range = z.output<typeof rangeSchema>;
export type Values = z.output<typeof valuesSchema>;
