/** The experiment file, version 1: its schema, defaults and limits. */
import { z } from "zod";
import { analysisSchema } from "./analysis-spec";
import { batchSchema } from "./batch-spec";
import { dataSchema, type DataSpec } from "../data/spec";
import { lossSchema, type LossName } from "../losses/spec";
import { measureSchema } from "../measurements/spec";
import { optimizerSchema } from "../optimizers/spec";
import { limits, oneOf, whole, withoutNul } from "../schema/fields";
import { named } from "../schema/words";
import { grouped } from "../text/grouped";
import { importedModel, modelSchema } from "./model-spec";

/** How many times its reference a quantity may grow to before a run counts as diverged. */
const growth = (label: string, help: string) => {
  const range = `${label} must be a number of at least 2.`;
  return named(z.number({ error: range }).min(2, range), { label, help });
};

/** The limits where an experiment names none. */
export const divergenceLimits = { loss: 1e6, parameters: 1e6 };

/** What ends a run as diverged, see core/run/halt.ts. A number that is not finite always does. */
const divergence = named(
  z.union(
    [
      z.literal("off"),
      z.strictObject({
        loss: growth(
          "Divergence limit of the loss",
          `As a multiple of its first value; ${grouped(divergenceLimits.loss)} when empty.`,
        ).default(divergenceLimits.loss),
        parameters: growth(
          "Divergence limit of the parameters",
          `As a multiple of their initial length; ${grouped(divergenceLimits.parameters)} when empty. Growth while the loss falls does not count.`,
        ).default(divergenceLimits.parameters),
      }),
    ],
    {
      error:
        'Divergence must be "off" or limits such as {"loss": 1e6, "parameters": 1e6}.',
    },
  ),
  {
    label: "Divergence limits",
    help: "When a run counts as diverged and ends. A number that is not finite always ends the run.",
  },
);

/** Which states of a run the archive keeps besides the last one of a run that can go on. */
const checkpoints = named(
  z.strictObject(
    {
      every: whole(
        {
          label: "Steps between checkpoints",
          help: "All parameters are kept at these steps, which needs space in the archive. If empty, none are kept.",
        },
        1,
        limits.steps.max,
      ),
    },
    { error: 'Checkpoints must be an object such as {"every": 100}.' },
  ),
  {
    label: "Checkpoints",
    help: "Parameters that the archive keeps. Forks, analyses and the view of the network start from the nearest ones.",
  },
);

export const experimentSchema = z.strictObject(
  {
    edgeLab: z.literal(1, {
      error:
        "The experiment must say edgeLab: 1, the version of the file format.",
    }),
    name: named(
      z
        .string({ error: "The name must be text." })
        .trim()
        .min(1, "The name must not be empty.")
        .max(
          limits.name,
          `The name may have at most ${limits.name} characters.`,
        )
        .regex(
          withoutNul,
          "The name must not contain the character of code 0.",
        ),
      { label: "Name" },
    ),
    /** A network needs data; a landscape has none. */
    data: dataSchema.optional(),
    model: modelSchema,
    /** The default one for a network where left out; a landscape is its own loss. */
    loss: lossSchema.optional(),
    optimizer: optimizerSchema,
    /** All samples at every step where left out. */
    batch: batchSchema.optional(),
    steps: whole("Steps", 1, limits.steps.max),
    lossTarget: named(
      z.number({ error: "The loss target must be a number." }),
      {
        label: "Loss target",
        help: "The run ends when the loss is at or below this value. If empty, there is no target.",
      },
    ).optional(),
    /** The default limits where left out. */
    divergence: divergence.optional(),
    measure: measureSchema.prefault({}),
    /** None are kept where left out. */
    checkpoints: checkpoints.optional(),
    /** What is worked out when the run is over. */
    analysis: analysisSchema.optional(),
    precision: oneOf(
      {
        label: "Precision",
        choices: {
          auto: "Automatic: the faster one",
          float64: "Double (float64)",
          float32: "Single (float32), TensorFlow",
        },
      },
      ["auto", "float32", "float64"],
    ).default("auto"),
  },
  { error: "An experiment must be an object." },
);

/** What is kept with curves that were imported. */
export const importedSchema = experimentSchema.extend({ model: importedModel });

/** A complete, valid experiment, defaults filled in; or what is kept with imported curves. */
export type ExperimentSpec = Omit<
  z.output<typeof experimentSchema>,
  "model"
> & {
  model: z.output<typeof modelSchema> | z.output<typeof importedModel>;
};
/** An experiment as a person may write it: fields with a default may be left out. */
export type ExperimentInput = z.input<typeof experimentSchema>;
export type ModelSpec = ExperimentSpec["model"];
export type NetworkSpec = Extract<ModelSpec, { kind: "network" }>;

/** A network on data: what validation has made sure of. */
export type NetworkExperiment = ExperimentSpec & {
  data: DataSpec;
  model: NetworkSpec;
  loss: LossName;
};

/** Whether it can be run: imported curves cannot. */
export function isRunnable({ model }: Pick<ExperimentSpec, "model">): boolean {
  return model.kind !== "imported";
}

export function isNetwork(spec: ExperimentSpec): spec is NetworkExperiment {
  return spec.model.kind === "network";
}
