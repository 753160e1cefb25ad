/** The model of an experiment file: a network, or a landscape that is its own loss. */
import { z } from "zod";
import { named } from "../schema/words";
import { layerSchema } from "../layers/spec";
import {
  between,
  limits,
  number,
  numbers,
  positive,
  seed,
} from "../schema/fields";

const drawn = {
  seed: named(seed, {
    label: "Seed",
    help: "The same seed gives the same starting weights.",
  }),
  biasNoise: between(
    {
      label: "Bias noise",
      help: "Standard deviation of normal noise on all biases, against exact symmetry.",
    },
    0,
    10,
  ).default(0),
};

const schemes = [
  /** Weights and biases uniform in ±1/√fan_in. */
  z.strictObject({ scheme: z.literal("uniform-fan-in"), ...drawn }),
  /** Weights uniform in ±√(6/(fan_in + fan_out)), biases 0. */
  z.strictObject({ scheme: z.literal("xavier"), ...drawn }),
  /** Weights normal with variance 2/fan_in, biases 0. */
  z.strictObject({ scheme: z.literal("he"), ...drawn }),
  /** Weights normal with this standard deviation, biases 0. */
  z.strictObject({
    scheme: z.literal("normal"),
    std: positive(
      { label: "Standard deviation", setting: "initial spread" },
      100,
    ).default(0.1),
    ...drawn,
  }),
  /** w_k = √(2/fan_in)·sin((k+1)²), biases 0: the same in every program. */
  z.strictObject({ scheme: z.literal("sine"), ...drawn }),
  /** The whole flat parameter vector. */
  z.strictObject({
    scheme: z.literal("explicit"),
    values: numbers(
      {
        label: "Parameters",
        help: "One number each, layer by layer: weights, then biases.",
        setting: "initial values",
      },
      1_000_000,
    ),
  }),
] as const;
export const schemeNames = schemes.map((s) => s.shape.scheme.value);

const init = z
  .discriminatedUnion("scheme", schemes, {
    error: `The scheme must be one of: ${schemeNames.join(", ")}.`,
  })
  .prefault({ scheme: "uniform-fan-in" });

const network = z.strictObject({
  kind: z.literal("network"),
  init,
  layers: z
    .array(layerSchema, { error: "Layers must be a list." })
    .min(1, "A network needs at least one layer.")
    .max(
      limits.layers.max,
      `A network may have at most ${limits.layers.max} layers.`,
    ),
});

const matrix = z
  .array(numbers("A row of the matrix", 50), {
    error: "Matrix must be a list of rows of numbers.",
  })
  .min(1, "Matrix must have at least one row.")
  .max(50, "Matrix may have at most 50 rows.");
const landscape = z.literal("landscape");
const pair = (what: string) =>
  z.tuple([number(what), number(what)], {
    error: `${what} must be two numbers.`,
  });

const landscapes = [
  /** ½θᵀAθ with a symmetric matrix A. */
  z.strictObject({
    kind: landscape,
    name: z.literal("quadratic"),
    matrix,
    start: numbers("Start", 50),
  }),
  /** ½(xy − 1)² */
  z.strictObject({
    kind: landscape,
    name: z.literal("product"),
    start: pair("Start").default([1.7, 0.3]),
  }),
  /** ½(w₁w₂⋯w_n − target)²: a deep linear network with one unit a layer; n is the length of start. */
  z.strictObject({
    kind: landscape,
    name: z.literal("deep-product"),
    target: number("Target").default(1),
    start: numbers("Start", 50),
  }),
  /** ½f² with f = offset + slope·θ + ½θᵀQθ, Q the symmetric matrix. */
  z.strictObject({
    kind: landscape,
    name: z.literal("quadratic-regression"),
    offset: number("Offset").default(-1),
    slope: numbers("Slope", 50),
    matrix,
    start: numbers("Start", 50),
  }),
  /** ½(S₀ + √β·z)x² − (α/√β)z, on which gradient descent is the map of self-stabilisation. */
  z.strictObject({
    kind: landscape,
    name: z.literal("self-stabilization"),
    sharpness: positive("Sharpness", 1e6).default(10),
    alpha: positive("Alpha", 1e6).default(0.01),
    beta: positive("Beta", 1e6).default(20),
    start: pair("Start").default([0.01, 0]),
  }),
  /** Any expression in the variables of `start`. */
  z.strictObject({
    kind: landscape,
    name: z.literal("formula"),
    formula: z
      .string({ error: "The formula must be text." })
      .trim()
      .min(1, "The formula must not be empty.")
      .max(
        limits.formula,
        `The formula may have at most ${limits.formula} characters.`,
      ),
    start: z
      .record(z.string(), number("Each start"), {
        error: "Start must name each variable with its first value.",
      })
      .refine(
        (start) => {
          const count = Object.keys(start).length;
          return count >= 1 && count <= limits.variables.max;
        },
        {
          error: `Start must have 1 to ${limits.variables.max} variables.`,
          params: { suggestion: 'Write {"x": 1, "y": 1}, for example.' },
        },
      ),
  }),
] as const;
export const landscapeNames = landscapes.map((l) => l.shape.name.value);

export const modelSchema = z.discriminatedUnion(
  "kind",
  [
    network,
    z.discriminatedUnion("name", landscapes, {
      error: `The name of a landscape must be one of: ${landscapeNames.join(", ")}.`,
    }),
  ],
  { error: 'The kind of model must be "network" or "landscape".' },
);
