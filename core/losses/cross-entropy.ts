import type { Jet } from "../model/jet";
import type { Backend } from "../tensor/backend";
import type { Dataset } from "../data/dataset";
import { log } from "../math/log";
import { unitRoundoff } from "../rounding";
import type { Loss, LossDefinition } from "./definition";
import { outputError, perSample, sumError } from "./magnitude";
import { badTarget, type SampleName } from "./targets";

/**
 * L = −1/n·Σ y·log softmax(f) with targets y ≥ 0. With p = softmax(f) and s the sum of a row of y, its
 * gradient with respect to f is (s·p − y)/n. Along t, p obeys p′ = p∘(f′ − ⟨p, f′⟩), so that all
 * higher derivatives are those of p, times s.
 */
export class CrossEntropy<T> implements Loss<T> {
  readonly #be: Backend<T>;
  readonly #targets: T;
  readonly #samples: number;
  readonly #sums: T | null;

  /** @param sums s in every column of its row; null where all rows sum to 1 */
  constructor(be: Backend<T>, targets: T, samples: number, sums: T | null) {
    this.#be = be;
    this.#targets = targets;
    this.#samples = samples;
    this.#sums = sums;
  }

  value(f: Jet<T>) {
    const be = this.#be;
    return -be.dot(this.#targets, be.logSoftmax(f[0] as T)) / this.#samples;
  }

  gradient(k: number, f: Jet<T>) {
    const be = this.#be;
    const p = be.softmax(f[0] as T);
    if (k === 0)
      return be.affine(
        be.subtract(this.#weighed(p), this.#targets),
        1 / this.#samples,
        0,
      );
    const change = this.#change(k, p, f);
    return change === null
      ? null
      : be.affine(this.#weighed(change), 1 / this.#samples, 0);
  }

  /** Coefficient k ≥ 1 of p. */
  #change(k: number, p: T, f: Jet<T>): T | null {
    const be = this.#be;
    const first = (fk: T | null | undefined) =>
      fk == null ? null : be.multiply(p, this.#centred(p, fk));
    if (k === 1) return first(f[1]);
    // 2p₂ = p₁∘(f₁ − ⟨p, f₁⟩) + p∘(2f₂ − ⟨p, 2f₂⟩ − ⟨p₁, f₁⟩)
    const linear = first(f[2]);
    const f1 = f[1];
    if (f1 == null) return linear;
    const centred = this.#centred(p, f1);
    const p1 = be.multiply(p, centred);
    const curved = be.subtract(
      be.multiply(p1, centred),
      be.multiply(p, be.rowDots(p1, f1)),
    );
    const half = be.affine(curved, 0.5, 0);
    return linear === null ? half : be.add(linear, half);
  }

  /** f − ⟨p, f⟩ in each row. */
  #centred(p: T, f: T) {
    return this.#be.subtract(f, this.#be.rowDots(p, f));
  }

  /** s·a */
  #weighed(a: T) {
    return this.#sums === null ? a : this.#be.multiply(this.#sums, a);
  }
}

const requirement =
  "Cross-entropy needs targets of at least 0, the shares or weights of the classes";

export const crossEntropy = {
  name: "cross-entropy",
  label: "Cross-entropy",
  synonyms: [
    "ce",
    "nll",
    "nllloss",
    "logloss",
    "crossentropyloss",
    "categoricalcrossentropy",
    "sparsecategoricalcrossentropy",
    "softmaxcrossentropy",
  ],
  convention: "mean over samples of −Σ y·log softmax(f)",
  requirement,
  outputs: (targetWidth) => targetWidth,
  problem: ({ targetWidth }, source) =>
    targetWidth < 2
      ? {
          message: `Cross-entropy needs at least two classes; ${source} has one target a sample, a number.`,
          suggestion: "Use mse or logistic.",
          needsClasses: true,
        }
      : null,
  targets: (data, sample = "sample") => ({
    values: data.targets,
    columns: data.targetWidth,
    sums: rowSums(data, sample),
  }),
  /** log softmax is off by u also where it is nearly 0. */
  magnitude(targets, width) {
    const samples = targets.length / width;
    // 1 where the rows of y sum to 1.
    const weight = perSample(targets, samples, (y) => y);
    const spread = outputError(samples);
    return {
      scale: weight * log(width),
      error: (loss, precision) =>
        unitRoundoff[precision] *
        (sumError(precision, samples) * loss + spread * (weight + loss)),
    };
  },
  create: (be, targets, samples, sums) =>
    new CrossEntropy(be, targets, samples, sums),
} as const satisfies LossDefinition;

/** Rounding of a sum of up to a thousand shares of 1, and some more. */
const rounding = 1e-12;

/** −log p of each output is weighted by its target, which must not be negative. */
function rowSums(data: Dataset, sample: SampleName): Float64Array | null {
  const { classes, targets, targetWidth } = data;
  if (classes !== null) return null;
  const negative = targets.findIndex((y) => !(y >= 0));
  if (negative >= 0)
    throw badTarget(
      requirement,
      data,
      negative,
      sample,
      "Use mse, or targets of at least 0.",
    );
  const sums = new Float64Array(targets.length);
  let differs = false;
  for (let i = 0; i < targets.length; i += targetWidth) {
    let sum = 0;
    for (let j = i; j < i + targetWidth; j++) sum += targets[j];
    sums.fill(sum, i, i + targetWidth);
    differs ||= Math.abs(sum - 1) > rounding;
  }
  return differs ? sums : null;
}
