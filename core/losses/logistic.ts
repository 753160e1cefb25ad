import type { Jet } from "../model/jet";
import type { Backend } from "../tensor/backend";
import type { Dataset } from "../data/dataset";
import { log } from "../math/log";
import { unitRoundoff } from "../rounding";
import type { Loss, LossDefinition } from "./definition";
import { outputError, sumError } from "./magnitude";
import { badTarget, type SampleName } from "./targets";

/**
 * L = 1/n·Σ log(1 + e^−yf) with targets y = ±1; its gradient with respect to f is −y·s/n with
 * s = σ(−yf). Because y² = 1, s′ = −y·s(1 − s)·f′.
 */
export class Logistic<T> implements Loss<T> {
  readonly #be: Backend<T>;
  readonly #targets: T;
  readonly #samples: number;

  constructor(be: Backend<T>, targets: T, samples: number) {
    this.#be = be;
    this.#targets = targets;
    this.#samples = samples;
  }

  value(f: Jet<T>) {
    const be = this.#be;
    const losses = be.softplus(be.affine(this.#margins(f[0] as T), -1, 0));
    return (
      be.dot(be.multiply(this.#targets, this.#targets), losses) / this.#samples
    );
  }

  gradient(k: number, f: Jet<T>) {
    const be = this.#be;
    const s = be.sigmoid(be.affine(this.#margins(f[0] as T), -1, 0));
    if (k === 0)
      return be.affine(be.multiply(this.#targets, s), -1 / this.#samples, 0);
    const slope = be.multiply(s, be.affine(s, -1, 1));
    const linear = this.#times(slope, f[k]);
    if (k === 1) return this.#mean(linear);
    // −y·½s″f₁² with s″ = s(1 − s)(1 − 2s)
    const bend = be.multiply(
      be.multiply(slope, be.affine(s, -2, 1)),
      be.affine(this.#targets, -0.5, 0),
    );
    const square = this.#times(bend, this.#times(f[1] ?? null, f[1]));
    if (linear === null || square === null) return this.#mean(linear ?? square);
    return this.#mean(be.add(linear, square));
  }

  /** y·f */
  #margins(f: T) {
    return this.#be.multiply(this.#targets, f);
  }

  #times(a: T | null, b: T | null | undefined) {
    return a === null || b == null ? null : this.#be.multiply(a, b);
  }

  #mean(sum: T | null) {
    return sum === null ? null : this.#be.affine(sum, 1 / this.#samples, 0);
  }
}

const requirement = "The logistic loss needs targets of −1 or 1";

export const logistic = {
  name: "logistic",
  label: "Logistic",
  synonyms: [
    "bce",
    "bceloss",
    "bcewithlogits",
    "bcewithlogitsloss",
    "binarycrossentropy",
  ],
  convention: "mean over samples of log(1 + exp(−y·f)), y = ±1",
  requirement,
  hasClasses: true,
  outputs: () => 1,
  problem({ classes, targetWidth }, source) {
    const isBinary = classes === null ? targetWidth === 1 : classes === 2;
    return isBinary
      ? null
      : {
          message: `The logistic loss needs two classes or one target of ±1; ${source} has ${targetWidth} ${classes === null ? "targets a sample" : "classes"}.`,
          suggestion: "Use cross-entropy or mse.",
          needsClasses: false,
        };
  },
  targets: (data, sample = "sample") => ({
    values: signed(data, sample),
    columns: 1,
    sums: null,
  }),
  /** Outputs are of the size |ln L| where the loss is small, and so is the share of it that it is off by. */
  magnitude(targets) {
    const samples = targets.length;
    const spread = outputError(samples);
    return {
      scale: Math.LN2,
      error: (loss, precision) =>
        unitRoundoff[precision] *
        (sumError(precision, samples) * loss + spread * withLogits(loss)),
    };
  },
  create: (be, targets, samples) => new Logistic(be, targets, samples),
} as const satisfies LossDefinition;

/** y = ±1: −1 for the first of two classes and +1 for the second, or the targets as they are. */
function signed(data: Dataset, sample: SampleName): Float64Array {
  const { classes, targets, samples } = data;
  if (classes === 2)
    return Float64Array.from({ length: samples }, (_, i) =>
      targets[2 * i + 1] === 1 ? 1 : -1,
    );
  const other = targets.findIndex((y) => Math.abs(y) !== 1);
  if (other < 0) return targets;
  throw badTarget(
    requirement,
    data,
    other,
    sample,
    'Use mse, or data with two classes; set data.targetKind to "class" where the targets are classes.',
  );
}

/** L·(1 + |ln L|); 0 at L = 0. */
function withLogits(loss: number): number {
  return loss > 0 ? loss * (1 + Math.abs(log(loss))) : 0;
}
