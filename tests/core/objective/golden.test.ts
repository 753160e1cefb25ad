import { describe, expect, test } from "vitest";
import { chebyshev } from "../../../core/data/chebyshev";
import { createRandom } from "../../../core/random";
import { topEigenpairs } from "../../../core/spectrum/eigenpairs";
import { addScaled, dot, norm } from "../../../core/vector";
import type { Linearization } from "../../../core/objective/objective";
import {
  along,
  finish,
  float64,
  goldenProblem,
  relativeDifference,
  tensorflowBackend,
} from "../support";

// The reference was printed to about twelve digits; 1e-9 relative is what it promises.
const digits = 1e-9;
const near = (value: number, reference: number) =>
  expect(
    Math.abs(value / reference - 1),
    `${value} is not ${reference}`,
  ).toBeLessThan(digits);

/** All eigenvalues, largest first: the subspace grows to the whole space. */
const spectrum = (at: Linearization, k: number, tolerance = 1e-11) =>
  finish(
    topEigenpairs(at.hvp, {
      k,
      tolerance,
      maxProducts: 61,
      start: [at.gradient],
      random: createRandom(0),
    }),
  );

describe("the golden run: 1-20-1 tanh on T₃ at 20 points, η = 0.2, float64", () => {
  const { objective, theta } = goldenProblem(float64(), chebyshev(3, 20));
  const gradient = new Float64Array(objective.size);
  const advance = (steps: number) => {
    for (let t = 0; t < steps; t++) {
      objective.evaluate(theta, gradient);
      addScaled(theta, -0.2, gradient);
    }
  };

  test("t = 0: loss, gradient, spectrum, trace and ∇S", () => {
    const at = objective.linearize(theta);
    near(at.loss, 0.283742795653);
    near(norm(at.gradient), 0.844080438416);
    const all = spectrum(at, 61, 0);
    expect(all.values).toHaveLength(61);
    near(all.values[0], 4.7924633766);
    near(all.values[1], 1.6084955444);
    near(all.values[60], -0.1941642816);
    near(
      all.values.reduce((a, b) => a + b),
      6.3389162325,
    );
    const sharpnessGradient = at.third(all.vectors[0]);
    // The reference, 1.385037869, is a central difference with h = 1e-3, whose own error is 1.1e-9.
    const u = all.vectors[0];
    const product = (t: number) => {
      const there = objective.linearize(along(theta, t, u));
      const result = there.hvp(u);
      there.dispose();
      return result;
    };
    const difference = (h: number) => {
      const d = product(h);
      addScaled(d, -1, product(-h));
      return d.map((x) => x / (2 * h));
    };
    near(norm(difference(1e-3)), 1.385037869);
    near(norm(sharpnessGradient), norm(difference(1e-4)));
    // Nine digits of the reference: half a unit of the last is 5e-10.
    const alpha = -dot(at.gradient, difference(1e-3));
    expect(Math.abs(alpha - -0.181401706)).toBeLessThan(5e-10);
    near(
      -dot(at.gradient, sharpnessGradient),
      -dot(at.gradient, difference(1e-4)),
    );
    at.dispose();
  });

  test.each([
    [1, 0.209048497811, null],
    [10, 0.203055785751, 4.800082988],
    [100, 0.130114899116, 5.382181564],
    [400, 0.026532231874, 6.837922143],
    [700, 0.022390042098, 8.451119902],
    [991, 0.019712713819, 10.003063815],
  ])("t = %i: loss %d, sharpness %d", (step, loss, sharpness) => {
    const { theta: start } = goldenProblem(float64(), chebyshev(3, 20));
    theta.set(start);
    advance(step);
    const at = objective.linearize(theta);
    near(at.loss, loss);
    const { values, converged } = spectrum(at, 2);
    expect(converged).toBe(true);
    if (sharpness !== null) near(values[0], sharpness);
    // Seven digits of λ₂ are known.
    if (step === 400) expect(values[1]).toBeCloseTo(6.719836, 6);
    at.dispose();
  });
});

test("the golden net in float32 on TensorFlow: sharpness to 1e-3", () => {
  // Float32 rounding over 700 steps moves the trajectory by far less than 1e-3.
  const { objective, theta } = goldenProblem(
    tensorflowBackend(),
    chebyshev(3, 20),
  );
  const gradient = new Float64Array(objective.size);
  const known = new Map([
    [0, 4.7924633766],
    [10, 4.800082988],
    [100, 5.382181564],
    [400, 6.837922143],
    [700, 8.451119902],
  ]);
  for (let step = 0; step <= 700; step++) {
    const reference = known.get(step);
    if (reference !== undefined) {
      const at = objective.linearize(theta);
      const { values } = spectrum(at, 1, 1e-4);
      expect(Math.abs(values[0] / reference - 1)).toBeLessThan(1e-3);
      at.dispose();
    }
    objective.evaluate(theta, gradient);
    addScaled(theta, -0.2, gradient);
  }
});

test("both backends agree on the gradient of the golden net to 1e-5", () => {
  const one = goldenProblem(float64(), chebyshev(3, 20));
  const two = goldenProblem(tensorflowBackend(), chebyshev(3, 20));
  const [g1, g2] = [new Float64Array(61), new Float64Array(61)];
  one.objective.evaluate(one.theta, g1);
  two.objective.evaluate(two.theta, g2);
  // Single precision keeps seven digits and loses about one in sums of twenty.
  expect(relativeDifference(g2, g1)).toBeLessThan(1e-5);
});
