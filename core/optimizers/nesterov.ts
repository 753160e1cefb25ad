import { addScaled, scale } from "../vector";
import { defineOptimizer } from "./definition";
import { momentum } from "./fields";
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

export const nesterov = defineOptimizer({
  name: "nesterov",
  label: "Nesterov momentum",
  synonyms: ["nag"],
  fields: { momentum },
  update: "v ← bv + ∇L, θ ← θ − η(∇L + bv)",
  thresholdFormula: "(2+2b)/((1+2b)η)",
  threshold: ({ stepSize, momentum: b }) =>
    (2 + 2 * b) / ((1 + 2 * b) * stepSize),
  describe: ({ momentum: b }) => `Gradient descent with Nesterov momentum ${b}`,
  create: ({ stepSize, momentum: b }, { size }) =>
    new Nesterov(size, stepSize, b),
});
