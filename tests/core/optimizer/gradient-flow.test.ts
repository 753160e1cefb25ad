import { describe, expect, test } from "vitest";
import { GradientFlow } from "../../../core/optimizer/gradient-flow";
import { rungeKuttaStep } from "../../../core/optimizer/runge-kutta";
import { quadratic } from "../run/support";
import { finish } from "../support";

/**
 * h·λ beyond which the classical Runge–Kutta method is unstable on x' = −λx: the positive root of
 * z³/24 − z²/6 + z/2 − 1, where its growth factor 1 − z + z²/2 − z³/6 + z⁴/24 is 1 again.
 */
const rungeKuttaLimit = 2.785293563405;

function stepped(eigenvalue: number, h: number, steps: number) {
  const objective = quadratic([eigenvalue]);
  const theta = Float64Array.of(1);
  const gradient = new Float64Array(1);
  for (let i = 0; i < steps; i++) {
    objective.evaluate(theta, gradient);
    finish(rungeKuttaStep(objective, theta, gradient, h));
  }
  return theta[0];
}

describe("the Runge–Kutta method", () => {
  test("is of order 4: half the step, a sixteenth of the error", () => {
    const error = (steps: number) =>
      Math.abs(stepped(1, 2 / steps, steps) - Math.exp(-2));
    // The next order is still worth some percent at these steps.
    expect(error(20) / error(40)).toBeGreaterThan(15);
    expect(error(20) / error(40)).toBeLessThan(18);
  });

  test("is stable at 0.999 of its limit and not at 1.001", () => {
    expect(stepped(4, (0.999 * rungeKuttaLimit) / 4, 20_000)).toBeLessThan(
      1e-6,
    );
    expect(stepped(4, (1.001 * rungeKuttaLimit) / 4, 20_000)).toBeGreaterThan(
      1e6,
    );
  });

  test("at its limit the growth factor is 1", () => {
    // Thirteen digits of the limit, times a slope of about 1.4.
    expect(stepped(1, rungeKuttaLimit, 1)).toBeCloseTo(1, 11);
  });
});

describe("gradient flow", () => {
  test.each([0.01, 0.5, 50])(
    "is at θ₀·exp(−λt) at t = η·step, η = %d",
    (stepSize) => {
      const eigenvalues = [20, 1e-3, -1e-3];
      const objective = quadratic(eigenvalues);
      const flow = new GradientFlow(objective, stepSize);
      const theta = Float64Array.from([1, 1, 1]);
      for (let step = 1; step <= 4; step++) {
        finish(flow.update(theta));
        const t = stepSize * step;
        // One step of 1/λ along the sharpest direction is off by 0.7 % of the start, and h⁵ elsewhere.
        expect(Math.abs(theta[0] - Math.exp(-20 * t))).toBeLessThan(0.01);
        expect(theta[1] / Math.exp(-1e-3 * t)).toBeCloseTo(1, 11);
        expect(theta[2] / Math.exp(1e-3 * t)).toBeCloseTo(1, 11);
      }
    },
  );

  test("finds a direction that becomes sharp later, and stays stable", () => {
    // Along x the curvature across grows as e^x: from 1 to 400 in a few records.
    const value = (t: Float64Array) =>
      Math.exp(t[0]) * t[1] ** 2 * 0.5 - 2 * t[0];
    const objective = {
      ...quadratic([0, 0]),
      evaluate(t: Float64Array, g: Float64Array) {
        g[0] = Math.exp(t[0]) * t[1] ** 2 * 0.5 - 2;
        g[1] = Math.exp(t[0]) * t[1];
        return value(t);
      },
      linearize(t: Float64Array) {
        const gradient = new Float64Array(2);
        const loss = this.evaluate(t, gradient);
        const [x, y] = t;
        const e = Math.exp(x);
        return {
          loss,
          gradient,
          hvp: (v: Float64Array) =>
            Float64Array.of(
              0.5 * e * y * y * v[0] + e * y * v[1],
              e * y * v[0] + e * v[1],
            ),
          third: (v: Float64Array) => v,
          dispose: () => undefined,
        };
      },
    };
    const flow = new GradientFlow(objective, 0.5);
    const theta = Float64Array.from([0, 1e-3]);
    for (let step = 0; step < 6; step++) {
      const before = Math.abs(theta[1]);
      finish(flow.update(theta));
      expect(Math.abs(theta[1])).toBeLessThan(before);
    }
    expect(theta[0]).toBeCloseTo(6, 4);
  });

  test("where there is no curvature it takes one step over the interval", () => {
    const flat = {
      ...quadratic([0]),
      evaluate: (t: Float64Array, g: Float64Array) => {
        g[0] = -3;
        return -3 * t[0];
      },
    };
    const linearize = flat.linearize;
    flat.linearize = (t) => ({
      ...linearize(t),
      gradient: Float64Array.of(-3),
    });
    const theta = Float64Array.of(0);
    finish(new GradientFlow(flat, 0.25).update(theta));
    expect(theta[0]).toBeCloseTo(0.75, 15);
  });
});
