/** The stated rounding error of a loss against the rounding errors that there are. */
import { expect, test } from "vitest";
import { chebyshev } from "../../../core/data/chebyshev";
import { lossOf, type LossName } from "../../../core/losses/spec";
import type { Objective } from "../../../core/objective/objective";
import { withWeightDecay } from "../../../core/optimizers/weight-decay";
import { createRandom } from "../../../core/random";
import {
  float64,
  goldenProblem,
  smallProblem,
  tensorflowBackend,
  type Layers,
  type SmallShape,
} from "../support";
import { formula, landscape } from "../landscapes/support";

const layers = (outputs: number): Layers => [
  { type: "dense", units: 20 },
  { type: "activation", fn: "tanh" },
  { type: "dense", units: outputs },
];

function loss(objective: Objective, theta: Float64Array) {
  return objective.evaluate(theta, new Float64Array(theta.length));
}

function descend(objective: Objective, theta: Float64Array, steps: number) {
  const gradient = new Float64Array(theta.length);
  for (let step = 0; step < steps; step++) {
    objective.evaluate(theta, gradient);
    for (let i = 0; i < theta.length; i++) theta[i] -= 0.3 * gradient[i];
  }
}

const shapes: (SmallShape & { loss: LossName })[] = [
  { samples: 20, inputs: 5, outputs: 1, loss: "mse" },
  { samples: 500, inputs: 10, outputs: 3, loss: "mse" },
  { samples: 20, inputs: 5, outputs: 3, loss: "cross-entropy" },
  { samples: 500, inputs: 10, outputs: 3, loss: "cross-entropy" },
  { samples: 20, inputs: 5, outputs: 1, loss: "logistic" },
  { samples: 500, inputs: 10, outputs: 1, loss: "logistic" },
];

test.each(shapes)(
  "float32 is off by no more, and by more than a thousandth of it: $loss, $samples samples",
  (shape) => {
    const single = smallProblem(
      tensorflowBackend(),
      layers(shape.outputs),
      shape,
    ).objective;
    const { objective, theta } = smallProblem(
      float64(),
      layers(shape.outputs),
      shape,
    );
    const random = createRandom(3);
    for (const steps of [0, 100, 900]) {
      descend(objective, theta, steps);
      let largest = 0;
      for (let i = 0; i < 10; i++) {
        // Parameters that float32 holds exactly.
        const there = theta.map((x) =>
          Math.fround(x * (1 + 1e-4 * random.normal())),
        );
        const off = Math.abs(loss(single, there) - loss(objective, there));
        largest = Math.max(largest, off / single.lossError);
        expect(objective.lossError).toBeLessThan(single.lossError * 1e-7);
      }
      expect(largest).toBeLessThan(1);
      expect(largest).toBeGreaterThan(1e-3);
    }
  },
);

test("in float64 neighbouring parameters have losses that differ by no more", () => {
  const { objective, theta } = goldenProblem(float64(), chebyshev(3, 20));
  const penalised = withWeightDecay(objective, 0.01);
  descend(objective, theta, 1000);
  for (const at of [objective, penalised]) {
    const middle = loss(at, theta);
    const allowed = at.lossError;
    // A few units in the last place of each parameter: the loss itself moves by less than 1e-17.
    for (let k = 1; k <= 50; k++) {
      const moved = theta.map((x, i) => x * (1 + (i % 2 ? k : -k) * 2 ** -52));
      const change = Math.abs(loss(at, moved) - middle);
      expect(change).toBeLessThan(2 * allowed + k * 1e-17);
    }
    expect(allowed).toBeLessThan(1e-14);
  }
});

test("of a formula it counts what cancels", () => {
  // (x − 1)², expanded: near x = 1 terms of size 1 cancel to nothing.
  const { objective } = formula("x^2 - 2*x + 1", { x: 1 });
  let largest = 0;
  for (let k = -20; k <= 20; k++) {
    const x = 1 + (k / 20) * 1e-8;
    const found = loss(objective, Float64Array.of(x));
    const off = Math.abs(found - (x - 1) * (x - 1));
    largest = Math.max(largest, off / objective.lossError);
  }
  expect(largest).toBeLessThan(1);
  expect(largest).toBeGreaterThan(0.01);
  const { objective: square } = formula("(x - 1)^2", { x: 1 });
  loss(square, Float64Array.of(1 + 1e-8));
  expect(square.lossError).toBeLessThan(1e-30);
});

test.each([
  {
    name: "quadratic",
    matrix: [
      [2, 1.9],
      [1.9, 2],
    ],
    start: [1, -1],
  },
  {
    name: "quadratic-regression",
    offset: -1,
    slope: [0.5, 0.5],
    matrix: [
      [0, 0],
      [0, 0],
    ],
    start: [1, 1],
  },
])("of $name it counts what cancels", (model) => {
  const { objective, theta } = landscape(model);
  const found = loss(objective, theta);
  expect(found).toBeLessThan(0.11);
  const expected =
    // ½θᵀ|A|θ = 3.9 of which 0.1 is left; f = −1 + ½ + ½ of which nothing is.
    model.name === "quadratic" ? 2 * 2 ** -53 * 7.8 : (8 * 2 ** -53) ** 2 / 2;
  expect(objective.lossError / expected).toBeCloseTo(1, 12);
});

test("the scale of a loss is that of outputs which are all 0", () => {
  const targets = Float64Array.of(1, 2, 3, 4);
  expect(lossOf("mse").magnitude(targets, 2).scale).toBe(30 / 4);
  const classes = Float64Array.of(1, 0, 0, 0, 0, 1);
  expect(lossOf("cross-entropy").magnitude(classes, 3).scale).toBe(Math.log(3));
  expect(lossOf("logistic").magnitude(Float64Array.of(1, -1), 1).scale).toBe(
    Math.LN2,
  );
});
