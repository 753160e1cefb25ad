import type { Linearization, Objective } from "../objective/objective";
import { addScaled, dot } from "../vector";

/**
 * The objective L + ½w|θ|². Loss, gradient and Hessian products are all of this sum: each
 * eigenvalue grows by w, third derivatives stay.
 */
export class WeightDecay implements Objective {
  readonly #inner: Objective;
  readonly #weight: number;

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

  evaluate(theta: Float64Array, gradient: Float64Array): number {
    const loss = this.#inner.evaluate(theta, gradient);
    addScaled(gradient, this.#weight, theta);
    return loss + (this.#weight / 2) * dot(theta, theta);
  }

  linearize(theta: Float64Array): Linearization {
    const at = this.#inner.linearize(theta);
    const gradient = at.gradient.slice();
    addScaled(gradient, this.#weight, theta);
    const weight = this.#weight;
    const whole = at.hessian;
    return {
      loss: at.loss + (this.#weight / 2) * dot(theta, theta),
      gradient,
      hvp: (v) => {
        const product = at.hvp(v);
        addScaled(product, this.#weight, v);
        return product;
      },
      ...(whole && {
        *hessian() {
          const hessian = yield* whole();
          const { length } = gradient;
          for (let i = 0; i < length; i++) hessian[i * length + i] += weight;
          return hessian;
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
