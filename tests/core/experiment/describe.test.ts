import { expect, test } from "vitest";
import { sources } from "../../../core/data";
import { dataSchema, dataShape } from "../../../core/data/spec";
import { describeExperiment } from "../../../core/experiment/describe";
import { optimizers } from "../../../core/optimizers";
import { requireExperiment } from "../../../core/experiment/validate";
import { golden } from "../support";

const told = (changes: object) =>
  Object.fromEntries(
    describeExperiment(requireExperiment({ ...golden, ...changes })).map(
      ({ term, what }) => [term, what],
    ),
  );

test("data, network, loss and method in words", () => {
  expect(told({})).toEqual({
    Data: "Chebyshev polynomial of degree 3 at equally spaced points of [−1, 1]",
    Network: "20 – tanh – 1",
    Loss: "mean over samples of ½·Σ(f−y)²",
    Method: "Gradient descent",
  });
});

test("a convolutional network with what it does to ∇S", () => {
  const layers = [
    { type: "conv2d", filters: 32 },
    { type: "activation", fn: "relu" },
    { type: "pool", kind: "avg" },
    { type: "flatten" },
    { type: "dense", units: 10 },
  ];
  const { Network, Caution } = told({
    data: { source: "mnist" },
    model: { kind: "network", layers },
  });
  expect(Network).toBe("32 filters 3×3 – relu – avg pool 2 – flatten – 10");
  expect(Caution).toMatch(/relu is piecewise linear/);
});

test("a landscape has no data and no loss of another name", () => {
  const model = { kind: "landscape", name: "deep-product", start: [1, 1, 1] };
  expect(told({ data: undefined, model })).toEqual({
    Landscape: "½(w₁⋯w₃ − 1)²",
    Method: "Gradient descent",
  });
});

test("every method and every source of data has words of its own", () => {
  const methods = optimizers.map(
    ({ name }) => told({ optimizer: { kind: name, stepSize: 0.1 } }).Method,
  );
  expect(new Set(methods).size).toBe(optimizers.length);
  const needed: Record<string, object> = {
    csv: { path: "a.csv" },
    text: { path: "texts.tsv" },
    idx: { images: "a", labels: "b" },
    cifar10: { path: ["a", "b"] },
    npz: { path: "a.npz" },
    npy: { inputs: "x.npy", targets: "y.npy" },
    inline: { x: [[1]], y: [[1]] },
  };
  const data = sources.map(({ name: source }) => {
    const data = dataSchema.parse({ source, ...needed[source] });
    // A file that says no shape is read when the run begins.
    const units = dataShape(data)?.targetWidth ?? 1;
    const layers = [{ type: "dense", units }];
    return told({ data, model: { kind: "network", layers } }).Data;
  });
  expect(new Set(data).size).toBe(sources.length);
});

test("how rows are divided belongs to the data", () => {
  const data = { source: "iris", split: { kind: "stratified", seed: 3 } };
  const layers = [{ type: "dense", units: 3 }];
  const model = { kind: "network", layers };
  expect(told({ data, model }).Data).toBe(
    "Iris, 150 flowers of three species; stratified, seed 3",
  );
});
