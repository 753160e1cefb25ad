/** Second derivatives that other programs have computed wrongly, and shapes that must be refused. */
import { describe, expect, test } from "vitest";
import { numberDataset } from "../../../core/data/dataset";
import * as functions from "../../../core/derivatives/functions";
import { Graph } from "../../../core/derivatives/graph";
import { buildProblem } from "../../../core/experiment/build";
import type { Backend } from "../../../core/tensor/backend";
import { float64, golden, requireNetwork, tensorflowBackend } from "../support";

const backends: [string, () => Backend<unknown>, number][] = [
  // Rounding of a few operations; in single precision 6e-8 each.
  ["float64", float64, 1e-14],
  ["TensorFlow", tensorflowBackend, 1e-6],
];

describe.each(backends)("on %s", (_name, backend, tolerance) => {
  test("the Hessian of softmax cross-entropy at equal logits is ±0.25", () => {
    const spec = requireNetwork({
      ...golden,
      data: { source: "inline", x: [[1]], y: [[1, 0]] },
      model: {
        kind: "network",
        init: { scheme: "explicit", values: [0.5, 0.5] },
        layers: [{ type: "dense", units: 2, bias: false }],
      },
      loss: "cross-entropy",
    });
    const inputs = { inputs: Float64Array.of(1), inputShape: [1] };
    const train = numberDataset(inputs, Float64Array.of(1, 0), 2);
    const problem = buildProblem(backend(), spec, { train, test: null });
    const at = problem.objective.linearize(problem.theta);
    expect([...at.hvp(Float64Array.of(1, 0))]).toEqual([0.25, -0.25]);
    expect([...at.hvp(Float64Array.of(0, 1))]).toEqual([-0.25, 0.25]);
    at.dispose();
  });

  const { tanh, exp, sigmoid, square } = functions;
  const t = Math.tanh;
  const s = (x: number) => 1 / (1 + Math.exp(-x));
  test.each([
    [
      "tanh²",
      [tanh, square],
      (x: number) => 2 * (1 - t(x) ** 2) * (1 - 3 * t(x) ** 2),
    ],
    ["exp", [exp], Math.exp],
    ["sigmoid", [sigmoid], (x: number) => s(x) * (1 - s(x)) * (1 - 2 * s(x))],
  ] as const)("the second derivative of Σ%s at 2 and 3", (_what, fs, exact) => {
    const be = backend();
    const graph = new Graph(be);
    const x = graph.parameter(1, 2);
    const y = fs.reduce((node, f) => graph.apply(f, node), x);
    const close = be.open();
    const at = graph.point();
    const row = (...values: number[]) =>
      be.upload(Float64Array.from(values), 1, 2);
    for (const k of [0, 1]) {
      at.z[k] = [];
      at.d[k] = [];
      at.z[k][x] = k === 0 ? row(2, 3) : row(1, 1);
      graph.forward(k, at, 0, fs.length);
      at.d[k][y] = k === 0 ? row(1, 1) : null;
      graph.backward(k, at, fs.length, true);
      if (k === 0) graph.prepare(at);
    }
    const found = new Float64Array(2);
    be.download(at.d[1][x], found, 0);
    close();
    for (const [i, point] of [2, 3].entries())
      expect(Math.abs(found[i] - exact(point))).toBeLessThan(
        tolerance * Math.max(1, Math.abs(exact(point))),
      );
  });
});

describe("shapes that do not fit are refused when the graph is built", () => {
  const graph = new Graph(float64());
  const x = graph.input(6);
  const image = {
    height: 3,
    width: 2,
    channels: 1,
    filters: 2,
    kernel: 2,
    stride: 1,
    outHeight: 3,
    outWidth: 2,
    top: 0,
    left: 0,
    padding: "same",
  } as const;
  const pool = { height: 4, width: 2, channels: 1, size: 2 };
  test.each<[string, () => unknown, string]>([
    [
      "dense",
      () => graph.dense(x, graph.parameter(2, 5), null),
      "dense needs 1 × 5 for each sample, not 1 × 6 for each sample.",
    ],
    [
      "a bias",
      () => graph.dense(x, graph.parameter(2, 6), graph.parameter(1, 3)),
      "dense needs 1 × 2, not 1 × 3.",
    ],
    [
      "a trained bias on weights that are not",
      () => graph.dense(x, graph.constant(2, 6), graph.parameter(1, 2)),
      "dense with a trained bias needs trained weights.",
    ],
    [
      "add",
      () => graph.add(x, graph.input(3)),
      "add needs 1 × 6 for each sample, not 1 × 3 for each sample.",
    ],
    [
      "a shared row",
      () => graph.multiply(graph.parameter(2, 6), x),
      "multiply needs 1 × 6, not 2 × 6.",
    ],
    [
      "matmul",
      () => graph.matmul(x, graph.input(2, 5)),
      "matmul needs 6 × 2 for each sample, not 5 × 2 for each sample.",
    ],
    ["reshape", () => graph.reshape(x, 4), "reshape cannot cut"],
    [
      "conv2d",
      () => graph.conv2d(x, graph.parameter(2, 3), null, image),
      "conv2d needs 2 × 4, not 2 × 3.",
    ],
    [
      "pool",
      () => graph.maxPool(x, pool),
      "maxPool needs 1 × 8 for each sample, not 1 × 6 for each sample.",
    ],
  ])("%s", (_name, build, message) => {
    expect(build).toThrow(message);
  });
});

test("a derivative beyond the known ones is refused by name", () => {
  const be = float64();
  const graph = new Graph(be);
  const x = graph.parameter(1, 1);
  graph.apply(functions.tanh, x);
  const at = graph.point();
  at.z = Array.from({ length: 6 }, () => [be.upload(Float64Array.of(1), 1, 1)]);
  graph.forward(0, at, 0, 1);
  expect(() => graph.forward(5, at, 0, 1)).toThrow(
    "tanh has no derivative 5 here.",
  );
});
