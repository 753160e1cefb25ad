/** The experiment file, version 1: its schema, defaults and limits. */
import { z } from "zod";
import { analysisSchema } from "./analysis-spec";
import { dataSchema } from "./data-spec";
import { lossSchema, type LossName } from "../losses/spec";
import { optimizerSchema } from "../optimizers/spec";
import { flag, limits, oneOf, whole, withoutNul } from "../schema/fields";
import { modelSchema } from "./model-spec";

const every = (what: string) => whole(what, 1, limits.sharpnessEvery.max);

const sharpness = z.strictObject(
  {
    /** Steps between two measurements. */
    every: every("Sharpness cadence").default(10),
    /** Eigenvalues tracked, or all of them where the model has at most 300 parameters. */
    k: z
      .union(
        [z.literal("all"), whole("Eigenvalues", 1, limits.eigenvalues.max)],
        {
          error: `Eigenvalues must be a whole number from 1 to ${limits.eigenvalues.max}, or "all".`,
        },
      )
      .default(1),
    /** Lets k grow up to this while the smallest tracked value is above ¾ of the threshold. */
    upTo: whole("Up to", 1, limits.eigenvalues.max).optional(),
    /** Measures so many of the smallest eigenvalues besides. */
    smallest: whole("Smallest", 1, limits.eigenvalues.max).optional(),
    /** Measures at (θ_{t−1} + 2θ_t + θ_{t+1})/4, which leaves the oscillation out. */
    midpoint: flag("Midpoint").default(false),
    /** Adds the trace: exact up to 300 parameters, estimated with its standard error beyond. */
    trace: flag("Trace").default(false),
  },
  { error: "Sharpness must be an object." },
);

const test = z.strictObject(
  {
    /** Steps between two looks at the test split. */
    every: every("Test cadence").default(10),
  },
  { error: "Test must be an object." },
);

/** How many times its reference a quantity may grow to before a run counts as diverged. */
const growth = (what: string) => {
  const range = `${what} must be a number of at least 2.`;
  return z.number({ error: range }).min(2, range);
};

/** The limits where an experiment names none. */
export const divergenceLimits = { loss: 1e6, parameters: 1e6 };

/** What ends a run as diverged, see core/run/halt.ts. A number that is not finite always does. */
const divergence = z.union(
  [
    z.literal("off"),
    z.strictObject({
      loss: growth("The divergence limit of the loss").default(
        divergenceLimits.loss,
      ),
      parameters: growth("The divergence limit of the parameters").default(
        divergenceLimits.parameters,
      ),
    }),
  ],
  {
    error:
      'Divergence must be "off" or limits such as {"loss": 1e6, "parameters": 1e6}.',
  },
);

export const experimentSchema = z.strictObject(
  {
    edgeLab: z.literal(1, {
      error:
        "The experiment must say edgeLab: 1, the version of the file format.",
    }),
    name: z
      .string({ error: "The name must be text." })
      .trim()
      .min(1, "The name must not be empty.")
      .max(limits.name, `The name may have at most ${limits.name} characters.`)
      .regex(withoutNul, "The name must not contain the character of code 0."),
    /** A network needs data; a landscape has none. */
    data: dataSchema.optional(),
    model: modelSchema,
    /** The default one for a network where left out; a landscape is its own loss. */
    loss: lossSchema.optional(),
    optimizer: optimizerSchema,
    steps: whole("Steps", 1, limits.steps.max),
    /** Ends the run at the first step whose loss is at most this. */
    lossTarget: z
      .number({ error: "The loss target must be a number." })
      .optional(),
    /** When a run counts as diverged; the default limits where nothing is said. */
    divergence: divergence.optional(),
    measure: z
      .strictObject(
        { sharpness: sharpness.prefault({}), test: test.prefault({}) },
        { error: "Measure must be an object." },
      )
      .prefault({}),
    /** What is worked out when the run is over. */
    analysis: analysisSchema.optional(),
    /** `auto`: float64 for small problems, float32 on TensorFlow for the rest. */
    precision: oneOf("Precision", ["auto", "float32", "float64"]).default(
      "auto",
    ),
  },
  { error: "An experiment must be an object." },
);

/** A complete, valid experiment: defaults filled in. */
export type ExperimentSpec = z.output<typeof experimentSchema>;
/** An experiment as a person may write it: fields with a default may be left out. */
export type ExperimentInput = z.input<typeof experimentSchema>;
export type DataSpec = NonNullable<ExperimentSpec["data"]>;
/** How the rows of a source are divided into training and test samples. */
export type DataSplit = NonNullable<
  Extract<DataSpec, { source: "csv" }>["split"]
>;
export type ModelSpec = ExperimentSpec["model"];
export type NetworkSpec = Extract<ModelSpec, { kind: "network" }>;
export type LandscapeSpec = Extract<ModelSpec, { kind: "landscape" }>;

/** A network on data: what validation has made sure of. */
export type NetworkExperiment = ExperimentSpec & {
  data: DataSpec;
  model: NetworkSpec;
  loss: LossName;
};

export function isNetwork(spec: ExperimentSpec): spec is NetworkExperiment {
  return spec.model.kind === "network";
}
