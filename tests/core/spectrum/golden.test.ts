/** The golden network at the edge: each of k measured eigenvalues is that of the whole spectrum. */
import { expect, test } from "vitest";
import { chebyshev } from "../../../core/data/chebyshev";
import { hessianColumns, symmetricPart } from "../../../core/spectrum/hessian";
import { SharpnessTracker } from "../../../core/spectrum/sharpness";
import { symmetricEigen } from "../../../core/spectrum/symmetric";
import { addScaled } from "../../../core/vector";
import { finish, float64, goldenProblem } from "../support";

const steps = 120;

test.each([0.2, 0.3, 0.4, 0.5, 0.6])("η = %d", (stepSize) => {
  const { objective, theta } = goldenProblem(float64(), chebyshev(3, 20));
  const gradient = new Float64Array(theta.length);
  const threshold = 2 / stepSize;
  const trackers = [1, 2, 3].map(
    (k) => new SharpnessTracker(k, "float64", 0, { threshold }),
  );
  for (let step = 0; step <= steps; step++) {
    const at = objective.linearize(theta);
    const hessian = symmetricPart(finish(hessianColumns(at)));
    const all = symmetricEigen(hessian).values;
    trackers.forEach((tracker, i) => {
      const { values, certificate } = finish(tracker.measure(at));
      expect(values).toHaveLength(i + 1);
      expect(certificate).toBe(0);
      values.forEach((value, j) =>
        // A residual is at most 1e-8 of the largest eigenvalue, the error no more; dense rounding is 1e-14.
        expect(Math.abs(value - all[j])).toBeLessThan(1e-8 * all[0] + 1e-12),
      );
      // So the step of the crossing is the true one.
      expect(values[0] >= threshold).toBe(all[0] >= threshold);
    });
    at.dispose();
    objective.evaluate(theta, gradient);
    addScaled(theta, -stepSize, gradient);
  }
  expect(theta.every(Number.isFinite)).toBe(true);
});
