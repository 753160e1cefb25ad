/** The largest step along an update that does not raise the loss, without any eigenvalue. */
import type { Objective } from "../objective/objective";
import { addScaled } from "../vector";

export interface CriticalSharpness {
  /** 2/η_c */
  value: number;
  error: number;
}

/** An update θ → θ + Δ. */
interface Update {
  theta: Float64Array;
  delta: Float64Array;
  /** η of the update. */
  stepSize: number;
  /** L(θ) and how far rounding may put a difference of losses off at θ. */
  loss: number;
  lossError: number;
  /** g·Δ */
  slope: number;
}

/** The two step sizes differ by this share at most. */
const width = 0.005;
/** Doublings and halvings of the step until its loss lies on the other side. */
const mostDoublings = 30;
/** How much of the result may be rounding. */
const mostRounding = 0.01;

/**
 * Critical sharpness 2/η_c, η_c the smallest step size at which the loss along the update, L(θ + (η_c/η)Δ), exceeds
 * L(θ). Beginning with the update itself the step is doubled or halved until one end raises the loss and the other
 * does not, and then bisected, which takes about ten evaluations; a rise and fall between two steps that are
 * evaluated is not seen. On a quadratic it is ΔᵀHΔ/(−η·g·Δ), the eigenvalue where Δ = −ηg lies along an eigenvector.
 * Where no step raises the loss the smaller step is the longest that was tried, and 2/η_c between 0 and its 2/η.
 * NaN where the update is not downhill and where rounding may be more than 1 % of the result. Yields after each
 * evaluation.
 */
export function* criticalSharpness(
  objective: Objective,
  { theta, delta, stepSize, loss, lossError, slope }: Update,
): Generator<void, CriticalSharpness> {
  if (!(slope < 0) || !(stepSize > 0)) return { value: NaN, error: NaN };
  const at = new Float64Array(theta.length);
  const unused = new Float64Array(theta.length);
  let rounding = lossError;
  const rises = (scale: number) => {
    at.set(theta);
    addScaled(at, scale, delta);
    const there = objective.evaluate(at, unused);
    rounding = Math.max(rounding, lossError + objective.lossError);
    // A loss that is not finite is a rise.
    return !(there <= loss);
  };
  let [low, high] = [0, Infinity];
  for (let i = 0, scale = 1; i <= mostDoublings; i++) {
    if (rises(scale)) high = scale;
    else low = scale;
    yield;
    if (low > 0 && high < Infinity) break;
    scale = low > 0 ? 2 * low : high / 2;
  }
  while (low > 0 && high < Infinity && high > (1 + width) * low) {
    const middle = (low + high) / 2;
    if (rises(middle)) high = middle;
    else low = middle;
    yield;
  }
  if (low === 0) return { value: NaN, error: NaN };
  const [least, most] = [2 / (stepSize * high), 2 / (stepSize * low)];
  const value = (least + most) / 2;
  // Where the loss comes back to L(θ) it grows about as fast as it fell at first.
  const share = rounding / (low * -slope);
  if (!(share <= mostRounding)) return { value: NaN, error: NaN };
  return { value, error: (most - least) / 2 + share * most };
}
