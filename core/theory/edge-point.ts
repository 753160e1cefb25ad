import type { Linearization } from "../objective/objective";
import type { SharpnessTracker } from "../spectrum/sharpness";
import { addScaled, dot, norm } from "../vector";

/** The quantities of self-stabilisation at one θ. */
export interface EdgePoint {
  /** L(θ). */
  loss: number;
  /** ∇L(θ). */
  gradient: Float64Array;
  /** Tracked eigenvalues of the Hessian, largest first; the first is the sharpness S. */
  eigenvalues: number[];
  /** |Hu_i − λ_i u_i|. */
  residuals: number[];
  converged: boolean;
  /** Overlap of u with the one at the point before; near 0 when two eigenvectors changed places. */
  overlap: number;
  /** Unit top eigenvector, of the sign nearest to the one before. */
  u: Float64Array;
  /** ∇S = D³L(u, u, ·), valid while the top eigenvalue is simple. */
  sharpnessGradient: Float64Array;
  /** ∇S⊥ = ∇S − (u·∇S)u. */
  perpendicular: Float64Array;
  /** Progressive sharpening α = −∇L·∇S; positive where descent sharpens. */
  alpha: number;
  /** Strength of the self-stabilisation β = |∇S⊥|²; NaN where it cannot be told from rounding. */
  beta: number;
  /** Width of the oscillation that balances sharpening, δ = √(2α/β); 0 where α ≤ 0, NaN where β is. */
  delta: number;
  /** cos γ = α/(|∇L||∇S⊥|): how far descent points along sharpening; NaN where β is. */
  cosGamma: number;
}

/** Roundings of S that count as none of its changes, as in spectrum/sharpness-error.ts. */
const roundings = 8;

/**
 * Measures α, β, δ and what they are made of (Damian, Nichani and Lee, 2022, §4). Null where
 * the Hessian is not finite. Yields after each Hessian-vector product.
 *
 * β is NaN where a move along ∇S⊥ by |θ|, or by 1 where that is larger, would change S by less than S
 * is off by rounding: S is then constant as far as can be seen, as that of a quadratic is.
 * @param theta the parameters there
 * @param roundoff unit round-off of the derivatives
 */
export function* edgePoint(
  at: Linearization,
  tracker: SharpnessTracker,
  theta: Float64Array,
  roundoff: number,
): Generator<void, EdgePoint | null> {
  const pairs = yield* tracker.measure(at);
  const u = pairs.vectors.at(0);
  if (!u) return null;
  const sharpnessGradient = at.third(u);
  yield;
  const perpendicular = sharpnessGradient.slice();
  addScaled(perpendicular, -dot(u, sharpnessGradient), u);
  const gradient = at.gradient.slice();
  const alpha = -dot(gradient, sharpnessGradient);
  const square = dot(perpendicular, perpendicular);
  const change = Math.sqrt(square) * Math.max(1, norm(theta));
  const error = roundings * roundoff * Math.abs(pairs.values[0]);
  const beta = change > error ? square : NaN;
  return {
    loss: at.loss,
    gradient,
    eigenvalues: pairs.values,
    residuals: pairs.residuals,
    converged: pairs.converged,
    overlap: pairs.overlaps[0],
    u,
    sharpnessGradient,
    perpendicular,
    alpha,
    beta,
    delta: Math.sqrt(Math.max(0, (2 * alpha) / beta)),
    cosGamma: alpha / (norm(gradient) * Math.sqrt(beta)),
  };
}

/** The slow clock of self-stabilisation ε = η√α: one cycle takes about 1/ε steps. */
export function slowness(stepSize: number, alpha: number): number {
  return stepSize * Math.sqrt(Math.max(0, alpha));
}
