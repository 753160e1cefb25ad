import type { DataInfo } from "../data/data-info";
import type { KernelMaker } from "./kernels";

/** A run in numbers. `null` where there is nothing to report (yet). */
export interface RunSummary {
  /** Last recorded step. */
  step: number;
  initialLoss: number | null;
  finalLoss: number | null;
  minLoss: number | null;
  /** Share of the training samples classified correctly, at the last step. */
  accuracy: number | null;
  /** On the test set, when it was last evaluated. */
  testLoss: number | null;
  testAccuracy: number | null;
  initialSharpness: number | null;
  finalSharpness: number | null;
  maxSharpness: number | null;
  /** First measured step with sharpness ≥ threshold, to within the error of the measurement. */
  crossingStep: number | null;
  /**
   * Where the threshold varies along the run: the one of the last measurement, null where η = 0 makes it
   * infinite, and the largest sharpness/threshold. Missing elsewhere.
   */
  finalThreshold?: number | null;
  maxRatio?: number;
  /** Mean of sharpness/threshold over the measurements after the crossing. */
  hover: number | null;
  /** Sharpness measurements whose residual missed the tolerance. */
  unconverged: number;
  /** Sharpness measurements of which it is not known whether they are the largest; missing in older runs. */
  uncertified?: number;
  /** Spikes of the loss, see events.ts; missing in runs of older versions. */
  spikes?: number;
  /** Steps in which the loss rose by more than its rounding error; missing in older runs. */
  rises?: number;
  /** Batches of an epoch; missing where each step uses all samples. */
  stepsPerEpoch?: number;
  /** The last batch sharpness; missing in runs that do not measure it. */
  finalBatchSharpness?: number;
  /** Running time, pauses excluded. */
  seconds: number;
}

/** A run whose threshold may be one number for all of it. */
interface Measured {
  threshold: number | null;
  summary: Pick<
    RunSummary,
    "finalSharpness" | "finalThreshold" | "maxSharpness" | "maxRatio"
  >;
}

/** The threshold at the last measurement; null where there is none, and before the first one where it varies. */
export function lastThreshold({ threshold, summary }: Measured): number | null {
  return threshold ?? summary.finalThreshold ?? null;
}

/** The last sharpness in units of the threshold then, 0 where that was infinite; null where there is none. */
export function lastRatio(run: Measured): number | null {
  const { finalSharpness, finalThreshold } = run.summary;
  if (finalSharpness === null) return null;
  if (run.threshold === null && finalThreshold === null) return 0;
  const threshold = lastThreshold(run);
  return threshold === null ? null : finalSharpness / threshold;
}

/** The largest sharpness in units of the threshold of its step; null where there is none. */
export function largestRatio({ threshold, summary }: Measured): number | null {
  const { maxSharpness, maxRatio } = summary;
  if (threshold === null) return maxRatio ?? null;
  return maxSharpness === null ? null : maxSharpness / threshold;
}

/** What computed the run. Stored with it. */
export interface EngineInfo {
  backend: "tensorflow" | "float64";
  precision: "float32" | "float64";
  /** Why this precision, in words; empty for runs of version 0.1, which did not note it. */
  precisionReason: string;
  /** Trainable parameters P. */
  parameters: number;
  /** The loss as a formula in words, e.g. "mean over samples of ½·Σ(f−y)²". */
  loss: string;
  /** The data it was trained on; null for a landscape and for runs of version 0.1. */
  data: DataInfo | null;
  /** SHA-256 of the starting weights, where they came from a file. */
  weights?: string;
  /** Versions of the lab, of Node, of the numerics (core/math/version.ts), of TensorFlow when it was used. */
  versions: Record<string, string>;
  threads: number;
  /** Whose kernels computed it; missing in float64, and in runs of earlier versions: TensorFlow's own. */
  kernels?: KernelMaker;
}

/** The summary of a run that has recorded nothing yet. */
export const emptySummary: Readonly<RunSummary> = {
  step: 0,
  initialLoss: null,
  finalLoss: null,
  minLoss: null,
  accuracy: null,
  testLoss: null,
  testAccuracy: null,
  initialSharpness: null,
  finalSharpness: null,
  maxSharpness: null,
  crossingStep: null,
  hover: null,
  unconverged: 0,
  seconds: 0,
};
