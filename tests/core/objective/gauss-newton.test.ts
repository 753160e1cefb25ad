/** The Gauss–Newton matrix G of H = G + R where it is known exactly. */
import { describe, expect, test } from "vitest";
import { losses } from "../../../core/losses";
import { buildProblem } from "../../../core/experiment/build";
import type { Linearization } from "../../../core/objective/objective";
import { addScaled, dot } from "../../../core/vector";
import {
  float64,
  golden,
  layerList,
  relativeDifference,
  requireNetwork,
  smallProblem,
  tensorflowBackend,
  type Layers,
} from "../support";

const lossNames = losses.map(({ name }) => name);

const tanhLayers = (outputs: number): Layers => [
  { type: "dense", units: 5 },
  { type: "activation", fn: "tanh" },
  { type: "dense", units: outputs },
];

function gaussNewton(at: Linearization, v: Float64Array) {
  if (!at.gaussNewton) throw new Error("There is no product with G.");
  return at.gaussNewton(v);
}

test.each(lossNames)("R = 0 for a linear model, with %s", (loss) => {
  const outputs = loss === "logistic" ? 1 : 3;
  const { objective, theta, normals } = smallProblem(
    float64(),
    [{ type: "dense", units: outputs }],
    { samples: 7, inputs: 4, outputs, loss },
  );
  const v = normals(objective.size);
  const at = objective.linearize(theta);
  // The same sums: the outputs are linear in the parameters.
  expect(relativeDifference(gaussNewton(at, v), at.hvp(v))).toBeLessThan(1e-15);
  at.dispose();
});

test("R = 0 where the residual is 0, with mse", () => {
  const spec = requireNetwork(golden);
  spec.model.layers = layerList(tanhLayers(2));
  const shape = { samples: 6, inputs: 3, outputs: 2 };
  const problem = smallProblem(float64(), tanhLayers(2), shape);
  const { theta, data, normals } = problem;
  const row = (start: number, x: Float64Array, units: number) =>
    Float64Array.from({ length: units }, (_, o) => {
      const from = start + o * x.length;
      const weights = theta.subarray(from, from + x.length);
      return dot(weights, x) + theta[start + units * x.length + o];
    });
  const targets = Array.from({ length: 6 }, (_, i) => {
    const hidden = row(0, data.inputs.subarray(3 * i, 3 * i + 3), 5);
    return [...row(20, hidden.map(Math.tanh), 2)];
  });
  const train = { ...data, targets: Float64Array.from(targets.flat()) };
  const { objective } = buildProblem(float64(), spec, { train, test: null });
  const at = objective.linearize(theta);
  const v = normals(objective.size);
  // The residual is rounding, 1e-16.
  expect(at.loss).toBeLessThan(1e-30);
  expect(relativeDifference(gaussNewton(at, v), at.hvp(v))).toBeLessThan(1e-14);
  at.dispose();
});

test("G = JᵀJ for one sample of one output, with mse", () => {
  const shape = { samples: 1, inputs: 3, outputs: 1 };
  const { objective, theta, normals } = smallProblem(
    float64(),
    tanhLayers(1),
    shape,
  );
  const v = normals(objective.size);
  const at = objective.linearize(theta);
  // ∇L = (f − y)·J and 2L = (f − y)².
  const factor = dot(at.gradient, v) / (2 * at.loss);
  const expected = at.gradient.map((g) => factor * g);
  expect(relativeDifference(gaussNewton(at, v), expected)).toBeLessThan(1e-14);
  at.dispose();
});

describe.each(lossNames)("with %s", (loss) => {
  const outputs = loss === "logistic" ? 1 : 3;
  const shape = { samples: 7, inputs: 3, outputs, loss };
  const problem = smallProblem(float64(), tanhLayers(outputs), shape);
  const { objective, theta, normals } = problem;
  const [u, v] = [normals(objective.size), normals(objective.size)];

  test("G is symmetric and has no negative curvature, unlike H", () => {
    const at = objective.linearize(theta);
    const [gu, gv] = [gaussNewton(at, u), gaussNewton(at, v)];
    // Rounding in sums of some hundred terms.
    expect(Math.abs(dot(u, gv) - dot(v, gu))).toBeLessThan(1e-13);
    expect(dot(u, gu)).toBeGreaterThan(0);
    expect(relativeDifference(gv, at.hvp(v))).toBeGreaterThan(1e-3);
    at.dispose();
  });

  test("a product with H is not disturbed by one with G", () => {
    const at = objective.linearize(theta);
    const before = at.hvp(v);
    gaussNewton(at, u);
    expect(at.hvp(v)).toEqual(before);
    at.dispose();
  });

  test("TensorFlow finds the same in single precision", () => {
    const twin = smallProblem(tensorflowBackend(), tanhLayers(outputs), shape);
    const [double, single] = [objective, twin.objective].map((one) => {
      const at = one.linearize(theta);
      const product = gaussNewton(at, v);
      at.dispose();
      return product;
    });
    addScaled(single, -1, double);
    expect(Math.sqrt(dot(single, single) / dot(double, double))).toBeLessThan(
      1e-5,
    );
  });
});
