import type { ExperimentSpec } from "./spec";
import { grouped } from "../text/grouped";

/**
 * Multiplications of a forward sweep over all samples up to which float64 on one core takes no longer
 * than float32 on TensorFlow, whose every operation costs some ten microseconds however small it is.
 * Measured on two cores with two hidden layers of tanh; `npm run bench` prints the comparison.
 */
const breakEven = 1_500_000;

/** The precision an experiment runs in, and in words why. */
export interface PrecisionChoice {
  precision: "float64" | "float32";
  reason: string;
}

/** `auto` is float64 where that is as fast or all there is. */
export function choosePrecision(
  wanted: ExperimentSpec["precision"],
  run: {
    /** Multiplications of a forward sweep over all samples. */
    work: number;
    hasTensorflow: () => boolean;
  },
): PrecisionChoice {
  if (wanted !== "auto")
    return { precision: wanted, reason: `The experiment asks for ${wanted}.` };
  const work = `auto: a forward sweep takes ${grouped(run.work)} multiplications;`;
  if (run.work <= breakEven)
    return {
      precision: "float64",
      reason: `${work} up to ${grouped(breakEven)} float64 is as fast.`,
    };
  return run.hasTensorflow()
    ? {
        precision: "float32",
        reason: `${work} beyond ${grouped(breakEven)} float32 on TensorFlow is faster.`,
      }
    : {
        precision: "float64",
        reason: `${work} float32 would be faster, but TensorFlow is not installed.`,
      };
}
