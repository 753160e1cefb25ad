import { describe, expect, test } from "vitest";
import { presets } from "../../../core/experiment/presets";
import {
  requireExperiment,
  validateExperiment,
} from "../../../core/experiment/validate";
import { golden } from "../support";

const layers = golden.model.layers;
const bad: [string, unknown, string, RegExp][] = [
  ["nothing", null, "", /must be an object/],
  ["a list", [], "", /must be an object/],
  ["no version", { ...golden, edgeLab: undefined }, "edgeLab", /edgeLab: 1/],
  ["a later version", { ...golden, edgeLab: 2 }, "edgeLab", /edgeLab: 1/],
  ["an empty name", { ...golden, name: "  " }, "name", /not be empty/],
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
    /tanh, relu, identity/,
  ],
  [
    "an unknown layer",
    { ...golden, model: { kind: "network", layers: [{ type: "conv" }] } },
    "model.layers[0].type",
    /dense, activation/,
  ],
  [
    "no units",
    { ...golden, model: { kind: "network", layers: [{ type: "dense" }] } },
    "model.layers[0].units",
    /1 to 20,000/,
  ],
  [
    "an unknown scheme",
    { ...golden, model: { ...golden.model, init: { scheme: "he" } } },
    "model.init.scheme",
    /uniform-fan-in, sine/,
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
    /"gd"/,
  ],
  ["no steps", { ...golden, steps: 0 }, "steps", /1 to 10,000,000/],
  [
    "a negative loss target",
    { ...golden, lossTarget: -1 },
    "lossTarget",
    /at least 0/,
  ],
  [
    "a cadence of 0",
    { ...golden, measure: { sharpness: { every: 0 } } },
    "measure.sharpness.every",
    /cadence must be a whole number/,
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
    /at least one dense layer/,
  ],
];

describe("refusals name the field, what is allowed and only that", () => {
  test.each(bad)("%s", (_name, input, path, message) => {
    const validation = validateExperiment(input);
    if (validation.ok) throw new Error("It was accepted.");
    expect(validation.fields.map((f) => f.path)).toEqual([path]);
    expect(validation.fields[0].message).toMatch(message);
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
  expect(spec.model.layers[0]).toEqual({
    type: "dense",
    units: 20,
    bias: true,
  });
});

test("validation is idempotent and a result file is an experiment", () => {
  for (const { spec } of presets) {
    expect(requireExperiment(spec)).toEqual(spec);
    expect(requireExperiment({ ...spec, result: { anything: 1 } })).toEqual(
      spec,
    );
  }
});

test("a hostile key is refused like any other and changes no prototype", () => {
  const input = JSON.parse(
    '{"__proto__": {"polluted": 1}, "edgeLab": 1}',
  ) as unknown;
  expect(validateExperiment(input).ok).toBe(false);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});
