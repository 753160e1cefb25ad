/** The largest eigenvalues are the largest: measured ones against the whole Hessian. */
import { describe, expect, test } from "vitest";
import { chebyshev } from "../../../core/data/chebyshev";
import { buildLandscape } from "../../../core/objective/landscapes/build";
import type { Objective } from "../../../core/objective/objective";
import { createRandom } from "../../../core/random";
import { denseSpectrum } from "../../../core/spectrum/dense";
import { symmetricEigen } from "../../../core/spectrum/symmetric";
import { SpectrumMeter } from "../../../core/spectrum/meter";
import { SharpnessTracker } from "../../../core/spectrum/sharpness";
import { addScaled } from "../../../core/vector";
import {
  finish,
  float64,
  goldenProblem,
  smallProblem,
  tensorflowBackend,
} from "../support";
import { families, follow } from "./families";

const ks = [1, 2, 3];
/** The long form, with more steps and the large networks, is in tests/torture/largest.test.ts. */
const small = families.filter(
  ({ widths }) => Math.max(...widths) < 28 || widths.length === 3,
);

describe.each(small)("$name", (family) => {
  test.each(family.stepSizes)(
    "along gradient descent with η = %d",
    (stepSize) => {
      for (const k of ks) {
        const run = { k, stepSize, steps: 12, tolerance: 1e-6 };
        const { wrong, crossings } = follow(float64(), family, run);
        expect(wrong).toEqual([]);
        expect(crossings.measured).toBe(crossings.true);
      }
    },
  );
});

test.each(small.filter(({ name }) => /8|identical|random 4.*1$/.test(name)))(
  "$name in float32 on TensorFlow",
  (family) => {
    const run = { k: 2, stepSize: 0.1, steps: 5, tolerance: 1e-3 };
    expect(follow(tensorflowBackend(), family, run).wrong).toEqual([]);
  },
);

/** Gradient descent with all eigenvalues beside the k that are measured. */
function* descend(
  { objective, theta }: { objective: Objective; theta: Float64Array },
  { k, stepSize, steps }: { k: number; stepSize: number; steps: number },
) {
  const tracker = new SharpnessTracker(k, "float64", 0);
  const gradient = new Float64Array(theta.length);
  for (let step = 0; step <= steps; step++) {
    const at = objective.linearize(theta);
    const measured = finish(tracker.measure(at));
    const all = finish(denseSpectrum(at));
    at.dispose();
    yield { step, measured, all };
    objective.evaluate(theta, gradient);
    addScaled(theta, -stepSize, gradient);
  }
}

test("an eigenvalue that grows where no guess has a part is seen at once", () => {
  // λ along y is 1 + 2t after t steps with η = 0.1, and passes 10 at step 5 and 20 at step 10.
  const landscape = buildLandscape({
    kind: "landscape",
    name: "formula",
    formula: "5*a^2 + 4*b^2 + 3*c^2 + 2*d^2 + (1 + 20*w)*y^2/2 - w",
    start: { a: 0.001, b: 0.001, c: 0.001, d: 0.001, y: 0, w: 0 },
  });
  const run = { k: 1, stepSize: 0.1, steps: 40 };
  for (const { step, measured } of descend(landscape, run)) {
    expect(measured.values[0]).toBeCloseTo(Math.max(10, 1 + 2 * step), 8);
    expect(measured.certificate).toBe(0);
  }
});

test.each([0.2, 0.3, 0.4, 0.6])(
  "the golden network with η = %d: each of k is that of the whole spectrum",
  (stepSize) => {
    for (const k of ks) {
      const problem = goldenProblem(float64(), chebyshev(3, 20));
      const run = { k, stepSize, steps: 120 };
      for (const { measured, all } of descend(problem, run))
        measured.values.forEach((value, i) =>
          // The tolerance of a residual is 1e-8 of the largest, which is below 20.
          expect(Math.abs(value - all.values[i])).toBeLessThan(2e-7),
        );
    }
  },
);

test("eigenvalues of multiplicity 9 are found 9 times", () => {
  // Softmax regression at zero weights: H is the Kronecker product of XᵀX/n and (I − 11ᵀ/C)/C.
  const [inputs, classes, samples] = [40, 10, 60];
  const { objective, data } = smallProblem(
    float64(),
    [{ type: "dense", units: classes, bias: false }],
    { samples, inputs, outputs: classes, loss: "cross-entropy" },
  );
  const covariance = Array.from({ length: inputs }, (_, i) =>
    Float64Array.from({ length: i + 1 }, (_, j) => {
      let sum = 0;
      for (let s = 0; s < samples; s++)
        sum += data.inputs[s * inputs + i] * data.inputs[s * inputs + j];
      return sum / samples / classes;
    }),
  );
  const [first, second, third] = symmetricEigen(covariance).values;
  const expected = [
    ...Array<number>(9).fill(first),
    ...Array<number>(9).fill(second),
    third,
    third,
  ];
  const tracker = new SharpnessTracker(20, "float64", 0);
  for (let i = 0; i < 2; i++) {
    const at = objective.linearize(new Float64Array(objective.size));
    const { values, converged, certificate } = finish(tracker.measure(at));
    at.dispose();
    expect(converged).toBe(true);
    expect(certificate).toBeLessThan(1);
    values.forEach((value, j) => expect(value).toBeCloseTo(expected[j], 8));
  }
});

test("the smallest eigenvalues, of few and of many parameters", () => {
  const random = createRandom(4);
  for (const size of [30, 400]) {
    const values = Float64Array.from(
      { length: size },
      (_, i) => i - size / 3 + 0.2 * random.uniform(),
    );
    const meter = new SpectrumMeter(
      { every: 1, k: 2, smallest: 3, midpoint: false, trace: true },
      { size, threshold: 1e9, precision: "float64" },
    );
    const { smallest, certificate } = finish(
      meter.measure({
        loss: 0,
        gradient: new Float64Array(size),
        hvp: (v) => v.map((x, i) => x * values[i]),
        third: (v) => v,
        dispose: () => undefined,
      }),
    );
    expect(certificate).toBeLessThan(0.1);
    expect(smallest.values).toHaveLength(3);
    smallest.values.forEach((value, i) => {
      expect(value).toBeCloseTo(values[i], 6);
      expect(smallest.residuals[i]).toBeLessThan(1e-8 * size);
    });
  }
});
