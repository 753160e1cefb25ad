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

  test.each(["float64", "float32"] as const)(
    "in %s finds what equal eigenvalues fall below",
    (precision) => {
      const rest = Array.from({ length: 140 }, (_, i) => Math.sin(i) / 9);
      for (const k of [1, 2, 3]) {
        const tracker = new SharpnessTracker(k, precision, 0);
        for (let step = 0; step < 12; step++) {
          const falling = 1.5 * 0.75 ** step;
          const equal = Array<number>(9).fill(falling);
          // k − 1 above them all the time, and one that they fall below at step 3.
          const single = [3, 2.5].slice(0, k - 1);
          const values = [...single, ...equal, 0.7, ...rest];
          const found = finish(tracker.measure(diagonal(values)));
          expect(found.certificate).toBeLessThan(0.05);
          const largest = Math.max(falling, 0.7);
          expect(Math.abs(found.values[k - 1] - largest)).toBeLessThan(3e-3);
        }
      }
    },
  );

  test("where all other eigenvalues are equal, a random vector shows it", () => {
    const tracker = new SharpnessTracker(2, "float64", 0);
    for (let step = 0; step < 3; step++) {
      const values = [1, ...new Array<number>(150).fill(0)];
      const found = finish(tracker.measure(diagonal(values)));
      expect(found.values[0]).toBeCloseTo(1, 12);
      expect(found.values[1]).toBeCloseTo(0, 12);
      expect(found.certificate).toBe(0.01);
      expect(found.products).toBeLessThan(20);
    }
  });

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
