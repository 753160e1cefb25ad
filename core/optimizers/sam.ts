import type { Objective } from "../objective/objective";
import { between } from "../schema/fields";
import { addScaled, norm } from "../vector";
import { defineOptimizer, type UpdateAt } from "./definition";
import type { Optimizer } from "./optimizer";

/** θ ← θ − η∇L(θ + ρg/|g|); plain descent where g = 0. */
class Sam implements Optimizer {
  readonly #objective: Objective;
  readonly #rho: number;

  constructor(objective: Objective, rho: number) {
    this.#objective = objective;
    this.#rho = rho;
  }

  *update(
    theta: Float64Array,
    gradient: Float64Array,
    stepSize: number,
  ): Generator<void> {
    const uphill = theta.slice();
    const length = norm(gradient);
    if (length > 0) addScaled(uphill, this.#rho / length, gradient);
    const slope = new Float64Array(theta.length);
    this.#objective.evaluate(uphill, slope);
    yield;
    addScaled(theta, -stepSize, slope);
  }

  state() {
    return [];
  }

  restore() {
    // There is no state.
  }
}

/**
 * Along an eigenvector of a quadratic x′ = x(1 − ηλ − ηλ²ρ/|g|), which is −x where λ is this edge; written
 * without the difference of two almost equal numbers as ρ → 0, where it is 2/η.
 */
export function samEdge(rho: number, { stepSize, gradNorm }: UpdateAt): number {
  if (rho === 0 || stepSize === 0) return 2 / stepSize;
  return (
    4 / (stepSize * (1 + Math.sqrt(1 + (8 * rho) / (stepSize * gradNorm))))
  );
}

const torchClass = `class SAM(torch.optim.Optimizer):
    """p <- p - lr g(p + rho g / |g|)."""

    def __init__(self, params, lr, rho):
        super().__init__(params, dict(lr=lr, rho=rho))

    @torch.no_grad()
    def step(self, closure):
        group = self.param_groups[0]
        params = group["params"]
        before = [p.clone() for p in params]
        length = sum((p.grad**2).sum() for p in params).sqrt()
        if length > 0:
            for p in params:
                p.add_(group["rho"] / length * p.grad)
        with torch.enable_grad():
            closure()
        for p, start in zip(params, before):
            p.copy_(start - group["lr"] * p.grad)`;

export const sam = defineOptimizer({
  name: "sam",
  label: "Sharpness-aware (SAM)",
  synonyms: ["sharpnessaware", "sharpnessawareminimization"],
  fields: {
    rho: between(
      {
        label: "Radius",
        symbol: "ρ",
        help: "The distance uphill at which the gradient is computed.",
      },
      0,
      10,
    ).default(0.05),
  },
  update: "θ ← θ − η∇L(θ + ρ∇L/|∇L|)",
  thresholdFormula: "(|∇L|/2ρ)(√(1+8ρ/(η|∇L|))−1)",
  thresholdName: "the SAM threshold",
  isLong: true,
  isMoving: true,
  threshold: ({ rho }, at) => samEdge(rho, at),
  describe: ({ rho }) => `Sharpness-aware minimisation, ρ ${rho}`,
  inSentence: "sharpness-aware minimisation",
  details: ({ rho }) => [`ρ ${rho}`],
  torch: ({ rho }) => ({
    code: `SAM(parameters, lr=lr, rho=${rho})`,
    helper: torchClass,
    takesClosure: true,
  }),
  create: ({ rho }, objective) => new Sam(objective, rho),
});
