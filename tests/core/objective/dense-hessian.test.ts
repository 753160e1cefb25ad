import { describe, expect, test } from "vitest";
import type { LossName } from "../../../core/losses/spec";
import { WeightDecay } from "../../../core/optimizers/weight-decay";
import { hessianColumns, wholeHessian } from "../../../core/spectrum/hessian";
import { preconditioned } from "../../../core/spectrum/preconditioned";
import type { Linearization } from "../../../core/objective/objective";
import {
  finish,
  float64,
  smallProblem,
  tensorflowBackend,
  type Layers,
} from "../support";

const stacks: { name: string; layers: Layers }[] = [
  { name: "one layer", layers: [{ type: "dense", units: 3 }] },
  {
    name: "two layers, gelu",
    layers: [
      { type: "dense", units: 5 },
      { type: "activation", fn: "gelu" },
      { type: "dense", units: 3 },
    ],
  },
  {
    name: "linear, without biases",
    layers: [
      { type: "dense", units: 4, bias: false },
      { type: "dense", units: 4, bias: false },
      { type: "dense", units: 3, bias: false },
    ],
  },
  {
    name: "three layers, some biases, an activation at either end",
    layers: [
      { type: "activation", fn: "swish" },
      { type: "dense", units: 6, bias: false },
      { type: "activation", fn: "tanh" },
      { type: "dense", units: 4 },
      { type: "activation", fn: "softplus" },
      { type: "dense", units: 3 },
      { type: "activation", fn: "sigmoid" },
    ],
  },
];
const losses: LossName[] = ["mse", "cross-entropy", "logistic"];

/** The largest difference between the two ways, relative to the largest entry. */
function disagreement(at: Linearization) {
  expect(at.hessian).toBeDefined();
  const whole = finish(wholeHessian(at));
  const columns = finish(hessianColumns(at));
  let [difference, largest] = [0, 0];
  whole.forEach((row, i) =>
    row.forEach((x, j) => {
      difference = Math.max(difference, Math.abs(x - columns[j][i]));
      largest = Math.max(largest, Math.abs(columns[j][i]));
    }),
  );
  return difference / largest;
}

describe.each(stacks)("the Hessian of $name, at once", ({ layers }) => {
  test.each(losses)("is that of P products, with %s", (loss) => {
    const isSigned = loss === "logistic";
    const { objective, theta } = smallProblem(
      float64(),
      isSigned ? [...layers, { type: "dense", units: 1 }] : layers,
      { samples: 7, inputs: 4, outputs: isSigned ? 1 : 3, loss },
    );
    const at = objective.linearize(theta);
    // Sums of a few hundred products in another order: some 1e-16 each.
    expect(disagreement(at)).toBeLessThan(1e-13);
    // Products before do not disturb it.
    at.hvp(theta);
    expect(disagreement(at)).toBeLessThan(1e-13);
    at.dispose();
  });

  test("in float32 on TensorFlow", () => {
    const shape = { samples: 7, inputs: 4, outputs: 3 };
    const { objective, theta } = smallProblem(
      tensorflowBackend(),
      layers,
      shape,
    );
    const at = objective.linearize(theta);
    // Single precision has 6e-8.
    expect(disagreement(at)).toBeLessThan(1e-5);
    at.dispose();
  });
});

const [, { layers }] = stacks;
const shape = { samples: 7, inputs: 4, outputs: 3 };

test("with weight decay and with a preconditioner", () => {
  const { objective, theta } = smallProblem(float64(), layers, shape);
  const at = new WeightDecay(objective, 0.3).linearize(theta);
  expect(disagreement(at)).toBeLessThan(1e-13);
  const diagonal = theta.map((_, i) => 0.5 + (i % 5));
  expect(disagreement(preconditioned(at, diagonal))).toBeLessThan(1e-13);
  at.dispose();
});

test("many samples and outputs go through it in parts", () => {
  const wide: Layers = [
    { type: "dense", units: 60 },
    { type: "activation", fn: "tanh" },
    { type: "dense", units: 2 },
  ];
  const many = { samples: 600, inputs: 3, outputs: 2 };
  const { objective, theta } = smallProblem(float64(), wide, many);
  const at = objective.linearize(theta);
  expect(disagreement(at)).toBeLessThan(1e-13);
  at.dispose();
});

test("a network with a convolution has none", () => {
  const conv: Layers = [
    { type: "conv2d", filters: 2, kernel: 2 },
    { type: "dense", units: 1 },
  ];
  const image = { samples: 3, inputs: [3, 3, 1], outputs: 1 };
  const { objective, theta } = smallProblem(float64(), conv, image);
  const at = objective.linearize(theta);
  expect(at.hessian).toBeUndefined();
  at.dispose();
});
