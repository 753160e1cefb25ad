import type { Linearization, Objective } from "../objective/objective";
import { createRandom } from "../random";
import { addScaled, dot, norm, scale } from "../vector";
import type { EdgePoint } from "./edge-point";
import { squared } from "../math/squared";

/**
 * What the theory assumes (Damian, Nichani and Lee, 2022, §4), as numbers at one point of the
 * constrained trajectory.
 */
export interface Assumptions {
  /** (S − λ₂)/S: the top eigenvalue is simple. Null where only one was measured. */
  eigengap: number | null;
  /** α: descent sharpens. */
  alpha: number;
  /** α/(|∇L||∇S⊥|): not by accident. */
  cosGamma: number;
  /** ε = η√α: the cycle is slow. */
  epsilon: number;
  /** ŝᵀHŝ/S along ŝ = ∇S⊥/|∇S⊥|: the direction in which S changes is flat. */
  driftCurvature: number;
  /** Largest |D³L(v, v, ·)| over random unit v ⊥ u, relative to |∇S|. */
  thirdOffTop: number;
  /** |D⁴L(u, u, u, ·)|·δ/|∇S|: what the third derivative changes by over one oscillation. */
  fourthAlongTop: number;
  /** F(x) = L(θ† + xu) over ±3δ, and the parabola L† + (u·∇L)x + ½Sx². */
  slice: { x: number[]; loss: number[]; parabola: number[] };
  /** Largest |F − parabola| over the slice, relative to ½S(3δ)². */
  sliceError: number;
}

const probes = 4;
const slicePoints = 61;
const reach = 3;

/** Measures them; where δ = 0 the slice is taken over ±0.01|θ|. Yields between evaluations. */
export function* measureAssumptions(
  objective: Objective,
  theta: Float64Array,
  at: Pick<Linearization, "hvp" | "third">,
  point: EdgePoint,
  stepSize: number,
): Generator<void, Assumptions> {
  const { u, alpha, cosGamma, perpendicular, sharpnessGradient } = point;
  const [sharpness, second] = point.eigenvalues;
  const size = norm(sharpnessGradient);
  const width = point.delta > 0 ? point.delta : (0.01 * norm(theta)) / reach;

  const drift = perpendicular.slice();
  scale(drift, 1 / norm(drift));
  const driftCurvature = dot(drift, at.hvp(drift)) / sharpness;
  yield;

  const random = createRandom(0);
  let thirdOffTop = 0;
  for (let i = 0; i < probes && theta.length > 1; i++) {
    const v = theta.map(() => random.normal());
    addScaled(v, -dot(u, v), u);
    scale(v, 1 / norm(v));
    thirdOffTop = Math.max(thirdOffTop, norm(at.third(v)) / size);
    yield;
  }

  const there = theta.slice();
  const third = (x: number) => {
    there.set(theta);
    addScaled(there, x, u);
    const linearization = objective.linearize(there);
    const result = linearization.third(u).slice();
    linearization.dispose();
    return result;
  };
  const change = third(width);
  yield;
  addScaled(change, -1, third(-width));
  yield;

  const x = Array.from(
    { length: slicePoints },
    (_, i) => reach * width * ((2 * i) / (slicePoints - 1) - 1),
  );
  const gradient = new Float64Array(theta.length);
  const loss: number[] = [];
  for (const distance of x) {
    there.set(theta);
    addScaled(there, distance, u);
    loss.push(objective.evaluate(there, gradient));
    yield;
  }
  const slope = dot(u, point.gradient);
  const parabola = x.map(
    (d) => point.loss + slope * d + (sharpness * (d * d)) / 2,
  );
  const deviation = Math.max(...loss.map((l, i) => Math.abs(l - parabola[i])));
  return {
    eigengap: second === undefined ? null : (sharpness - second) / sharpness,
    alpha,
    cosGamma,
    epsilon: stepSize * Math.sqrt(Math.max(0, alpha)),
    driftCurvature,
    thirdOffTop,
    fourthAlongTop: norm(change) / 2 / size,
    slice: { x, loss, parabola },
    sliceError: deviation / ((sharpness * squared(reach * width)) / 2),
  };
}
