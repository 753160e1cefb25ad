import type { Optimizer } from "../optimizer/optimizer";
import { addScaled } from "../vector";

/** θ along a run, with where it was. */
export class Walk {
  readonly theta: Float64Array;
  readonly #start: Float64Array;
  readonly #optimizer: Optimizer;
  readonly #plainStep: number | null;
  #last: Float64Array;
  #earlier: Float64Array;

  /**
   * @param theta parameters at step 0; changed in place
   * @param plainStep η where every step is −ηg
   */
  constructor(
    theta: Float64Array,
    optimizer: Optimizer,
    plainStep: number | null,
  ) {
    this.theta = theta;
    this.#start = theta.slice();
    this.#last = theta.slice();
    this.#earlier = theta.slice();
    this.#optimizer = optimizer;
    this.#plainStep = plainStep;
  }

  /** |θ_t − θ_0| */
  get distance() {
    let sum = 0;
    for (let i = 0; i < this.theta.length; i++)
      sum += (this.theta[i] - this.#start[i]) ** 2;
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

  /** θ_t → θ_{t+1}. Yields where the optimiser takes long. */
  *advance(gradient: Float64Array): Generator<void> {
    [this.#earlier, this.#last] = [this.#last, this.#earlier];
    this.#last.set(this.theta);
    const updating = this.#optimizer.update(this.theta, gradient);
    if (updating) yield* updating;
  }

  /**
   * g·Δ and |Δ|² of the step just taken, Δ = θ_{t+1} − θ_t. Where Δ = −ηg they are computed from |g|²,
   * without the rounding of the difference.
   */
  geometry(gradient: Float64Array, squaredGradNorm: number) {
    const eta = this.#plainStep;
    if (eta !== null)
      return {
        slope: -eta * squaredGradNorm,
        square: eta ** 2 * squaredGradNorm,
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
