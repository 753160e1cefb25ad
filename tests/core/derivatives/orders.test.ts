/**
 * Each primitive, and layers composed of them, in all orders to 3: coefficient k of the gradient along v is 1/k times the
 * central difference of coefficient k − 1, and coefficient 0 is that of the loss itself.
 */
import { describe, expect, test } from "vitest";
import * as functions from "../../../core/derivatives/functions";
import type { Graph } from "../../../core/derivatives/graph";
import type { Node } from "../../../core/derivatives/operation";
import { writeLayers } from "../../../core/layers/network";
import { layerSchema } from "../../../core/layers/spec";
import {
  along,
  float64,
  relativeDifference,
  tensorflowBackend,
} from "../support";
import { gradients, normals, type Write } from "./support";

const columns = 6;

/** A layer of the program on rows of numbers, with weights of its own. */
function layer<T>(graph: Graph<T>, x: Node, spec: object, shape: number[]) {
  const specs = [layerSchema.parse(spec)];
  return writeLayers(graph, specs, x, shape);
}

function dense<T>(graph: Graph<T>, x: Node, units: number): Node {
  const weights = graph.parameter(units, graph.shape(x).columns);
  return graph.dense(x, weights, graph.parameter(1, units));
}

const geometry = {
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
const pool = { height: 3, width: 2, channels: 2, size: 2 };
const image: Write = (g, x) =>
  g.apply(
    functions.tanh,
    g.conv2d(x, g.parameter(2, 4), g.parameter(1, 2), geometry),
  );

const smooth = [
  functions.tanh,
  functions.sigmoid,
  functions.softplus,
  functions.swish,
  functions.gelu,
  functions.square,
  functions.exp,
];
const cases: [string, Write][] = [
  ...smooth.map((f): [string, Write] => [
    f.name,
    (g, x) => dense(g, g.apply(f, dense(g, x, 3)), 2),
  ]),
  // Kinks stay where they are under so small a step.
  ...[functions.relu, functions.hardtanh, functions.elu].map(
    (f): [string, Write] => [
      f.name,
      (g, x) => dense(g, g.apply(f, dense(g, x, 3)), 2),
    ],
  ),
  [
    "a power of a positive number",
    (g, x) => {
      const square = g.apply(functions.square, dense(g, x, 3));
      return g.apply(functions.power(1.5), g.affine(square, 1, 1));
    },
  ],
  [
    "a product with itself, and a difference",
    (g, x) => {
      const a = dense(g, x, 3);
      return g.subtract(g.multiply(a, a), dense(g, a, 3));
    },
  ],
  ["softmax", (g, x) => dense(g, g.softmax(dense(g, x, 4)), 2)],
  [
    "products of each sample",
    (g, x) => {
      const rows = g.reshape(x, 2);
      const [a, b] = [dense(g, rows, 2), dense(g, rows, 3)];
      return g.matmul(g.matmul(b, a), a, true);
    },
  ],
  ["convolution", image],
  ["mean pool", (g, x) => g.meanPool(image(g, x), pool)],
  ["max pool", (g, x) => g.maxPool(image(g, x), pool)],
  [
    "layer norm",
    (g, x) =>
      dense(g, layer(g, dense(g, x, 5), { type: "layer-norm" }, [5]), 2),
  ],
  [
    "batch norm",
    (g, x) =>
      dense(g, layer(g, dense(g, x, 5), { type: "batch-norm" }, [5]), 2),
  ],
  [
    "self-attention",
    (g, x) =>
      dense(g, layer(g, dense(g, x, 12), { type: "attention" }, [3, 4]), 2),
  ],
  [
    "causal self-attention",
    (g, x) =>
      dense(
        g,
        layer(g, dense(g, x, 12), { type: "attention", causal: true }, [3, 4]),
        2,
      ),
  ],
  [
    "positions and their mean",
    (g, x) => {
      const moved = layer(g, dense(g, x, 12), { type: "positions" }, [3, 4]);
      const bent = g.apply(functions.tanh, moved);
      return dense(g, layer(g, bent, { type: "mean" }, [3, 4]), 2);
    },
  ],
  [
    "a block of a transformer",
    (g, x) => {
      const rows = dense(g, x, 12);
      const block = [
        { type: "residual", layers: [{ type: "attention", heads: 2 }] },
        { type: "layer-norm" },
        {
          type: "residual",
          layers: [
            { type: "dense", units: 4 },
            { type: "activation", fn: "gelu" },
            { type: "dense", units: 4 },
          ],
        },
        { type: "layer-norm" },
      ];
      return block.reduce((y, spec) => layer(g, y, spec, [3, 4]), rows);
    },
  ],
];

describe.each(cases)("%s", (_name, write) => {
  const subject = gradients(float64(), columns, write);
  // Not so large that attention saturates, where derivatives of high order are large and cancel.
  const theta = normals(subject.size, 3).map((x) => x / 2);
  const v = normals(subject.size, 4);
  // Truncation h² times derivatives two orders up, against rounding 1e-16/h: both below 1e-7 of the largest entry.
  const h = 1e-5;
  const largest = (a: Float64Array) => Math.max(...a.map(Math.abs));

  test("order 0 is the central difference of the loss", () => {
    const { coefficients } = subject.along(theta, v, 0);
    const difference = theta.map((_, i) => {
      const unit = theta.map((_, j) => (i === j ? 1 : 0));
      const at = (t: number) =>
        subject.along(along(theta, t, unit), v, 0).value;
      return (at(h) - at(-h)) / (2 * h);
    });
    expect(relativeDifference(coefficients[0], difference)).toBeLessThan(1e-6);
  });

  test.each([1, 2, 3])("order %i is the difference of the one below", (k) => {
    const exact = subject.along(theta, v, k).coefficients[k];
    const [ahead, behind] = [h, -h].map(
      (t) => subject.along(along(theta, t, v), v, k - 1).coefficients[k - 1],
    );
    const scale = largest(exact) + largest(ahead);
    expect(scale).toBeGreaterThan(0);
    exact.forEach((x, i) =>
      expect(Math.abs(k * x - (ahead[i] - behind[i]) / (2 * h))).toBeLessThan(
        1e-6 * scale,
      ),
    );
  });

  test("TensorFlow finds the same in single precision", () => {
    const twin = gradients(tensorflowBackend(), columns, write);
    const [double, single] = [subject, twin].map(
      (one) => one.along(theta, v, 2).coefficients,
    );
    // Six of seven digits are left after sums of some ten terms, and of third derivatives five.
    for (const [k, x] of single.entries())
      expect(relativeDifference(x, double[k])).toBeLessThan(1e-4);
  });
});
