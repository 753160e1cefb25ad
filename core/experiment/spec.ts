/** The experiment file, version 1: its schema, defaults and limits. */
import { z } from "zod";

/** What the fields may be; the window and the messages below quote these. */
export const limits = {
  name: 120,
  stepSize: { max: 1000 },
  steps: { max: 10_000_000 },
  sharpnessEvery: { max: 1_000_000 },
  eigenvalues: { max: 20 },
  units: { max: 20_000 },
  layers: { max: 50 },
  seed: { max: 2 ** 32 - 1 },
  mnistSamples: { max: 60_000 },
  chebyshevSamples: { min: 2, max: 100_000 },
  chebyshevDegree: { max: 50 },
} as const;

const whole = (what: string, min: number, max: number) => {
  const range = `${what} must be a whole number from ${grouped(min)} to ${grouped(max)}.`;
  return z.number({ error: range }).int(range).min(min, range).max(max, range);
};

const positive = (what: string, max: number) => {
  const range = `${what} must be a number greater than 0 and at most ${grouped(max)}.`;
  return z.number({ error: range }).gt(0, range).max(max, range);
};

const oneOf = <const T extends readonly [string, ...string[]]>(
  what: string,
  names: T,
) => z.enum(names, { error: `${what} must be one of: ${names.join(", ")}.` });

const mnist = z.strictObject({
  source: z.literal("mnist"),
  /** The first `samples` training digits in file order. */
  samples: whole("Samples", 1, limits.mnistSamples.max).default(5000),
});

const chebyshev = z.strictObject({
  source: z.literal("chebyshev"),
  /** y = T_degree(x) at `samples` equally spaced x in [−1, 1]. */
  degree: whole("Degree", 0, limits.chebyshevDegree.max).default(3),
  samples: whole(
    "Samples",
    limits.chebyshevSamples.min,
    limits.chebyshevSamples.max,
  ).default(20),
});

const bias = z.boolean({ error: "Bias must be true or false." }).default(true);
const dense = z.strictObject({
  type: z.literal("dense"),
  units: whole("Units", 1, limits.units.max),
  bias,
});
export const activationNames = ["tanh", "relu", "identity"] as const;
export type ActivationName = (typeof activationNames)[number];
const activation = z.strictObject({
  type: z.literal("activation"),
  fn: oneOf("The activation function", activationNames),
});

const seed = whole("Seed", 0, limits.seed.max).default(0);
const init = z
  .discriminatedUnion(
    "scheme",
    [
      /** Weights and biases uniform in ±1/√fan_in. */
      z.strictObject({ scheme: z.literal("uniform-fan-in"), seed }),
      /** w_k = √(2/fan_in)·sin((k+1)²), biases 0: the same in every program. */
      z.strictObject({ scheme: z.literal("sine") }),
    ],
    { error: "The scheme must be one of: uniform-fan-in, sine." },
  )
  .prefault({ scheme: "uniform-fan-in" });

const network = z.strictObject(
  {
    kind: z.literal("network", {
      error: 'The kind of model must be "network".',
    }),
    init,
    layers: z
      .array(
        z.discriminatedUnion("type", [dense, activation], {
          error: "The type of a layer must be one of: dense, activation.",
        }),
        { error: "Layers must be a list." },
      )
      .min(1, "A network needs at least one layer.")
      .max(
        limits.layers.max,
        `A network may have at most ${limits.layers.max} layers.`,
      ),
  },
  { error: "The model must be an object with kind, init and layers." },
);

const gradientDescent = z.strictObject(
  {
    kind: z.literal("gd", { error: 'The kind of optimizer must be "gd".' }),
    stepSize: positive("Step size", limits.stepSize.max),
  },
  { error: "The optimizer must be an object with kind and stepSize." },
);

const sharpness = z.strictObject({
  /** Steps between two measurements. */
  every: whole("Sharpness cadence", 1, limits.sharpnessEvery.max).default(10),
  /** Eigenvalues tracked. */
  k: whole("Eigenvalues", 1, limits.eigenvalues.max).default(1),
});

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
      .max(limits.name, `The name may have at most ${limits.name} characters.`),
    data: z.discriminatedUnion("source", [mnist, chebyshev], {
      error: "The data source must be one of: mnist, chebyshev.",
    }),
    model: network,
    loss: oneOf("The loss", ["mse"]).default("mse"),
    optimizer: gradientDescent,
    steps: whole("Steps", 1, limits.steps.max),
    /** Ends the run at the first step whose loss is at most this. */
    lossTarget: z
      .number({ error: "The loss target must be a number of at least 0." })
      .min(0, "The loss target must be a number of at least 0.")
      .optional(),
    measure: z
      .strictObject(
        { sharpness: sharpness.prefault({}) },
        { error: "Measure must be an object." },
      )
      .prefault({}),
    /** `auto`: float64 for small problems, float32 on TensorFlow for the rest. */
    precision: oneOf("The precision", ["auto", "float32", "float64"]).default(
      "auto",
    ),
  },
  { error: "An experiment must be an object." },
);

/** A complete, valid experiment: defaults filled in. */
export type ExperimentSpec = z.output<typeof experimentSchema>;
/** An experiment as a person may write it: fields with a default may be left out. */
export type ExperimentInput = z.input<typeof experimentSchema>;
export type LayerSpec = ExperimentSpec["model"]["layers"][number];

function grouped(value: number): string {
  return value.toLocaleString("en-US");
}
