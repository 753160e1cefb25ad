import type { Precision } from "../rounding";

/** How large a loss on given targets is, and how far rounding may put its value off. */
export interface LossMagnitude {
  /** The loss of outputs that are all 0: the scale that the targets give it. */
  readonly scale: number;
  /** The rounding error of a loss of this value, as a bound that is seldom exceeded. */
  error(loss: number, precision: Precision): number;
}

/*
 * Two things round every loss on targets [samples, width]:
 *
 * - the sum over all terms: float64 adds them one after the other, so that the error grows with the
 *   root of their number; TensorFlow adds them in a tree;
 * - the outputs, each sample's on its own, so that their errors average out over the samples. What an
 *   error of the outputs does to the loss is up to the loss.
 */

/**
 * Units round-off by which an output of size 1 may be off after the layers before it, and how many
 * standard deviations a bound is. Measured on tanh networks of 20 to 5,000 samples against float64 and
 * against neighbouring parameters.
 */
export const perOutput = 4;
const deviations = 5;

/** By how many units round-off the mean of outputs of size 1 over so many samples may be off. */
export function outputError(samples: number): number {
  return (deviations * perOutput) / Math.sqrt(samples);
}

/** By how many units round-off, relative to it, a sum of so many positive terms may be off. */
export function sumError(precision: Precision, terms: number): number {
  return precision === "float64" ? 2 + 0.2 * Math.sqrt(terms) : 3;
}

/** Σ value(y) over all targets, for each sample. */
export function perSample(
  targets: Float64Array,
  samples: number,
  value: (y: number) => number,
): number {
  return targets.reduce((sum, y) => sum + value(y), 0) / samples;
}
