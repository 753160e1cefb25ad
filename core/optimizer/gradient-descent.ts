import { addScaled } from "../vector";
import type { Optimizer } from "./optimizer";

/** θ ← θ − ηg */
export class GradientDescent implements Optimizer {
  readonly #stepSize: number;

  constructor(stepSize: number) {
    this.#stepSize = stepSize;
  }

  update(theta: Float64Array, gradient: Float64Array) {
    addScaled(theta, -this.#stepSize, gradient);
  }

  state() {
    return [];
  }

  restore() {
    // It remembers nothing.
  }
}
