import { averagedDescent, averagedThreshold } from "./averaged";
import { defineOptimizer } from "./definition";
import { momentum } from "./fields";

/** The dampening of torch.optim.SGD leaves out the first step. */
const torchClass = `class AveragedGradient(torch.optim.Optimizer):
    """m <- b m + (1 - b) g, then p <- p - lr m, from m = 0."""

    def __init__(self, params, lr, momentum):
        super().__init__(params, dict(lr=lr, momentum=momentum))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                mean = self.state[p].setdefault("mean", torch.zeros_like(p))
                mean.mul_(group["momentum"]).add_(p.grad, alpha=1 - group["momentum"])
                p.sub_(group["lr"] * mean)`;

/** The heavy ball on an exponential moving average: m ← bm + (1−b)g; θ ← θ − ηm. */
export const ema = defineOptimizer({
  name: "ema",
  label: "Averaged gradient (EMA)",
  fields: { momentum },
  update: "m ← bm + (1 − b)∇L, θ ← θ − ηm",
  thresholdFormula: "(2+2b)/((1−b)η)",
  threshold: ({ momentum: b }, { stepSize }) => averagedThreshold(b, stepSize),
  describe: ({ momentum: b }) =>
    `Gradient descent on the averaged gradient (EMA), momentum ${b}`,
  inSentence: "gradient descent on the averaged gradient",
  details: ({ momentum: b }) => [`momentum ${b}`],
  torch: ({ momentum: b }) => ({
    code: `AveragedGradient(parameters, lr=lr, momentum=${b})`,
    helper: torchClass,
  }),
  create: ({ momentum: b }, { size }) => averagedDescent(size, b),
});
