import { expect, test } from "vitest";
import { sources } from "../../../core/data";
import { dataSchema, dataShape } from "../../../core/data/spec";
import { describeInWords } from "../../../core/experiment/in-words";
import { presets } from "../../../core/experiment/presets";
import { requireExperiment } from "../../../core/experiment/validate";
import { optimizers } from "../../../core/optimizers";
import { golden } from "../support";

const told = (changes: object) =>
  describeInWords(requireExperiment({ ...golden, ...changes }));

const mlp = (units: number[], fn = "tanh") => ({
  kind: "network",
  init: { scheme: "xavier", seed: 3 },
  layers: units.flatMap((units, i) => [
    ...(i > 0 ? [{ type: "activation", fn }] : []),
    { type: "dense", units },
  ]),
});

test("a network, its data, loss, method, steps and seed", () => {
  expect(
    told({
      data: { source: "mnist", samples: 1000 },
      model: mlp([100, 10]),
      optimizer: { kind: "gd", stepSize: 0.05 },
      steps: 2000,
    }),
  ).toBe(
    "A 784-100-10 tanh network on 1,000 MNIST digits, squared error, gradient descent with step size 0.05, 2,000 steps, seed 3.",
  );
});

test("the article suits the number that follows", () => {
  const data = (inputs: number) => ({
    source: "inline",
    x: [Array.from({ length: inputs }, () => 1)],
    y: [[1]],
  });
  const begin = (inputs: number) =>
    told({ data: data(inputs), model: mlp([1]) }).split("-")[0];
  expect([1, 8, 11, 18, 80, 110].map(begin)).toEqual([
    "A 1",
    "An 8",
    "An 11",
    "An 18",
    "An 80",
    "A 110",
  ]);
});

test("a network without activation is linear, one with two says both", () => {
  const data = { source: "iris", testSamples: 30 };
  expect(told({ data, model: mlp([3]) })).toMatch(
    /^A 4-3 linear network on 120 iris flowers, /,
  );
  const { layers } = mlp([5, 5, 3]);
  const mixed = layers.with(3, { type: "activation", fn: "relu" });
  expect(told({ data, model: { kind: "network", layers: mixed } })).toMatch(
    /^A 4-5-5-3 tanh and relu network/,
  );
});

test("layers that such a name would hide are listed", () => {
  const layers = [
    { type: "conv2d", filters: 32 },
    { type: "activation", fn: "relu" },
    { type: "pool", kind: "avg" },
    { type: "flatten" },
    { type: "dense", units: 10 },
  ];
  expect(
    told({ data: { source: "mnist" }, model: { kind: "network", layers } }),
  ).toMatch(
    /^A network of the layers 32 filters 3×3 – relu – avg pool 2 – flatten – 10 on 5,000 MNIST digits, /,
  );
});

test("a file of unknown size goes by its name; where it lies is left out", () => {
  const data = {
    source: "csv",
    path: "C:\\data\\housing.csv",
    targetKind: "number",
  };
  expect(told({ data, model: mlp([20, 1]) })).toMatch(
    /^A 20-1 tanh network on the rows of housing\.csv, /,
  );
  expect(told({ data, model: mlp([1]) })).toMatch(
    /^A linear network with 1 output on the rows of housing\.csv, /,
  );
});

test("a landscape has a start in place of data and loss", () => {
  const model = { kind: "landscape", name: "product", start: [3, -0.2] };
  expect(
    told({
      data: undefined,
      loss: undefined,
      model,
      optimizer: { kind: "polyak", stepSize: 0.3, weightDecay: 0.01 },
      steps: 1,
      lossTarget: 0.001,
    }),
  ).toBe(
    "The landscape ½(xy − 1)² from x = 3 and y = −0.2, gradient descent with step size 0.3, Polyak momentum 0.9 and weight decay 0.01, 1 step or until the loss is 0.001.",
  );
  const deep = {
    kind: "landscape",
    name: "deep-product",
    start: [1, 1, 1, 1, 1],
  };
  expect(told({ data: undefined, loss: undefined, model: deep })).toMatch(
    /^The landscape ½\(w₁⋯w₅ − 1\)², gradient descent/,
  );
});

test("every optimiser, every source and every preset makes a sentence of its own", () => {
  const methods = optimizers.map(({ name }) =>
    told({ optimizer: { kind: name, stepSize: 0.1 } }),
  );
  expect(new Set(methods).size).toBe(optimizers.length);
  const needed: Record<string, object> = {
    csv: { path: "a.csv" },
    text: { path: "a.tsv" },
    idx: { images: "a", labels: "b" },
    cifar10: { path: ["a", "b"] },
    npz: { path: "a.npz" },
    npy: { inputs: "x.npy", targets: "y.npy" },
    inline: { x: [[1]], y: [[1]] },
  };
  const data = sources.map(({ name: source }) => {
    const data = dataSchema.parse({ source, ...needed[source] });
    const units = dataShape(data)?.targetWidth ?? 1;
    return told({ data, model: mlp([units]) });
  });
  expect(new Set(data).size).toBe(sources.length);
  const all = [
    ...methods,
    ...data,
    ...presets.map(({ spec }) => describeInWords(spec)),
  ];
  for (const sentence of all)
    expect(sentence).toMatch(
      /^(An? \d|A linear network with|A network of|The landscape).*, \d[\d,]* steps?.*\.$/,
    );
  for (const sentence of all)
    expect(sentence).not.toMatch(/undefined|NaN|null/);
});
