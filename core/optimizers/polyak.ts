import { addScaled, scale } from "../vector";
import { defineOptimizer } from "./definition";
import { momentum } from "./fields";
import type { Optimizer } from "./optimizer";

/** Polyak's heavy ball: v ← bv + g; θ ← θ − ηv. */
export class Polyak implements Optimizer {
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
    addScaled(theta, -this.#stepSize, this.#velocity);
  }

  state() {
    return [this.#velocity.slice()];
  }

  restore([velocity]: Float64Array[]) {
    this.#velocity.set(velocity);
  }
}

export const polyak = defineOptimizer({
  name: "polyak",
  label: "Polyak momentum",
  synonyms: ["momentum", "heavyball", "sgdm"],
  fields: { momentum },
  update: "v ← bv + ∇L, θ ← θ − ηv",
  thresholdFormula: "(2+2b)/η",
  threshold: ({ stepSize, momentum: b }) => (2 + 2 * b) / stepSize,
  describe: ({ momentum: b }) => `Gradient descent with Polyak momentum ${b}`,
  create: ({ stepSize, momentum: b }, { size }) =>
    new Polyak(size, stepSize, b),
});
