/** Each update by hand, two steps along, from the formulas. */
import { describe, expect, test } from "vitest";
import { Adam } from "../../../core/optimizers/adam";
import { createOptimizer } from "../../../core/optimizers/spec";
import { RmsProp } from "../../../core/optimizers/rmsprop";
import { withWeightDecay } from "../../../core/optimizers/weight-decay";
import { requireExperiment } from "../../../core/experiment/validate";
import { chebyshev } from "../../../core/data/chebyshev";
import { quadratic } from "../run/support";
import {
  along,
  float64,
  golden,
  goldenProblem,
  relativeDifference,
} from "../support";

const [g1, g2] = [0.5, -2];

describe.each([
  ["gd", { kind: "gd", stepSize: 0.1 }, -0.1 * g1, -0.1 * (g1 + g2)],
  [
    "polyak",
    { kind: "polyak", stepSize: 0.1, momentum: 0.8 },
    -0.1 * g1,
    -0.1 * (g1 + 0.8 * g1 + g2),
  ],
  [
    "nesterov",
    { kind: "nesterov", stepSize: 0.1, momentum: 0.8 },
    -0.1 * 1.8 * g1,
    -0.1 * (1.8 * g1 + g2 + 0.8 * (0.8 * g1 + g2)),
  ],
  [
    "ema",
    { kind: "ema", stepSize: 0.1, momentum: 0.8 },
    -0.1 * 0.2 * g1,
    -0.1 * (0.2 * g1 + 0.8 * 0.2 * g1 + 0.2 * g2),
  ],
  [
    "rmsprop",
    { kind: "rmsprop", stepSize: 0.1, beta2: 0.9, epsilon: 0.01 },
    (-0.1 * g1) / (Math.sqrt(0.1 * g1 ** 2) + 0.01),
    (-0.1 * g1) / (Math.sqrt(0.1 * g1 ** 2) + 0.01) -
      (0.1 * g2) / (Math.sqrt(0.09 * g1 ** 2 + 0.1 * g2 ** 2) + 0.01),
  ],
  [
    // The first step of Adam is −η·sign(g), whatever the size of g.
    "adam",
    { kind: "adam", stepSize: 0.1, beta1: 0.8, beta2: 0.9, epsilon: 1e-12 },
    -0.1,
    -0.1 -
      (0.1 * ((0.16 * g1 + 0.2 * g2) / (1 - 0.64))) /
        Math.sqrt((0.09 * g1 ** 2 + 0.1 * g2 ** 2) / (1 - 0.81)),
  ],
  [
    "sign-descent",
    { kind: "sign-descent", stepSize: 0.1 },
    -0.1 * Math.sign(g1),
    -0.1 * (Math.sign(g1) + Math.sign(g2)),
  ],
  [
    "normalized-descent",
    { kind: "normalized-descent", stepSize: 0.1 },
    -0.1 * Math.sign(g1),
    -0.1 * (Math.sign(g1) + Math.sign(g2)),
  ],
] as const)("%s", (_, optimizer, first, second) => {
  test("two steps from 0", () => {
    const spec = requireExperiment({ ...golden, optimizer }).optimizer;
    const rule = createOptimizer(spec, quadratic([1]));
    const theta = Float64Array.of(0);
    for (const [g, expected] of [
      [g1, first],
      [g2, second],
    ]) {
      const gradient = Float64Array.of(g);
      void rule.update(theta, gradient, 0.1);
      expect(theta[0]).toBeCloseTo(expected, 10);
      expect(gradient[0]).toBe(g);
    }
  });
});

test("normalised descent takes steps of length η, sign descent moves each parameter by η", () => {
  const gradient = Float64Array.of(3, 0, -4);
  const after = (kind: "normalized-descent" | "sign-descent") => {
    const spec = { kind, stepSize: 0.1, weightDecay: 0 };
    const theta = new Float64Array(3);
    void createOptimizer(spec, quadratic([1, 1, 1])).update(
      theta,
      gradient,
      0.5,
    );
    return [...theta].map((x) => x + 0);
  };
  [-0.3, 0, 0.4].forEach((x, i) =>
    expect(after("normalized-descent")[i]).toBeCloseTo(x, 15),
  );
  expect(after("sign-descent")).toEqual([-0.5, 0, 0.5]);
  // Nowhere to go where the gradient is 0.
  gradient.fill(0);
  expect(after("normalized-descent")).toEqual([0, 0, 0]);
  expect(after("sign-descent")).toEqual([0, 0, 0]);
});

test.each([
  new RmsProp(2, 0.9, 0.01),
  new Adam(2, { beta1: 0.8, beta2: 0.9, epsilon: 0.01 }),
])("the preconditioner is the one that the next update divides by", (rule) => {
  const theta = new Float64Array(2);
  for (const g of [
    [1, -3],
    [0.5, 0.25],
    [-2, 1],
  ]) {
    const gradient = Float64Array.from(g);
    const p = rule.preconditioner(gradient);
    // Asking changes nothing.
    expect(rule.preconditioner(gradient)).toEqual(p);
    const before = theta.slice();
    rule.update(theta, gradient, 0.1);
    const [mean] = rule instanceof Adam ? rule.state() : [gradient];
    theta.forEach((x, i) =>
      expect((x - before[i]) * p[i]).toBeCloseTo(-0.1 * mean[i], 14),
    );
  }
});

test("weight decay: gradient, Hv and loss are those of L + ½w|θ|²", () => {
  const { objective: bare, theta } = goldenProblem(float64(), chebyshev(3, 20));
  const objective = withWeightDecay(bare, 0.3);
  const gradient = new Float64Array(theta.length);
  const loss = objective.evaluate(theta, gradient);
  const at = objective.linearize(theta);
  expect(at.loss).toBe(loss);
  expect(at.gradient).toEqual(gradient);
  const v = theta.map((_, i) => Math.cos(i));
  const h = 1e-5;
  const hessian = at.hvp(v);
  at.dispose();
  const gradientAt = (t: number) => {
    const g = new Float64Array(theta.length);
    return { g, loss: objective.evaluate(along(theta, t, v), g) };
  };
  const [plus, minus] = [gradientAt(h), gradientAt(-h)];
  const slope = v.reduce((sum, x, i) => sum + x * gradient[i], 0);
  // Central differences with h = 1e-5: an error of some h² and rounding of 1e-11.
  expect((plus.loss - minus.loss) / (2 * h) / slope).toBeCloseTo(1, 6);
  const difference = plus.g.map((x, i) => (x - minus.g[i]) / (2 * h));
  expect(relativeDifference(difference, hessian)).toBeLessThan(1e-6);
});
