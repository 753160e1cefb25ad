import { describe, expect, test } from "vitest";
import { functions } from "../../../core/landscapes/functions";
import { expectDerivatives, formula } from "./support";

/** Points inside the domain and away from kinks. */
const points: Record<string, number[]> = {
  asin: [-0.6, 0, 0.45],
  acos: [-0.6, 0, 0.45],
  log: [0.3, 1, 4],
  ln: [0.3, 1, 4],
  log10: [0.3, 1, 4],
  log2: [0.3, 1, 4],
  sqrt: [0.3, 1, 4],
  abs: [-0.8, 1.3],
  relu: [-0.8, 1.3],
};

/** The functions again, from their definitions. */
const definitions: Record<string, (x: number) => number> = {
  sin: Math.sin,
  cos: Math.cos,
  tan: (x) => Math.sin(x) / Math.cos(x),
  asin: (x) => Math.atan2(x, Math.sqrt(1 - x * x)),
  acos: (x) => Math.atan2(Math.sqrt(1 - x * x), x),
  atan: (x) => Math.atan2(x, 1),
  sinh: (x) => (Math.exp(x) - Math.exp(-x)) / 2,
  cosh: (x) => (Math.exp(x) + Math.exp(-x)) / 2,
  tanh: (x) => 1 - 2 / (1 + Math.exp(2 * x)),
  exp: (x) => Math.E ** x,
  log: Math.log,
  ln: Math.log,
  log10: (x) => Math.log(x) / Math.log(10),
  log2: (x) => Math.log(x) / Math.log(2),
  sqrt: (x) => x ** 0.5,
  abs: (x) => (x < 0 ? -x : x),
  relu: (x) => (x < 0 ? 0 : x),
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  softplus: (x) => Math.log(1 + Math.exp(x)),
  // 2/√π·Σ (−1)ⁿx^(2n+1)/(n!(2n+1)) converges fast for |x| < 2.
  erf: (x) => {
    let [sum, term] = [0, x];
    for (let n = 0; n < 60; n++) {
      sum += term / (2 * n + 1);
      term *= (-x * x) / (n + 1);
    }
    return (2 / Math.sqrt(Math.PI)) * sum;
  },
  square: (x) => x * x,
  cube: (x) => x * x * x,
};

test("every function has a definition here", () => {
  expect([...functions.keys()].sort()).toEqual(Object.keys(definitions).sort());
});

describe.each([...functions.keys()])("%s", (name) => {
  test.each(points[name] ?? [-1.2, 0, 0.7])("at %f", (x) => {
    const { objective, theta } = formula(`${name}(x)`, { x });
    const value = objective.evaluate(theta, new Float64Array(1));
    // Rounding of a handful of operations on numbers of size 1.
    expect(Math.abs(value - definitions[name](x))).toBeLessThan(1e-14);
    expectDerivatives(objective, theta);
  });
});

test.each([
  { name: "sigmoid", low: 0, high: 1 },
  { name: "softplus", low: 0, high: 800 },
  { name: "erf", low: -1, high: 1 },
  { name: "tanh", low: -1, high: 1 },
])("$name far out", ({ name, low, high }) => {
  for (const x of [-800, 800]) {
    const { objective, theta } = formula(`${name}(x)`, { x });
    const at = objective.linearize(theta);
    const one = Float64Array.of(1);
    expect(at.loss).toBe(x < 0 ? low : high);
    expect(at.gradient[0]).toBe(name === "softplus" && x > 0 ? 1 : 0);
    expect(at.hvp(one)[0]).toBeCloseTo(0, 15);
    expect(at.third(one)[0]).toBeCloseTo(0, 15);
  }
});
