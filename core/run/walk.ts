import type { Optimizer } from "../optimizers/optimizer";
import { addScaled } from "../vector";

/** θ along a run, with where it was. */
export class Walk {
  readonly theta: Float64Array;
  readonly #start: Float64Array;
  readonly #optimizer: Optimizer;
  #last: Float64Array;
  #earlier: Float64Array;

  /** @param theta parameters at step 0; changed in place */
  constructor(theta: Float64Array, optimizer: Optimizer) {
    this.theta = theta;
    this.#start = theta.slice();
    this.#last = theta.slice();
    this.#earlier = theta.slice();
    this.#optimizer = optimizer;
  }

  /** |θ_t − θ_0| */
  get distance() {
    const theta = this.theta;
    const start = this.#start;
    let sum = 0;
    for (let i = 0; i < theta.length; i++) {
      const far = theta[i] - start[i];
      sum += far * far;
    }
    return Math.sqrt(sum);
  }

  /** θ_{t−1}, before the update at θ_t. */
  get earlier() {
    return this.#last;
  }

  /** (θ_{t−1} + 2θ_t + θ_{t+1})/4, after the update at θ_t. */
  get midpoint() {
    const middle = this.#earlier.slice();
    addScaled(middle, 2, this.#last);
    addScaled(middle, 1, this.theta);
    return middle.map((x) => x / 4);
  }

  /** Takes up at a step: θ there and one step earlier. */
  resume(theta: Float64Array, earlier: Float64Array) {
    this.theta.set(theta);
    this.#last.set(earlier);
  }

  /** θ_t → θ_{t+1}; work still to be done where the optimiser takes long. */
  advance(gradient: Float64Array, stepSize: number): Generator<void> | null {
    const earlier = this.#earlier;
    this.#earlier = this.#last;
    this.#last = earlier;
    earlier.set(this.theta);
    return this.#optimizer.update(this.theta, gradient, stepSize) ?? null;
  }

  /**
   * g·Δ and |Δ|² of the step just taken, Δ = θ_{t+1} − θ_t. Where Δ = −ηg they are computed from |g|²,
   * without the rounding of the difference.
   * @param plainStep η where the step is −ηg, null otherwise
   */
  geometry(
    gradient: Float64Array,
    squaredGradNorm: number,
    plainStep: number | null,
  ) {
    if (plainStep !== null)
      return {
        slope: -plainStep * squaredGradNorm,
        square: plainStep * plainStep * squaredGradNorm,
      };
    let [slope, square] = [0, 0];
    for (let i = 0; i < gradient.length; i++) {
      const delta = this.theta[i] - this.#last[i];
      slope += gradient[i] * delta;
      square += delta * delta;
    }
    return { slope, square };
  }
}
