import { defineOptimizer } from "./definition";
import { beta2, epsilon } from "./fields";
import { GradientDescent } from "./gd";
import type { Optimizer } from "./optimizer";

/** ν ← β₂ν + (1−β₂)g²; P = diag(√ν + ϵ); θ ← θ − ηP⁻¹g. */
export class RmsProp implements Optimizer {
  readonly #beta2: number;
  readonly #epsilon: number;
  readonly #squares: Float64Array;

  constructor(size: number, beta2: number, epsilon: number) {
    this.#beta2 = beta2;
    this.#epsilon = epsilon;
    this.#squares = new Float64Array(size);
  }

  update(theta: Float64Array, gradient: Float64Array, stepSize: number) {
    const p = this.preconditioner(gradient);
    for (let i = 0; i < theta.length; i++) {
      this.#squares[i] = this.#next(i, gradient[i]);
      theta[i] -= (stepSize * gradient[i]) / p[i];
    }
  }

  preconditioner(gradient: Float64Array): Float64Array {
    return gradient.map((g, i) => Math.sqrt(this.#next(i, g)) + this.#epsilon);
  }

  state() {
    return [this.#squares.slice()];
  }

  restore([squares]: Float64Array[]) {
    this.#squares.set(squares);
  }

  #next(i: number, g: number) {
    return this.#beta2 * this.#squares[i] + (1 - this.#beta2) * g * g;
  }
}

export const rmsprop = defineOptimizer({
  name: "rmsprop",
  label: "RMSProp",
  fields: { beta2: beta2.default(0.99), epsilon },
  update: "ν ← β₂ν + (1 − β₂)(∇L)², θ ← θ − η∇L/(√ν + ϵ)",
  thresholdFormula: "2/η",
  isPreconditioned: true,
  threshold: (_, { stepSize }) => 2 / stepSize,
  describe: (spec) => `RMSProp, β₂ ${spec.beta2}`,
  details: ({ beta2 }) => [`β₂ ${beta2}`],
  torch: ({ beta2, epsilon }) => ({
    code: `torch.optim.RMSprop(parameters, lr=lr, alpha=${beta2}, eps=${epsilon})`,
    preconditioner: `before = state["square_avg"] if state else torch.zeros_like(p)
square = group["alpha"] * before + (1 - group["alpha"]) * p.grad**2
return square.sqrt() + group["eps"]`,
  }),
  create: (spec, { size }) => new RmsProp(size, spec.beta2, spec.epsilon),
  held: () => new GradientDescent(),
});
