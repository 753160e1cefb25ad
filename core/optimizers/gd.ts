import { addScaled } from "../vector";
import { defineOptimizer } from "./definition";
import type { Optimizer } from "./optimizer";

/** θ ← θ − ηg */
export class GradientDescent implements Optimizer {
  update(theta: Float64Array, gradient: Float64Array, stepSize: number) {
    addScaled(theta, -stepSize, gradient);
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
  threshold: (_, { stepSize }) => 2 / stepSize,
  inSentence: "gradient descent",
  describe: () => "Gradient descent",
  torch: () => ({ code: "torch.optim.SGD(parameters, lr=lr)" }),
  create: () => new GradientDescent(),
});
