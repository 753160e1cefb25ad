import { addScaled, dot } from "../vector";
import type { Objective } from "../objective/objective";
import type { Projected } from "./projection";

/** x = u·v and y = ∇S⊥·v of a displacement v = θ − θ† from the constrained trajectory. */
export function coordinates({ point }: Projected, v: Float64Array) {
  return { x: dot(point.u, v), y: dot(point.perpendicular, v) };
}

/** Loss and sharpness at θ† + v as the theory predicts them: L† + x²/η and S† + ∇S·v. */
export function predictedFrom(
  { point }: Projected,
  v: Float64Array,
  stepSize: number,
) {
  const x = dot(point.u, v);
  return {
    loss: point.loss + (x * x) / stepSize,
    sharpness: point.eigenvalues[0] + dot(point.sharpnessGradient, v),
  };
}

/**
 * The predicted displacement one step on, in place, before the projection (Damian, Nichani and Lee,
 * 2022, §5): v ← v − η[½x²∇S⊥ + Hv + x(∇S⊥·v)u], all at θ†.
 * @param slopeAlong u·∇L(θ† + xu), which replaces u·Hv in the generalised form; null in the plain one
 */
export function advanceDisplacement(
  at: Projected,
  v: Float64Array,
  stepSize: number,
  slopeAlong: number | null,
) {
  const { u, perpendicular } = at.point;
  const { x, y } = coordinates(at, v);
  const change = at.linearization.hvp(v).slice();
  if (slopeAlong !== null) addScaled(change, slopeAlong - dot(u, change), u);
  addScaled(change, (x * x) / 2, perpendicular);
  addScaled(change, x * y, u);
  addScaled(v, -stepSize, change);
}

/** What the projection moves θ† back by, v gains: η·½δ²∇S⊥. Only where it pushes sharpness down. */
export function followProjection(
  { delta, perpendicular }: Projected["point"],
  v: Float64Array,
  stepSize: number,
) {
  addScaled(v, (stepSize * (delta * delta)) / 2, perpendicular);
}

/** u·∇L(θ + xu), the exact slope along the top eigenvector. */
export function slopeAt(
  objective: Objective,
  theta: Float64Array,
  u: Float64Array,
  x: number,
): number {
  const there = theta.slice();
  addScaled(there, x, u);
  const gradient = new Float64Array(theta.length);
  objective.evaluate(there, gradient);
  return dot(u, gradient);
}
