import fc from "fast-check";
import { presets } from "../../../../core/experiment/presets";
import type { ExperimentInput } from "../../../../core/experiment/spec";
import { inits } from "../../../../core/layers/init";
import { activationFunctions } from "../../../../core/layers/activation";
import { losses } from "../../../../core/losses";
import { optimizers } from "../../../../core/optimizers";
import { golden } from "../../../core/support";
import { dataShape } from "../../../../core/data/spec";
import { dataSchema } from "../../../../core/data/spec";
import { share } from "./bytes";
import { oddValues, setOwn } from "./odd";

/** Experiments that work: the presets, and small ones of the other kinds. */
export const workingExperiments: readonly unknown[] = [
  ...presets.map(({ spec }) => spec),
  golden,
  landscape({ name: "product" }),
  landscape({ name: "deep-product", start: [1, 0.5, 2], target: 0.5 }),
  landscape({
    name: "quadratic",
    matrix: [
      [2, 1],
      [1, 3],
    ],
    start: [1, -1],
  }),
  landscape({
    name: "quadratic-regression",
    offset: -1,
    slope: [1, 2],
    matrix: [
      [2, 1],
      [1, 3],
    ],
    start: [1, -1],
  }),
  landscape({ name: "self-stabilization" }),
  landscape({
    formula: "(x*y - 1)^2 / 2 + log(x^2 + 1)",
    start: { x: 1.7, y: 0.3 },
  }),
  {
    edgeLab: 1,
    name: "Rows",
    data: {
      source: "inline",
      x: [
        [1, 2],
        [3, 4],
        [0, 1],
      ],
      y: [[1], [-1], [1]],
    },
    model: { kind: "network", layers: [{ type: "dense", units: 1 }] },
    loss: "logistic",
    optimizer: { kind: "polyak", stepSize: 0.1 },
    steps: 3,
    measure: { sharpness: { every: 1, k: "all" }, test: { every: 2 } },
    lossTarget: 0.01,
    analysis: { selfStabilization: { from: 1, steps: 5 } },
  },
  {
    edgeLab: 1,
    name: "Clouds",
    data: { source: "gaussian", samples: 20, testSamples: 5, seed: 3 },
    model: {
      kind: "network",
      init: { scheme: "normal", std: 0.5, biasNoise: 0.1 },
      layers: [
        { type: "dense", units: 3, bias: false },
        { type: "activation", fn: "relu" },
        { type: "dense", units: 2 },
      ],
    },
    loss: "cross-entropy",
    optimizer: { kind: "adam", stepSize: 0.01, weightDecay: 0.1 },
    steps: 4,
    measure: {
      sharpness: { every: 2, k: 2, upTo: 4, midpoint: true, trace: true },
    },
  },
];

function landscape(model: object): ExperimentInput {
  const spec = {
    edgeLab: 1,
    name: "Landscape",
    model: { kind: "landscape", ...model },
    optimizer: { kind: "gd", stepSize: 0.1 },
    steps: 5,
    measure: { sharpness: { every: 1, k: 2 } },
  };
  return spec as ExperimentInput;
}

/** Mostly what is right, and now and then anything. */
const mostly = (right: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 40, arbitrary: right },
    { weight: 1, arbitrary: oddValues },
  );
const whole = (min: number, max: number) => mostly(fc.integer({ min, max }));
const real = (min: number, max: number) =>
  mostly(share.map((x) => min + x * (max - min)));
const oneOf = (names: readonly string[]) => mostly(fc.constantFrom(...names));
const flag = mostly(fc.boolean());
/** Any of the fields may be missing, but for those that are always named. */
const fields = (
  required: Record<string, fc.Arbitrary<unknown>>,
  optional: Record<string, fc.Arbitrary<unknown>> = {},
) =>
  mostly(
    fc.record(
      { ...required, ...optional },
      { requiredKeys: Object.keys(required), noNullPrototype: true },
    ),
  );

const counts = {
  samples: whole(2, 30),
  testSamples: whole(1, 10),
  seed: whole(0, 9),
};
const is = (name: string) => fc.constant(name);

const split = fields(
  { kind: oneOf(["shuffled", "stratified"]) },
  { seed: counts.seed },
);

export const dataFromNothing = fc.oneof(
  fields(
    { source: is("chebyshev") },
    { degree: whole(0, 8), samples: whole(2, 30) },
  ),
  fields(
    { source: is("gaussian") },
    {
      ...counts,
      classes: whole(2, 4),
      dimensions: whole(1, 4),
      separation: real(0.1, 5),
    },
  ),
  fields(
    { source: is("teacher") },
    {
      ...counts,
      dimensions: whole(1, 4),
      hidden: whole(1, 5),
      outputs: whole(1, 3),
      noise: real(0, 1),
    },
  ),
  fields(
    { source: is("spirals") },
    { ...counts, classes: whole(2, 4), turns: real(0.1, 3), noise: real(0, 1) },
  ),
  fields({ source: is("iris") }, { testSamples: whole(1, 100), split }),
  fields({ source: is("mnist") }, { samples: whole(1, 20), split }),
  fields(
    { source: is("csv"), path: oneOf(["x.csv", "../x", "\0"]) },
    { header: flag, target: whole(1, 3) },
  ),
  fields({ source: is("idx"), images: oneOf(["i"]), labels: oneOf(["l"]) }),
  fields({
    source: is("cifar10"),
    path: mostly(fc.array(oneOf(["a", "b"]), { maxLength: 7 })),
  }),
);

const layer = fc.oneof(
  {
    weight: 3,
    arbitrary: fields(
      { type: is("dense"), units: whole(1, 6) },
      { bias: flag },
    ),
  },
  {
    weight: 3,
    arbitrary: fields({
      type: is("activation"),
      fn: oneOf(activationFunctions.map(({ name }) => name)),
    }),
  },
  fields(
    { type: is("conv2d"), filters: whole(1, 3) },
    {
      kernel: whole(1, 5),
      padding: oneOf(["same", "valid"]),
      stride: whole(1, 3),
      bias: flag,
    },
  ),
  fields(
    { type: is("pool"), kind: oneOf(["avg", "max"]) },
    { size: whole(1, 3) },
  ),
  fields({ type: is("flatten") }),
);

/** The last dense layer that suits most data. */
const ending = fields({ type: is("dense"), units: whole(1, 4) });
const layers = mostly(
  fc
    .tuple(fc.array(layer, { maxLength: 4 }), ending)
    .map(([all, last]) => [...all, last]),
);
const init = fields(
  { scheme: oneOf(inits.map(({ name }) => name)) },
  { seed: whole(0, 9), biasNoise: real(0, 1) },
);
const network = fields({ kind: is("network"), layers }, { init });

const optimizer = fields(
  { kind: oneOf(optimizers.map(({ name }) => name)), stepSize: real(1e-4, 3) },
  { weightDecay: real(0, 1) },
);
const measure = fields(
  {},
  {
    sharpness: fields(
      {},
      {
        every: whole(1, 5),
        k: mostly(
          fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constant("all")),
        ),
        upTo: whole(1, 20),
        midpoint: flag,
        trace: flag,
      },
    ),
    test: fields({}, { every: whole(1, 5) }),
  },
);

const experiments = fields(
  {
    edgeLab: mostly(fc.constant(1)),
    name: mostly(fc.string({ minLength: 1, maxLength: 130 })),
    data: dataFromNothing,
    model: network,
    optimizer,
    steps: whole(1, 100),
  },
  {
    loss: oneOf(losses.map(({ name }) => name)),
    measure,
    lossTarget: real(-1, 1),
    divergence: fc.oneof(
      fc.constantFrom("off", "on", null),
      fields({}, { loss: real(0, 1e9), parameters: real(0, 1e9) }),
    ),
    precision: oneOf(["auto", "float64"]),
    analysis: fields(
      {},
      {
        selfStabilization: fields({}, { from: whole(0, 9), kick: real(0, 10) }),
      },
    ),
  },
);

/** Experiments made of fields, most of them small and right; the last layer mostly suits the data. */
export const experimentsFromNothing = fc
  .tuple(experiments, fc.integer({ min: 0, max: 9 }))
  .map(([experiment, luck]) => (luck > 0 ? fitted(experiment) : experiment));

function fitted(experiment: unknown): unknown {
  const { data, model, loss } = (experiment ?? {}) as Record<string, unknown>;
  const parsed = dataSchema.safeParse(data);
  const shape = parsed.success && dataShape(parsed.data);
  const { layers } = (model ?? {}) as { layers?: unknown };
  const last: unknown = Array.isArray(layers) && layers.at(-1);
  if (shape && typeof last === "object" && last !== null)
    setOwn(last, "units", loss === "logistic" ? 1 : shape.targetWidth);
  return experiment;
}
