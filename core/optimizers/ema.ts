import { addScaled, scale } from "../vector";
import { averagedThreshold } from "./averaged";
import { defineOptimizer } from "./definition";
import { momentum } from "./fields";
import type { Optimizer } from "./optimizer";

/** The heavy ball on an exponential moving average: m ← bm + (1−b)g; θ ← θ − ηm. */
export class Ema implements Optimizer {
  readonly #stepSize: number;
  readonly #momentum: number;
  readonly #mean: Float64Array;

  constructor(size: number, stepSize: number, momentum: number) {
    this.#stepSize = stepSize;
    this.#momentum = momentum;
    this.#mean = new Float64Array(size);
  }

  update(theta: Float64Array, gradient: Float64Array) {
    scale(this.#mean, this.#momentum);
    addScaled(this.#mean, 1 - this.#momentum, gradient);
    addScaled(theta, -this.#stepSize, this.#mean);
  }

  state() {
    return [this.#mean.slice()];
  }

  restore([mean]: Float64Array[]) {
    this.#mean.set(mean);
  }
}

export const ema = defineOptimizer({
  name: "ema",
  label: "Averaged gradient (EMA)",
  fields: { momentum },
  update: "m ← bm + (1 − b)∇L, θ ← θ − ηm",
  thresholdFormula: "(2+2b)/((1−b)η)",
  threshold: ({ stepSize, momentum: b }) => averagedThreshold(b, stepSize),
  describe: ({ momentum: b }) =>
    `Gradient descent on the averaged gradient (EMA), momentum ${b}`,
  create: ({ stepSize, momentum: b }, { size }) => new Ema(size, stepSize, b),
});
