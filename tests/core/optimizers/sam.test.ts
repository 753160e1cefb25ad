/** SAM by hand, and its edge by bisection: the curvature at which a step at a fixed |g| comes out as long. */
import { describe, expect, test } from "vitest";
import { samEdge } from "../../../core/optimizers/sam";
import {
  createOptimizer,
  stabilityThreshold,
  thresholdAt,
  type OptimizerSpec,
} from "../../../core/optimizers/spec";
import { quadratic } from "../run/support";
import { finish } from "../support";

const spec = (rho: number, stepSize = 0.1): OptimizerSpec => ({
  kind: "sam",
  stepSize,
  weightDecay: 0,
  rho,
});

/** x after one update from x on ½λx². */
function after(lambda: number, x: number, rho: number, stepSize: number) {
  const objective = quadratic([lambda]);
  const theta = Float64Array.of(x);
  const updating = createOptimizer(spec(rho), objective).update(
    theta,
    Float64Array.of(lambda * x),
    stepSize,
  );
  if (updating) finish(updating);
  return theta[0];
}

test("takes the gradient uphill: x′ = x(1 − ηλ − ηλ²ρ/|g|)", () => {
  for (const x of [0.3, -2]) {
    const g = Math.abs(4 * x);
    const expected = x * (1 - 0.1 * 4 - (0.1 * 16 * 0.2) / g);
    expect(after(4, x, 0.2, 0.1)).toBeCloseTo(expected, 14);
  }
});

test("is gradient descent for ρ = 0, and stays where the gradient is 0", () => {
  expect(after(4, 0.3, 0, 0.1)).toBe(0.3 - 0.1 * 4 * 0.3);
  expect(after(4, 0, 0.2, 0.1)).toBe(0);
});

describe("the edge", () => {
  test.each([
    [0.05, 0.1, 1],
    [0.5, 0.1, 1],
    [0.05, 0.02, 0.01],
    [2, 1, 10],
    [1e-6, 0.1, 1],
  ])("at ρ = %j, η = %j and |g| = %j, by bisection", (rho, eta, gradNorm) => {
    const grows = (lambda: number) => {
      const x = gradNorm / lambda;
      return Math.abs(after(lambda, x, rho, eta)) > x;
    };
    let [low, high] = [1e-6, 4 / eta];
    expect([grows(low), grows(high)]).toEqual([false, true]);
    while (high / low > 1 + 1e-9) {
      const middle = Math.sqrt(low * high);
      if (grows(middle)) high = middle;
      else low = middle;
    }
    const edge = thresholdAt(spec(rho, eta), { stepSize: eta, gradNorm });
    expect(Math.abs(low / Number(edge) - 1)).toBeLessThan(1e-6);
  });

  test("is the formula (|g|/2ρ)(√(1+8ρ/(η|g|))−1)", () => {
    const at = { stepSize: 0.1, gradNorm: 3 };
    const root = Math.sqrt(1 + (8 * 0.2) / (0.1 * 3));
    expect(samEdge(0.2, at)).toBeCloseTo((3 / 0.4) * (root - 1), 12);
  });

  test("tends to 2/η for ρ → 0, and moves with |g|", () => {
    const at = { stepSize: 0.1, gradNorm: 1 };
    expect(samEdge(0, at)).toBe(20);
    for (const rho of [1e-4, 1e-8, 1e-12, 1e-300])
      expect(Math.abs(samEdge(rho, at) / 20 - 1)).toBeLessThan(
        20 * rho + 1e-15,
      );
    expect(samEdge(0.1, { ...at, gradNorm: 0.1 })).toBeLessThan(
      samEdge(0.1, at),
    );
    expect(samEdge(0.1, { ...at, gradNorm: 0 })).toBe(0);
    // One number for a run there is none.
    expect(stabilityThreshold(spec(0.1))).toBeNull();
  });
});
