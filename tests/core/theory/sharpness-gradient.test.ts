import { describe, expect, test } from "vitest";
import type { Objective } from "../../../core/objective/objective";
import { unitRoundoff } from "../../../core/rounding";
import { SharpnessTracker } from "../../../core/spectrum/sharpness";
import { edgePoint, type EdgePoint } from "../../../core/theory/edge-point";
import { addScaled, dot } from "../../../core/vector";
import {
  finish,
  float64,
  relativeDifference,
  smallProblem,
  tensorflowBackend,
  type Layers,
  type SmallShape,
} from "../support";

const dense = (fn: "tanh" | "swish" | "gelu" | "softplus"): Layers => [
  { type: "dense", units: 8 },
  { type: "activation", fn },
  { type: "dense", units: 6 },
  { type: "activation", fn },
  { type: "dense", units: 2 },
];
const conv: Layers = [
  { type: "conv2d", filters: 3, kernel: 3, padding: "same" },
  { type: "activation", fn: "tanh" },
  { type: "pool", kind: "avg", size: 2 },
  { type: "dense", units: 2 },
];
const flat: SmallShape = { samples: 12, inputs: 4, outputs: 2 };
const image: SmallShape = { samples: 6, inputs: [6, 6, 2], outputs: 2 };

const nets: [string, Layers, SmallShape][] = [
  ["tanh", dense("tanh"), flat],
  ["swish", dense("swish"), flat],
  ["gelu", dense("gelu"), flat],
  ["softplus", dense("softplus"), flat],
  ["CNN", conv, image],
];

function pointAt(
  objective: Objective,
  theta: Float64Array,
  precision: "float64" | "float32",
): EdgePoint {
  const at = objective.linearize(theta);
  const tracker = new SharpnessTracker(2, precision, 0);
  const point = finish(edgePoint(at, tracker, theta, unitRoundoff[precision]));
  at.dispose();
  if (!point) throw new Error("The Hessian is not finite.");
  return point;
}

describe.each(nets)("∇S of a %s network", (_, layers, shape) => {
  const { objective, theta, normals } = smallProblem(float64(), layers, shape);
  const exact = pointAt(objective, theta, "float64");

  test("is D³L(u, u, ·) as differences of Hu have it, to 1e-7", () => {
    const product = (h: number) => {
      const there = theta.slice();
      addScaled(there, h, exact.u);
      const at = objective.linearize(there);
      const result = at.hvp(exact.u).slice();
      at.dispose();
      return result;
    };
    // Central differences in float64 with h = 1e-4 are good to about 1e-8.
    const h = 1e-4;
    const difference = product(h);
    addScaled(difference, -1, product(-h));
    const expected = difference.map((x) => x / (2 * h));
    expect(relativeDifference(exact.sharpnessGradient, expected)).toBeLessThan(
      1e-7,
    );
  });

  test("is how S changes: along a random direction, to 1e-5", () => {
    const direction = normals(theta.length);
    const h = 1e-4;
    const sharpness = (t: number) => {
      const there = theta.slice();
      addScaled(there, t, direction);
      return pointAt(objective, there, "float64").eigenvalues[0];
    };
    // S itself is known to about 1e-13; the difference of order h² is what remains.
    const slope = (sharpness(h) - sharpness(-h)) / (2 * h);
    const expected = dot(exact.sharpnessGradient, direction);
    expect(Math.abs(slope / expected - 1)).toBeLessThan(1e-5);
  });

  test("in float32 on TensorFlow agrees to 1e-3", () => {
    const single = smallProblem(tensorflowBackend(), layers, shape);
    const at = single.objective.linearize(theta);
    // The same u on both sides: what is compared is the third derivative.
    const gradient = at.third(exact.u);
    expect(relativeDifference(gradient, exact.sharpnessGradient)).toBeLessThan(
      1e-3,
    );
    at.dispose();
  });

  test("α, β, δ and cos γ are what their formulas say", () => {
    const { gradient, sharpnessGradient, u, alpha, beta, delta } = exact;
    expect(alpha).toBe(-dot(gradient, sharpnessGradient));
    expect(Math.abs(dot(u, exact.perpendicular))).toBeLessThan(1e-12);
    expect(beta).toBe(dot(exact.perpendicular, exact.perpendicular));
    expect(delta).toBe(alpha > 0 ? Math.sqrt((2 * alpha) / beta) : 0);
  });
});
