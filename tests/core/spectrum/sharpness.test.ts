import { describe, expect, test } from "vitest";
import type { Linearization } from "../../../core/objective/objective";
import { SharpnessTracker } from "../../../core/spectrum/sharpness";
import { finish } from "../support";

/** A point whose Hessian is this diagonal matrix. */
function diagonal(values: number[]): Linearization {
  return {
    loss: 0,
    gradient: new Float64Array(values.length),
    hvp: (v) => v.map((x, i) => values[i] * x),
    third: (v) => new Float64Array(v.length),
    dispose: () => undefined,
  };
}

/** Eigenvalues of which the one after the first k grows until it has overtaken them. */
const valuesAt = (step: number, k: number) =>
  [2, 1.9, 1.6, 1, 0.5, 0.2, -1].map((value, i) =>
    i === k ? value + 0.03 * step : value,
  );

describe("SharpnessTracker", () => {
  test.each([1, 2])(
    "with k = %i finds at once an eigenvalue that overtakes",
    (k) => {
      const tracker = new SharpnessTracker(k, "float64", 0);
      for (let step = 0; step < 30; step++) {
        const values = valuesAt(step, k);
        const found = finish(tracker.measure(diagonal(values)));
        expect(found.converged).toBe(true);
        const largest = values.sort((a, b) => b - a).slice(0, k);
        // The tolerance is 1e-8 of the largest, which is below 3.
        found.values.forEach((value, i) =>
          expect(Math.abs(value - largest[i]), `step ${step}`).toBeLessThan(
            3e-8,
          ),
        );
      }
    },
  );

  test("goes on from its state to the same numbers", () => {
    const tracker = new SharpnessTracker(1, "float64", 0);
    for (let step = 0; step < 9; step++)
      finish(tracker.measure(diagonal(valuesAt(step, 1))));
    const other = new SharpnessTracker(1, "float64", 1);
    other.restore(structuredClone(tracker.state()));
    for (let step = 9; step < 15; step++) {
      const at = diagonal(valuesAt(step, 1));
      expect(finish(other.measure(at))).toEqual(finish(tracker.measure(at)));
    }
  });
});
