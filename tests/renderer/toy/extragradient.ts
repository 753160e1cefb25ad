/** The extragradient method, as somebody would add it to the lab: this file and a line in the list. */
import type { Objective } from "../../../core/objective/objective";
import { defineOptimizer } from "../../../core/optimizers/definition";
import type { Optimizer } from "../../../core/optimizers/optimizer";
import { between } from "../../../core/schema/fields";
import { addScaled, norm } from "../../../core/vector";

/** θ ← θ − η∇L(θ − ρg/|g|) */
class Extragradient implements Optimizer {
  readonly #objective: Objective;
  readonly #radius: number;

  constructor(objective: Objective, radius: number) {
    this.#objective = objective;
    this.#radius = radius;
  }

  *update(
    theta: Float64Array,
    gradient: Float64Array,
    stepSize: number,
  ): Generator<void> {
    const there = theta.slice();
    addScaled(there, -this.#radius / norm(gradient), gradient);
    const slope = new Float64Array(theta.length);
    this.#objective.evaluate(there, slope);
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

export const extragradient = defineOptimizer({
  name: "extragradient",
  label: "Extragradient method",
  synonyms: ["lookahead"],
  fields: {
    radius: between(
      { label: "Radius", symbol: "ρ", help: "How far it looks ahead." },
      0,
      10,
    ).default(0.05),
  },
  update: "θ ← θ − η∇L(θ − ρ∇L/|∇L|)",
  thresholdFormula: "2/η",
  isLong: true,
  threshold: (_, { stepSize }) => 2 / stepSize,
  describe: ({ radius }) => `Extragradient method, ρ ${radius}`,
  create: ({ radius }, objective) => new Extragradient(objective, radius),
});
