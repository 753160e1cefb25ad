import type { Graph } from "../derivatives/graph";
import type { Coefficients } from "../derivatives/operation";
import type { Dataset } from "../data/dataset";
import { log } from "../math/log";
import { unitRoundoff } from "../rounding";
import type { LossDefinition, LossInputs } from "./definition";
import { outputError, perSample, sumError } from "./magnitude";
import { badTarget, type SampleName } from "./targets";

const requirement =
  "Cross-entropy needs targets of at least 0, the shares or weights of the classes";

/**
 * L = −1/n·Σ y·log softmax(f) with targets y ≥ 0. With s the sum of a row of y, its gradient with respect to f is
 * (s·softmax(f) − y)/n.
 */
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
  torch: "-(y * F.log_softmax(f, dim=-1)).sum() / len(y)",
  inSentence: "cross-entropy",
  requirement,
  outputs: (targetWidth) => targetWidth,
  problem: ({ targetWidth }, source) =>
    targetWidth < 2
      ? {
          message: `Cross-entropy needs at least two classes; ${source} has one number per sample as its target.`,
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
  write<T>(graph: Graph<T>, { outputs, targets, sums, samples }: LossInputs) {
    const { be } = graph;
    const p = graph.softmax(outputs);
    const weighted = sums === null ? p : graph.multiply(sums, p);
    const difference = graph.subtract(weighted, targets);
    return {
      gradient: graph.affine(difference, 1 / samples),
      value: (z: Coefficients<T>) =>
        -be.dot(z[targets] as T, be.logSoftmax(z[outputs] as T)) / samples,
    };
  },
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
