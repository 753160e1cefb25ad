import type { Linearization, Objective } from "../objective/objective";
import { unitRoundoff } from "../rounding";
import { addScaled, dot } from "../vector";

/**
 * The objective L + ½w|θ|². Loss, gradient and Hessian products are all of this sum: each eigenvalue grows by
 * w, third derivatives stay. The Gauss–Newton matrix is G + wI, as ½w|θ|² has no curvature but that of its square:
 * H − G stays.
 */
export class WeightDecay implements Objective {
  readonly #inner: Objective;
  readonly #weight: number;
  /** ½w|θ|² at the last evaluate or linearize. */
  #penalty = NaN;

  constructor(inner: Objective, weight: number) {
    this.#inner = inner;
    this.#weight = weight;
  }

  get size() {
    return this.#inner.size;
  }

  get accuracy() {
    return this.#inner.accuracy;
  }

  get lossError() {
    return this.#inner.lossError + 4 * unitRoundoff.float64 * this.#penalty;
  }

  evaluate(theta: Float64Array, gradient: Float64Array): number {
    const loss = this.#inner.evaluate(theta, gradient);
    addScaled(gradient, this.#weight, theta);
    this.#penalty = (this.#weight / 2) * dot(theta, theta);
    return loss + this.#penalty;
  }

  linearize(theta: Float64Array): Linearization {
    const at = this.#inner.linearize(theta);
    const gradient = at.gradient.slice();
    addScaled(gradient, this.#weight, theta);
    const weight = this.#weight;
    const { hessian, gaussNewton } = at;
    const withDecay = (image: Float64Array, v: Float64Array) => {
      addScaled(image, weight, v);
      return image;
    };
    this.#penalty = (this.#weight / 2) * dot(theta, theta);
    return {
      loss: at.loss + this.#penalty,
      gradient,
      hvp: (v) => withDecay(at.hvp(v), v),
      ...(gaussNewton && {
        gaussNewton: (v: Float64Array) => withDecay(gaussNewton(v), v),
      }),
      ...(hessian && {
        *hessian() {
          const rows = yield* hessian();
          rows.forEach((row, i) => (row[i] += weight));
          return rows;
        },
      }),
      third: (v) => at.third(v),
      dispose: () => at.dispose(),
    };
  }
}

/** The objective itself where w = 0. */
export function withWeightDecay(objective: Objective, weight: number) {
  return weight === 0 ? objective : new WeightDecay(objective, weight);
}
