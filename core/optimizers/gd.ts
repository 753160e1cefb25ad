import { addScaled } from "../vector";
import { defineOptimizer } from "./definition";
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
    // There is no state.
  }
}

export const gradientDescent = defineOptimizer({
  name: "gd",
  label: "Gradient descent",
  synonyms: ["sgd", "gradientdescent", "fullbatch"],
  fields: {},
  update: "θ ← θ − η∇L",
  thresholdFormula: "2/η",
  isPlain: true,
  threshold: ({ stepSize }) => 2 / stepSize,
  inSentence: "gradient descent",
  describe: () => "Gradient descent",
  create: ({ stepSize }) => new GradientDescent(stepSize),
});
