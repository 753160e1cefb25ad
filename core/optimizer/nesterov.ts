import { addScaled, scale } from "../vector";
import type { Optimizer } from "./optimizer";

/** Nesterov's momentum: v ← bv + g; θ ← θ − η(g + bv). */
export class Nesterov implements Optimizer {
  readonly #stepSize: number;
  readonly #momentum: number;
  readonly #velocity: Float64Array;

  constructor(size: number, stepSize: number, momentum: number) {
    this.#stepSize = stepSize;
    this.#momentum = momentum;
    this.#velocity = new Float64Array(size);
  }

  update(theta: Float64Array, gradient: Float64Array) {
    scale(this.#velocity, this.#momentum);
    addScaled(this.#velocity, 1, gradient);
    addScaled(theta, -this.#stepSize, gradient);
    addScaled(theta, -this.#stepSize * this.#momentum, this.#velocity);
  }

  state() {
    return [this.#velocity.slice()];
  }

  restore([velocity]: Float64Array[]) {
    this.#velocity.set(velocity);
  }
}
