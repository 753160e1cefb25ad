import { sigmoid } from "../derivatives/functions";
import type { Graph } from "../derivatives/graph";
import type { Coefficients } from "../derivatives/operation";
import type { Dataset } from "../data/dataset";
import { log } from "../math/log";
import { unitRoundoff } from "../rounding";
import type { LossDefinition, LossInputs } from "./definition";
import { outputError, sumError } from "./magnitude";
import { badTarget, type SampleName } from "./targets";

const requirement = "The logistic loss needs targets of −1 or 1";

/** L = 1/n·Σ log(1 + e^−yf) with targets y = ±1; its gradient with respect to f is −y·σ(−yf)/n. */
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
  torch: "F.softplus(-y * f, threshold=40).sum() / len(y)",
  inSentence: "logistic loss",
  requirement,
  hasClasses: true,
  outputs: () => 1,
  problem({ classes, targetWidth, targetPositions = 1 }, source) {
    if (targetPositions > 1)
      return {
        message: `The logistic loss needs one target per sample, but ${source} has a class at each of ${targetPositions} positions.`,
        suggestion: "Use cross-entropy or mse.",
        needsClasses: false,
      };
    const isBinary = classes === null ? targetWidth === 1 : classes === 2;
    return isBinary
      ? null
      : {
          message: `The logistic loss needs two classes or one target of ±1; ${source} has ${targetWidth} ${classes === null ? "targets per sample" : "classes"}.`,
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
  write<T>(graph: Graph<T>, { outputs, targets, samples }: LossInputs) {
    const { be } = graph;
    const opposed = graph.affine(graph.multiply(targets, outputs), -1);
    const slope = graph.multiply(targets, graph.apply(sigmoid, opposed));
    return {
      gradient: graph.affine(slope, -1 / samples),
      value(z: Coefficients<T>) {
        const y = z[targets] as T;
        const terms = be.softplus(z[opposed] as T);
        return be.dot(be.multiply(y, y), terms) / samples;
      },
    };
  },
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
    'Use mse, or data with two classes. If the targets are classes, set data.targetKind to "class".',
  );
}

/** L·(1 + |ln L|); 0 at L = 0. */
function withLogits(loss: number): number {
  return loss > 0 ? loss * (1 + Math.abs(log(loss))) : 0;
}
