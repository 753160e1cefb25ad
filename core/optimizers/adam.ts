import { pow } from "../math/power";
import { share } from "../schema/fields";
import { averagedDescent, averagedThreshold } from "./averaged";
import { defineOptimizer } from "./definition";
import { beta2, epsilon } from "./fields";
import type { Optimizer } from "./optimizer";

export interface AdamOptions {
  beta1: number;
  beta2: number;
  epsilon: number;
}

/**
 * Adam (Kingma and Ba, 2015): m ← β₁m + (1−β₁)g, ν ← β₂ν + (1−β₂)g², θ ← θ − ηP⁻¹m, where the
 * corrections for the zero start of both averages are part of
 * P_t = (1−β₁ᵗ)·diag(√(ν_t/(1−β₂ᵗ)) + ϵ) and the first update has t = 1.
 */
export class Adam implements Optimizer {
  readonly #options: AdamOptions;
  readonly #mean: Float64Array;
  readonly #squares: Float64Array;
  #updates = 0;

  constructor(size: number, options: AdamOptions) {
    this.#options = options;
    this.#mean = new Float64Array(size);
    this.#squares = new Float64Array(size);
  }

  update(theta: Float64Array, gradient: Float64Array, stepSize: number) {
    const { beta1 } = this.#options;
    const p = this.preconditioner(gradient);
    for (let i = 0; i < theta.length; i++) {
      this.#squares[i] = this.#next(i, gradient[i]);
      this.#mean[i] = beta1 * this.#mean[i] + (1 - beta1) * gradient[i];
      theta[i] -= (stepSize * this.#mean[i]) / p[i];
    }
    this.#updates++;
  }

  preconditioner(gradient: Float64Array): Float64Array {
    const { beta1, beta2, epsilon } = this.#options;
    const t = this.#updates + 1;
    const [first, second] = [1 - pow(beta1, t), 1 - pow(beta2, t)];
    return gradient.map(
      (g, i) => first * (Math.sqrt(this.#next(i, g) / second) + epsilon),
    );
  }

  state() {
    return [
      this.#mean.slice(),
      this.#squares.slice(),
      Float64Array.of(this.#updates),
    ];
  }

  restore([mean, squares, [updates]]: Float64Array[]) {
    this.#mean.set(mean);
    this.#squares.set(squares);
    this.#updates = updates;
  }

  #next(i: number, g: number) {
    const { beta2 } = this.#options;
    return beta2 * this.#squares[i] + (1 - beta2) * g * g;
  }
}

export const adam = defineOptimizer({
  name: "adam",
  label: "Adam",
  remarks: {
    adamw:
      'Use "adam", which adds the weight decay to the gradient, before its rescaling.',
  },
  fields: {
    beta1: share("Averaging β₁").default(0.9),
    beta2: beta2.default(0.999),
    epsilon,
  },
  update:
    "m ← β₁m + (1 − β₁)∇L, ν ← β₂ν + (1 − β₂)(∇L)², both corrected for their start",
  thresholdFormula: "(2+2β₁)/((1−β₁)η)",
  isPreconditioned: true,
  threshold: ({ beta1 }, { stepSize }) => averagedThreshold(beta1, stepSize),
  describe: (spec) => `Adam, β₁ ${spec.beta1}, β₂ ${spec.beta2}`,
  details: ({ beta1, beta2 }) => [`β₁ ${beta1}`, `β₂ ${beta2}`],
  torch: ({ beta1, beta2, epsilon }) => ({
    code: `torch.optim.Adam(parameters, lr=lr, betas=(${beta1}, ${beta2}), eps=${epsilon})`,
    preconditioner: `beta1, beta2 = group["betas"]
t = int(state["step"]) + 1 if state else 1
before = state["exp_avg_sq"] if state else torch.zeros_like(p)
square = beta2 * before + (1 - beta2) * p.grad**2
return (1 - beta1**t) * ((square / (1 - beta2**t)).sqrt() + group["eps"])`,
  }),
  create: (spec, { size }) => new Adam(size, spec),
  held: ({ beta1 }, { size }) => averagedDescent(size, beta1),
});
