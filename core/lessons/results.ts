/** Results of a run that a task of a lesson can ask for, by their names in the file. */
import { peakOf } from "../optimizers/step-size";
import type { ExperimentSpec } from "../experiment/spec";
import type { RunStatus } from "../run/status";
import type { RunSummary } from "../run/summary";

/** What a lesson knows of a run. */
export interface LessonRun {
  spec: ExperimentSpec;
  status: RunStatus;
  /** The sharpness above which its optimiser is unstable; null where that is not one number. */
  threshold: number | null;
  summary: RunSummary;
}

interface Result {
  /** What it is, in a sentence's middle. */
  label: string;
  /** Null where the run has none, or none yet. */
  of(run: LessonRun): number | null;
}

const ofSummary = (
  key: Exclude<keyof RunSummary, "seconds">,
  label: string,
): Result => ({ label, of: ({ summary }) => summary[key] ?? null });

const results = {
  stepSize: {
    label: "the step size",
    of: ({ spec }) => peakOf(spec.optimizer.stepSize),
  },
  threshold: { label: "the threshold", of: ({ threshold }) => threshold },
  crossingStep: ofSummary(
    "crossingStep",
    "the step at which sharpness reached the threshold",
  ),
  initialSharpness: ofSummary("initialSharpness", "the sharpness at step 0"),
  finalSharpness: ofSummary("finalSharpness", "the last sharpness"),
  maxSharpness: ofSummary("maxSharpness", "the largest sharpness"),
  hover: ofSummary(
    "hover",
    "the mean of sharpness divided by the threshold after the crossing",
  ),
  initialLoss: ofSummary("initialLoss", "the loss at step 0"),
  finalLoss: ofSummary("finalLoss", "the last loss"),
  minLoss: ofSummary("minLoss", "the smallest loss"),
  accuracy: ofSummary("accuracy", "the training accuracy, from 0 to 1"),
  lastStep: ofSummary("step", "the last step"),
} satisfies Record<string, Result>;

export type ResultName = keyof typeof results;
export const resultNames = Object.keys(results) as [
  ResultName,
  ...ResultName[],
];

/** A result of a run; null where it has none, or none yet. */
export function resultOf(name: ResultName, run: LessonRun): number | null {
  return results[name].of(run);
}

/** What a result is, in a sentence's middle. */
export function resultLabel(name: ResultName): string {
  return results[name].label;
}
