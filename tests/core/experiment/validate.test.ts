import { describe, expect, test } from "vitest";
import { presets } from "../../../core/experiment/presets";
import {
  requireExperiment,
  validateExperiment,
} from "../../../core/experiment/validate";
import { golden } from "../support";

const layers = golden.model.layers;
const withLayers = (...list: object[]) => ({
  ...golden,
  model: { kind: "network", layers: list },
});
const onDigits = (...list: object[]) => ({
  ...withLayers(...list, { type: "dense", units: 10 }),
  data: { source: "mnist" },
});
const withInit = (init: object) => ({
  ...golden,
  model: { ...golden.model, init },
});
const withOptimizer = (optimizer: object) => ({ ...golden, optimizer });
const landscape = (model: object, more: object = {}) => ({
  edgeLab: 1,
  name: "a landscape",
  model: { kind: "landscape", ...model },
  optimizer: golden.optimizer,
  steps: 10,
  ...more,
});
const table = { source: "csv", path: "table.csv" };
const withTargets = (loss: string, data: object, units = 1) => ({
  ...withLayers({ type: "dense", units }),
  loss,
  data,
});
const bad: [string, unknown, string, RegExp][] = [
  ["nothing", null, "", /must be an object/],
  ["a list", [], "", /must be an object/],
  ["no version", { ...golden, edgeLab: undefined }, "edgeLab", /edgeLab: 1/],
  ["a later version", { ...golden, edgeLab: 2 }, "edgeLab", /edgeLab: 1/],
  [
    "a number for sharpness",
    { ...golden, measure: { sharpness: 1 } },
    "measure.sharpness",
    /^Sharpness must be an object\.$/,
  ],
  [
    "a word for the test split",
    { ...golden, measure: { test: "often" } },
    "measure.test",
    /^Test must be an object\.$/,
  ],
  ["an empty name", { ...golden, name: "  " }, "name", /not be empty/],
  ["a name with a NUL", { ...golden, name: "\0x" }, "name", /code 0/],
  ["a long name", { ...golden, name: "x".repeat(121) }, "name", /at most 120/],
  [
    "an unknown source",
    { ...golden, data: { source: "cifar" } },
    "data.source",
    /mnist, chebyshev/,
  ],
  [
    "too many digits",
    { ...golden, data: { source: "mnist", samples: 60_001 } },
    "data.samples",
    /1 to 60,000/,
  ],
  [
    "one point",
    { ...golden, data: { source: "chebyshev", samples: 1 } },
    "data.samples",
    /from 2 to/,
  ],
  [
    "half a sample",
    { ...golden, data: { source: "mnist", samples: 1.5 } },
    "data.samples",
    /whole number/,
  ],
  [
    "no layers",
    { ...golden, model: { kind: "network", layers: [] } },
    "model.layers",
    /at least one layer/,
  ],
  [
    "a misspelt activation",
    {
      ...golden,
      model: { kind: "network", layers: [{ type: "activation", fn: "tan" }] },
    },
    "model.layers[0].fn",
    /tanh, relu, gelu/,
  ],
  [
    "an unknown layer",
    { ...golden, model: { kind: "network", layers: [{ type: "conv" }] } },
    "model.layers[0].type",
    /dense, activation, conv2d, pool, flatten/,
  ],
  [
    "no units",
    { ...golden, model: { kind: "network", layers: [{ type: "dense" }] } },
    "model.layers[0].units",
    /1 to 20,000/,
  ],
  [
    "an unknown scheme",
    { ...golden, model: { ...golden.model, init: { scheme: "henormal" } } },
    "model.init.scheme",
    /uniform-fan-in, xavier, he/,
  ],
  [
    "a negative seed",
    {
      ...golden,
      model: { ...golden.model, init: { scheme: "uniform-fan-in", seed: -1 } },
    },
    "model.init.seed",
    /Seed must be a whole number from 0/,
  ],
  ["another loss", { ...golden, loss: "mae" }, "loss", /mse/],
  [
    "a step size of 0",
    { ...golden, optimizer: { kind: "gd", stepSize: 0 } },
    "optimizer.stepSize",
    /greater than 0/,
  ],
  [
    "a step size as text",
    { ...golden, optimizer: { kind: "gd", stepSize: "0.1" } },
    "optimizer.stepSize",
    /greater than 0/,
  ],
  [
    "an infinite step size",
    { ...golden, optimizer: { kind: "gd", stepSize: Infinity } },
    "optimizer.stepSize",
    /at most 1,000/,
  ],
  [
    "an unknown optimizer",
    { ...golden, optimizer: { kind: "adamw", stepSize: 1 } },
    "optimizer.kind",
    /gd, polyak/,
  ],
  ["no steps", { ...golden, steps: 0 }, "steps", /1 to 10,000,000/],
  [
    "a loss target in words",
    { ...golden, lossTarget: "low" },
    "lossTarget",
    /must be a number/,
  ],
  [
    "divergence as a word",
    { ...golden, divergence: "on" },
    "divergence",
    /"off" or limits such as \{"loss": 1e6/,
  ],
  [
    "a divergence limit that is no growth",
    { ...golden, divergence: { loss: 1 } },
    "divergence.loss",
    /limit of the loss must be a number of at least 2/,
  ],
  [
    "another field of divergence",
    { ...golden, divergence: { loss: 100, gradient: 3 } },
    "divergence.gradient",
    /not a field here/,
  ],
  [
    "a cadence of 0",
    { ...golden, measure: { sharpness: { every: 0 } } },
    "measure.sharpness.every",
    /Steps between sharpness measurements must be a whole number/,
  ],
  [
    "21 eigenvalues",
    { ...golden, measure: { sharpness: { k: 21 } } },
    "measure.sharpness.k",
    /1 to 20/,
  ],
  [
    "another precision",
    { ...golden, precision: "float16" },
    "precision",
    /auto, float32, float64/,
  ],
  [
    "the wrong number of outputs",
    { ...golden, data: { source: "mnist" } },
    "model.layers[2].units",
    /must have 10 units.*it has 1/,
  ],
  [
    "no dense layer",
    {
      ...golden,
      model: { kind: "network", layers: [{ type: "activation", fn: "tanh" }] },
    },
    "model.layers",
    /at least one dense or .*layer/,
  ],
  [
    "a convolution of numbers",
    withLayers({ type: "conv2d", filters: 3 }, { type: "dense", units: 1 }),
    "model.layers[0]",
    /needs images.*1 number per sample/,
  ],
  [
    "a kernel that does not fit",
    onDigits({ type: "conv2d", filters: 3, kernel: 29, padding: "valid" }),
    "model.layers[0]",
    /kernel of 29 does not fit into an image of 28 × 28/,
  ],
  [
    "a pool that does not fit",
    onDigits({ type: "pool", kind: "max", size: 29 }),
    "model.layers[0]",
    /pool of 29 does not fit/,
  ],
  [
    "a pool after the images are flat",
    onDigits({ type: "flatten" }, { type: "pool", kind: "max" }),
    "model.layers[1]",
    /needs images/,
  ],
  [
    "a stride of 0",
    onDigits({ type: "conv2d", filters: 3, stride: 0 }),
    "model.layers[0].stride",
    /1 to 16/,
  ],
  [
    "no filters",
    onDigits({ type: "conv2d" }),
    "model.layers[0].filters",
    /1 to 1,024/,
  ],
  [
    "an unknown padding",
    onDigits({ type: "conv2d", filters: 3, padding: "full" }),
    "model.layers[0].padding",
    /same, valid/,
  ],
  [
    "an unknown pool",
    onDigits({ type: "pool", kind: "mean" }),
    "model.layers[0].kind",
    /avg, max/,
  ],
  [
    "a bias in words",
    withLayers({ type: "dense", units: 1, bias: "no" }),
    "model.layers[0].bias",
    /true or false/,
  ],
  [
    "too many layers",
    withLayers(...Array.from({ length: 51 }, () => ({ type: "flatten" }))),
    "model.layers",
    /at most 50/,
  ],
  [
    "a convolution at the end",
    {
      ...golden,
      data: { source: "mnist" },
      model: {
        kind: "network",
        layers: [{ type: "conv2d", filters: 2 }],
      },
    },
    "model.layers[0]",
    /must end with 10 outputs.*it has 1,568/,
  ],
  [
    "too few explicit values",
    withInit({ scheme: "explicit", values: [1, 2] }),
    "model.init.values",
    /each of the 61 parameters; there are 2/,
  ],
  [
    "explicit values in words",
    withInit({ scheme: "explicit", values: ["a"] }),
    "model.init.values[0]",
    /finite number/,
  ],
  [
    "a deviation of 0",
    withInit({ scheme: "normal", std: 0 }),
    "model.init.std",
    /greater than 0/,
  ],
  [
    "negative bias noise",
    withInit({ scheme: "he", biasNoise: -1 }),
    "model.init.biasNoise",
    /0 to 10/,
  ],
  [
    "cross-entropy of a teacher's numbers",
    withTargets("cross-entropy", { source: "teacher", outputs: 2 }, 2),
    "loss",
    /^Cross-entropy needs targets of at least 0, .* teacher may be negative\.$/,
  ],
  [
    "the logistic loss of a teacher's numbers",
    withTargets("logistic", { source: "teacher" }),
    "loss",
    /^The logistic loss needs targets of −1 or 1; the targets of teacher /,
  ],
  [
    "the logistic loss of a polynomial",
    { ...golden, loss: "logistic" },
    "loss",
    /^The logistic loss needs targets of −1 or 1; the target of sample 2 is -0\.18\d+\.$/,
  ],
  [
    "cross-entropy of one number of a table",
    withTargets("cross-entropy", table),
    "data.targetKind",
    /^Cross-entropy needs at least two classes; csv has one number per sample/,
  ],
  [
    "the logistic loss of two numbers of a table",
    withTargets("logistic", { ...table, target: ["y", "z"] }),
    "loss",
    /^The logistic loss needs two classes or one target of ±1; csv has 2 targets/,
  ],
  [
    "cross-entropy of a negative number in the experiment",
    withTargets(
      "cross-entropy",
      {
        source: "inline",
        x: [[1], [2]],
        y: [
          [1, 0],
          [2, -1],
        ],
      },
      2,
    ),
    "loss",
    /targets of at least 0, .*; target 2 of row 2 of the data is -1\.$/,
  ],
  [
    "cross-entropy of a negative number, by its row though rows are shuffled",
    withTargets(
      "cross-entropy",
      {
        source: "inline",
        x: [[1], [2], [3], [4]],
        y: [
          [1, 0],
          [0, 1],
          [0.5, 0.5],
          [0.25, -0.5],
        ],
        testSamples: 2,
        split: { kind: "shuffled", seed: 0 },
      },
      2,
    ),
    "loss",
    /; target 2 of row 4 of the data is -0\.5\.$/,
  ],
  [
    "the logistic loss of a test sample of 0",
    withTargets("logistic", {
      source: "inline",
      x: [[1], [2], [3]],
      y: [1, -1, 0],
      testSamples: 1,
    }),
    "loss",
    /targets of −1 or 1; the target of row 3 of the data is 0\.$/,
  ],
  [
    "cross-entropy of one number",
    { ...golden, loss: "cross-entropy" },
    "loss",
    /at least two classes/,
  ],
  [
    "the logistic loss of ten classes",
    { ...onDigits(), loss: "logistic" },
    "loss",
    /two classes or one target/,
  ],
  [
    "full momentum",
    withOptimizer({ kind: "polyak", stepSize: 1, momentum: 1 }),
    "optimizer.momentum",
    /less than 1/,
  ],
  [
    "a negative weight decay",
    withOptimizer({ kind: "gd", stepSize: 1, weightDecay: -1 }),
    "optimizer.weightDecay",
    /0 to 1,000/,
  ],
  [
    "an epsilon of 0",
    withOptimizer({ kind: "adam", stepSize: 1, epsilon: 0 }),
    "optimizer.epsilon",
    /greater than 0/,
  ],
  [
    "momentum for gradient descent",
    withOptimizer({ kind: "gd", stepSize: 1, momentum: 0.9 }),
    "optimizer.momentum",
    /not a field here/,
  ],
  [
    "all eigenvalues of many parameters",
    {
      ...withLayers({ type: "dense", units: 200 }, { type: "dense", units: 1 }),
      measure: { sharpness: { k: "all" } },
    },
    "measure.sharpness.k",
    /at most 300 parameters; this model has 601/,
  ],
  [
    "some eigenvalues",
    { ...golden, measure: { sharpness: { k: "some" } } },
    "measure.sharpness.k",
    /1 to 20, or "all"/,
  ],
  [
    "a midpoint in words",
    { ...golden, measure: { sharpness: { midpoint: "yes" } } },
    "measure.sharpness.midpoint",
    /true or false/,
  ],
  ["no data", { ...golden, data: undefined }, "data", /A network needs data/],
  [
    "a landscape with data",
    { ...golden, model: { kind: "landscape", name: "product" } },
    "data",
    /has no data/,
  ],
  [
    "a landscape with a loss",
    landscape({ name: "product" }, { loss: "mse" }),
    "loss",
    /has no loss/,
  ],
  [
    "an unknown landscape",
    landscape({ name: "saddle" }),
    "model.name",
    /quadratic, product/,
  ],
  [
    "an unknown kind of model",
    { ...golden, model: { kind: "transformer" } },
    "model.kind",
    /"network" or "landscape"/,
  ],
  [
    "a start of three numbers",
    landscape({ name: "product", start: [1, 2, 3] }),
    "model.start",
    /two numbers/,
  ],
  [
    "a matrix that is not square",
    landscape({ name: "quadratic", matrix: [[1, 2]], start: [1] }),
    "model.matrix[0]",
    /square|as many|1/,
  ],
  [
    "too many variables",
    landscape({
      formula: "a",
      start: Object.fromEntries([..."abcdefghi"].map((name) => [name, 1])),
    }),
    "model.start",
    /1 to 8 variables/,
  ],
  [
    "a formula that is code",
    landscape({ formula: "process.exit()", start: { x: 1 } }),
    "model.formula",
    /./,
  ],
  [
    "ragged rows",
    {
      ...golden,
      data: { source: "inline", x: [[1], [2, 3]], y: [[1], [2]] },
    },
    "data.x[1]",
    /same length/,
  ],
  [
    "a file without a path",
    { ...golden, data: { source: "csv" } },
    "data.path",
    /path of a file/,
  ],
  [
    "one test sample too many",
    { ...golden, data: { source: "iris", testSamples: 150 } },
    "data.testSamples",
    /1 to 149/,
  ],
];

describe("refusals name the field, what is allowed and only that", () => {
  test.each(bad)("%s", (_name, input, path, message) => {
    const validation = validateExperiment(input);
    if (validation.ok) throw new Error("It was accepted.");
    expect(validation.fields.map((f) => f.path)).toEqual([path]);
    expect(validation.fields[0].message).toMatch(message);
    // Without a field there is nothing to try instead.
    if (path) expect(validation.fields[0].suggestion).toMatch(/\S/);
  });

  test("all wrong fields at once", () => {
    const validation = validateExperiment({ ...golden, steps: -1, loss: 3 });
    expect(validation.ok || validation.fields.map((f) => f.path)).toEqual([
      "loss",
      "steps",
    ]);
  });
});

describe("a misspelt field", () => {
  test.each([
    [{ ...golden, step: 5 }, "step", 'Did you mean "steps"?'],
    [
      { ...golden, divergence: { parameter: 9 } },
      "divergence.parameter",
      'Did you mean "parameters"?',
    ],
    [
      { ...golden, optimizer: { kind: "gd", stepSize: 1, stepsize: 2 } },
      "optimizer.stepsize",
      'Did you mean "stepSize"?',
    ],
    [
      { ...golden, data: { source: "mnist", sample: 4 } },
      "data.sample",
      'Did you mean "samples"?',
    ],
    [
      {
        ...golden,
        model: {
          ...golden.model,
          layers: [...layers, { type: "dense", units: 1, unit: 2 }],
        },
      },
      "model.layers[3].unit",
      'Did you mean "units"?',
    ],
    [
      { ...golden, measure: { sharpness: { ever: 3 } } },
      "measure.sharpness.ever",
      'Did you mean "every"?',
    ],
    [{ ...golden, zzzzzzzz: 1 }, "zzzzzzzz", "Remove it."],
  ])("%#", (input, path, suggestion) => {
    const validation = validateExperiment(input);
    expect(validation).toMatchObject({
      ok: false,
      fields: [{ path, suggestion }],
    });
  });
});

test("defaults are filled in", () => {
  const spec = requireExperiment(golden);
  expect(spec).toMatchObject({
    loss: "mse",
    precision: "auto",
    measure: { sharpness: { every: 10, k: 1 } },
  });
  expect(spec.model).toMatchObject({
    init: { scheme: "sine", seed: 0, biasNoise: 0 },
    layers: [{ type: "dense", units: 20, bias: true }, {}, {}],
  });
});

test.each([
  [withLayers({ type: "activation", fn: "tahn" }), 'Did you mean "tanh"?'],
  [{ ...golden, data: { source: "minst" } }, 'Did you mean "mnist"?'],
  [landscape({ name: "quadrtic" }), 'Did you mean "quadratic"?'],
  [withOptimizer({ kind: "adm", stepSize: 1 }), 'Did you mean "adam"?'],
  [withOptimizer({ kind: "gd", stepSize: "0.1" }), "Write 0.1 without quotes."],
  [{ ...golden, steps: 1e9 }, "Try 10000000."],
  [{ ...golden, steps: undefined }, 'Add "steps".'],
  [{ ...golden, precision: 64 }, 'Leave it out for "auto".'],
])("a way out: %#", (input, suggestion) => {
  const validation = validateExperiment(input);
  expect(validation).toMatchObject({ ok: false, fields: [{ suggestion }] });
});

test("validation is idempotent and a result file is an experiment", () => {
  for (const { spec } of presets) {
    expect(requireExperiment(spec)).toEqual(spec);
    expect(requireExperiment({ ...spec, result: { anything: 1 } })).toEqual(
      spec,
    );
  }
});

test("a field whose name is a blank begins no sentence with it", () => {
  const input = { ...presets[0].spec, " ": 1 };
  expect(() => requireExperiment(input)).toThrow(
    /^\ufffd: " " is not a field here\./,
  );
});

test("a hostile key is refused like any other and changes no prototype", () => {
  const input = JSON.parse(
    '{"__proto__": {"polluted": 1}, "edgeLab": 1}',
  ) as unknown;
  expect(validateExperiment(input).ok).toBe(false);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test.each([
  ["targets of ±1", "logistic", { source: "chebyshev", degree: 2, samples: 3 }],
  ["classes of a table", "cross-entropy", { ...table, targetKind: "class" }],
  ["several numbers", "cross-entropy", { ...table, target: ["y", "z"] }],
  ["one number of a table", "logistic", table],
  ["numbers of a teacher", "mse", { source: "teacher" }],
])("a loss of targets it is defined for: %s", (_, loss, data) => {
  expect(validateExperiment(withTargets(loss, data))).toMatchObject({
    ok: true,
  });
});
