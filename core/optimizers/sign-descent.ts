import { defineOptimizer } from "./definition";
import type { Optimizer } from "./optimizer";

/** θ ← θ − η·sign(g), where sign(0) = 0 */
class SignDescent implements Optimizer {
  update(theta: Float64Array, gradient: Float64Array, stepSize: number) {
    for (let i = 0; i < theta.length; i++)
      theta[i] -= stepSize * Math.sign(gradient[i]);
  }

  state() {
    return [];
  }

  restore() {
    // There is no state.
  }
}

const torchClass = `class SignDescent(torch.optim.Optimizer):
    """p <- p - lr sign(g)."""

    def __init__(self, params, lr):
        super().__init__(params, dict(lr=lr))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                p.sub_(group["lr"] * p.grad.sign())`;

export const signDescent = defineOptimizer({
  name: "sign-descent",
  label: "Sign descent",
  synonyms: ["signsgd", "signgd", "signum"],
  fields: {},
  update: "θ ← θ − η·sign(∇L)",
  noThreshold:
    "Sign descent has no sharpness threshold; 2/η is not one. Each of the P parameters moves by η, whatever its gradient. The loss falls in a step exactly when the curvature along the step is below 2|∇L|₁/(ηP), which shrinks with the gradient. The realised edge ζ shows whether a step lowered the loss.",
  describe: () => "Sign descent",
  inSentence: "sign descent",
  torch: () => ({
    code: "SignDescent(parameters, lr=lr)",
    helper: torchClass,
  }),
  create: () => new SignDescent(),
});
