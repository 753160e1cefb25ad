/** The loss along the top eigenvector of the Hessian, beside the parabola that sharpness is the curvature of. */
import type { Objective } from "../objective/objective";
import { SharpnessTracker } from "../spectrum/sharpness";
import { addScaled, dot } from "../vector";

/** Losses on the line θ + s·u, u the top eigenvector of length 1. */
export interface TopLine {
  /** Curvature λ₁ along u. */
  sharpness: number;
  /** ∇L·u: the parabola is L(θ) + slope·s + ½λ₁s². */
  slope: number;
  loss: number;
  /**
   * α = −∇L·∇S and β = |∇S⊥|² of the theory of self-stabilisation, with ∇S = D³L(u, u, ·), which exists where λ₁
   * is simple and the model has no kinks.
   */
  alpha: number;
  beta: number;
  s: Float64Array;
  losses: Float64Array;
}

/** Points of the line; odd, so that θ itself is one of them. */
const points = 61;
/** How far it goes, in distances of θ from the lowest point of the parabola, and at least that of a step of length 1/λ₁. */
const reach = 3;

/** Yields after each Hessian-vector product and each loss. */
export function* alongTop(
  objective: Objective,
  theta: Float64Array,
  precision: "float64" | "float32",
): Generator<void, TopLine> {
  const at = objective.linearize(theta);
  let found: Pick<TopLine, "sharpness" | "slope" | "alpha" | "beta"> & {
    u: Float64Array;
  };
  try {
    const tracker = new SharpnessTracker(1, precision, 0);
    const { values, vectors } = yield* tracker.measure(at);
    const [u] = vectors;
    const rise = at.third(u);
    const along = dot(u, rise);
    found = {
      u,
      sharpness: values[0],
      slope: dot(at.gradient, u),
      alpha: -dot(at.gradient, rise),
      beta: dot(rise, rise) - along * along,
    };
  } finally {
    at.dispose();
  }
  const { u, ...edge } = found;
  const { sharpness, slope } = edge;
  const range = reach * Math.abs(slope / sharpness) || reach / sharpness;
  const half = (points - 1) / 2;
  const s = Float64Array.from(
    { length: points },
    (_, i) => (range * (i - half)) / half,
  );
  const losses = new Float64Array(points);
  const gradient = new Float64Array(theta.length);
  const moved = new Float64Array(theta.length);
  for (let i = 0; i < points; i++) {
    moved.set(theta);
    addScaled(moved, s[i], u);
    losses[i] = objective.evaluate(moved, gradient);
    yield;
  }
  return { ...edge, loss: losses[half], s, losses };
}
