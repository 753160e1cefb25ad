import type { Jet } from "../model/jet";
import type { Backend } from "../tensor/backend";
import { unitRoundoff } from "../rounding";
import type { Loss, LossDefinition } from "./definition";
import { outputError, perOutput, perSample, sumError } from "./magnitude";

/** L = 1/(2n)·Σ_samples Σ_outputs (f − y)²; its gradient with respect to f is (f − y)/n. */
export class MeanSquaredError<T> implements Loss<T> {
  readonly #be: Backend<T>;
  readonly #targets: T;
  readonly #samples: number;

  constructor(be: Backend<T>, targets: T, samples: number) {
    this.#be = be;
    this.#targets = targets;
    this.#samples = samples;
  }

  value(f: Jet<T>) {
    const residual = this.#be.subtract(f[0] as T, this.#targets);
    return this.#be.dot(residual, residual) / (2 * this.#samples);
  }

  gradient(k: number, f: Jet<T>) {
    const fk = f[k];
    if (fk == null) return null;
    const residual = k === 0 ? this.#be.subtract(fk, this.#targets) : fk;
    return this.#be.affine(residual, 1 / this.#samples, 0);
  }
}

export const meanSquaredError = {
  name: "mse",
  label: "Mean squared error",
  synonyms: [
    "l2",
    "mseloss",
    "squared",
    "squarederror",
    "meansquarederror",
    "quadratic",
  ],
  convention: "mean over samples of ½·Σ(f−y)²",
  outputs: (targetWidth) => targetWidth,
  problem: () => null,
  targets: ({ targets, targetWidth }) => ({
    values: targets,
    columns: targetWidth,
    sums: null,
  }),
  /** Outputs are of the size of y; the loss is off by f − y times their error, and where f = y by its square. */
  magnitude(targets, width) {
    const samples = targets.length / width;
    const square = perSample(targets, samples, (y) => y * y);
    const spread = outputError(samples);
    return {
      scale: square / 2,
      error(loss, precision) {
        const u = unitRoundoff[precision];
        const residual = Math.sqrt(2 * Math.abs(loss));
        const size = Math.sqrt(square) + residual;
        const off = perOutput * u * size;
        return (
          u * sumError(precision, targets.length) * loss +
          u * spread * residual * size +
          (off * off) / 2
        );
      },
    };
  },
  create: (be, targets, samples) => new MeanSquaredError(be, targets, samples),
} as const satisfies LossDefinition;
