/** The largest eigenvalues are the largest: measured ones against the whole Hessian. */
import { describe, expect, test } from "vitest";
import { buildLandscape } from "../../../core/landscapes/spec";
import { createRandom } from "../../../core/random";
import { symmetricEigen } from "../../../core/spectrum/symmetric";
import { SpectrumMeter } from "../../../core/spectrum/meter";
import { SharpnessTracker } from "../../../core/spectrum/sharpness";
import { addScaled } from "../../../core/vector";
import { finish, float64, smallProblem, tensorflowBackend } from "../support";
import { families, familyProblem } from "./families";
import { follow } from "./follow";

/** The long form, with more steps and the large networks, is in tests/torture/largest.test.ts. */
const small = families.filter(
  (family) => familyProblem(float64(), family).theta.length <= 160,
);

test("30 networks or more are symmetric or degenerate", () => {
  const symmetric = families.filter(
    ({ kind }) => kind === "symmetric or degenerate",
  );
  expect(symmetric.length).toBeGreaterThanOrEqual(30);
  const described = families.map((family) => {
    const { objective, theta } = familyProblem(float64(), family);
    const loss = objective.evaluate(theta, new Float64Array(theta.length));
    return `${loss} of ${theta.length} parameters`;
  });
  expect(new Set(described).size).toBe(families.length);
});

describe.each(small)("$name", (family) => {
  test.each(family.stepSizes)(
    "along gradient descent with η = %d",
    (stepSize) => {
      const run = { stepSize, steps: 6, tolerance: 1e-6 };
      const { wrong, crossings } = follow(float64(), family, run);
      expect(wrong).toEqual([]);
      expect(crossings).toEqual([]);
    },
  );
});

test.each(small.filter(({ name }) => /-8$|identical|deep.*1$/.test(name)))(
  "$name in float32 on TensorFlow",
  (family) => {
    const run = { stepSize: 0.1, steps: 2, tolerance: 1e-3 };
    expect(follow(tensorflowBackend(), family, run).wrong).toEqual([]);
  },
);

test.each(families.filter(({ name }) => /filters.*more than/.test(name)))(
  "$name in float32: equal eigenvalues hide none",
  (family) => {
    const run = { stepSize: 0.05, steps: 8, tolerance: 1e-3 };
    const { wrong, uncertified } = follow(tensorflowBackend(), family, run);
    expect(wrong).toEqual([]);
    expect(uncertified).toBe(0);
  },
);

test("an eigenvalue that grows where no guess has a part is seen at once", () => {
  // λ along y is 1 + 2t after t steps with η = 0.1, and passes 10 at step 5 and 20 at step 10.
  const landscape = buildLandscape({
    kind: "landscape",
    name: "formula",
    formula: "5*a^2 + 4*b^2 + 3*c^2 + 2*d^2 + (1 + 20*w)*y^2/2 - w",
    start: { a: 0.001, b: 0.001, c: 0.001, d: 0.001, y: 0, w: 0 },
  });
  const { objective, theta } = landscape;
  const tracker = new SharpnessTracker(1, "float64", 0);
  const gradient = new Float64Array(theta.length);
  for (let step = 0; step <= 40; step++) {
    const at = objective.linearize(theta);
    const { values, certificate } = finish(tracker.measure(at));
    at.dispose();
    expect(values[0]).toBeCloseTo(Math.max(10, 1 + 2 * step), 8);
    expect(certificate).toBe(0);
    objective.evaluate(theta, gradient);
    addScaled(theta, -0.1, gradient);
  }
});

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
      { k: 2, smallest: 3, trace: true },
      { size, precision: "float64" },
    );
    const { smallest, certificate } = finish(
      meter.measure(
        {
          loss: 0,
          gradient: new Float64Array(size),
          hvp: (v) => v.map((x, i) => x * values[i]),
          third: (v) => v,
          dispose: () => undefined,
        },
        1e9,
      ),
    );
    expect(certificate).toBeLessThan(0.1);
    expect(smallest.values).toHaveLength(3);
    smallest.values.forEach((value, i) => {
      expect(value).toBeCloseTo(values[i], 6);
      expect(smallest.residuals[i]).toBeLessThan(1e-8 * size);
    });
  }
});
