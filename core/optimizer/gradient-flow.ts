import type { Objective } from "../objective/objective";
import { createRandom } from "../random";
import { topEigenpairs } from "../spectrum/eigenpairs";
import type { Optimizer } from "./optimizer";
import { rungeKuttaStep } from "./runge-kutta";

/** Relative residual asked of the sharpness that sets the step: far finer than its reserve. */
const tolerance = 0.05;
const maxProducts = 30;
/** Runge–Kutta steps between two looks at the sharpness. */
const lookEvery = 8;

/**
 * Gradient flow dθ/dt = −∇L(θ): each update goes on by the time η, so that record t is at time
 * η·t as in gradient descent. Within it the Runge–Kutta method takes equal steps of at most 1/S and
 * at most η, with the sharpness S measured on the way: a reserve of 2.78 before it would be unstable.
 */
export class GradientFlow implements Optimizer {
  readonly #objective: Objective;
  readonly #stepSize: number;
  /** The last top eigenvector; empty before the first look. */
  #top = new Float64Array();

  constructor(objective: Objective, stepSize: number) {
    this.#objective = objective;
    this.#stepSize = stepSize;
  }

  *update(theta: Float64Array): Generator<void> {
    const gradient = new Float64Array(theta.length);
    let rest = this.#stepSize;
    while (rest > 0) {
      const sharpness = yield* this.#look(theta, gradient);
      // A flat or broken place gives no scale: one step over all the time that is left.
      const steps = Math.max(1, Math.ceil(rest * sharpness || 0));
      const h = rest / steps;
      const now = Math.min(steps, lookEvery);
      for (let i = 0; i < now; i++) {
        if (i > 0) {
          this.#objective.evaluate(theta, gradient);
          yield;
        }
        yield* rungeKuttaStep(this.#objective, theta, gradient, h);
      }
      rest = now === steps ? 0 : rest - now * h;
    }
  }

  state() {
    return [this.#top.slice()];
  }

  restore([top]: Float64Array[]) {
    this.#top = top.slice();
  }

  /** Sharpness at θ to some percent; writes ∇L. The gradient leads to what grows along the flow. */
  *#look(theta: Float64Array, gradient: Float64Array): Generator<void, number> {
    const at = this.#objective.linearize(theta);
    try {
      gradient.set(at.gradient);
      const pairs = yield* topEigenpairs((v) => at.hvp(v), {
        k: 1,
        tolerance,
        maxProducts,
        start: this.#top.length > 0 ? [this.#top, gradient] : [gradient],
        random: createRandom(0),
      });
      if (pairs.vectors.length > 0) this.#top = pairs.vectors[0].slice();
      return pairs.values[0];
    } finally {
      at.dispose();
    }
  }
}
