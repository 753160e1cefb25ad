import { addScaled, norm } from "../vector";
import { defineOptimizer } from "./definition";
import type { Optimizer } from "./optimizer";

/** θ ← θ − ηg/|g|; θ stays where g = 0. */
class NormalizedDescent implements Optimizer {
  update(theta: Float64Array, gradient: Float64Array, stepSize: number) {
    const length = norm(gradient);
    if (length > 0) addScaled(theta, -stepSize / length, gradient);
  }

  state() {
    return [];
  }

  restore() {
    // There is no state.
  }
}

const torchClass = `class NormalizedDescent(torch.optim.Optimizer):
    """p <- p - lr g / |g|, with the length of the whole gradient."""

    def __init__(self, params, lr):
        super().__init__(params, dict(lr=lr))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            length = sum((p.grad**2).sum() for p in group["params"]).sqrt()
            if length > 0:
                for p in group["params"]:
                    p.sub_(group["lr"] / length * p.grad)`;

export const normalizedDescent = defineOptimizer({
  name: "normalized-descent",
  label: "Normalised descent",
  synonyms: ["ngd", "normalised", "normalized", "normaliseddescent"],
  fields: {},
  update: "θ ← θ − η∇L/|∇L|",
  noThreshold:
    "Normalised descent has no sharpness threshold; 2/η is not one. Each step has the length η, whatever the gradient. The loss falls in a step exactly when the curvature along the step is below 2|∇L|/η, which shrinks with the gradient. The realised edge ζ shows whether a step lowered the loss.",
  describe: () => "Normalised descent",
  inSentence: "normalised descent",
  torch: () => ({
    code: "NormalizedDescent(parameters, lr=lr)",
    helper: torchClass,
  }),
  create: () => new NormalizedDescent(),
});
