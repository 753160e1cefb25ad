import type { RunRow } from "../../core/contract/api";
import {
  optimizerOf,
  thresholdName as nameOf,
  type OptimizerSpec,
} from "../../core/optimizers/spec";
import {
  isConstant,
  peakOf,
  stepSizeWords,
} from "../../core/optimizers/step-size";
import { lastThreshold } from "../../core/run/summary";
import { plain } from "./format";

type Method = Pick<RunRow, "spec">;
type Measured = Pick<RunRow, "spec" | "threshold" | "summary">;

/** The threshold as people write it, 2/η for gradient descent; in words where the optimiser has none. */
export function thresholdName({ spec }: Method): string {
  return nameOf(spec.optimizer) ?? "the threshold";
}

/** Why the optimiser has no threshold, in sentences; undefined where it has one. */
export function noThreshold({ spec }: Method): string | undefined {
  return optimizerOf(spec.optimizer).noThreshold;
}

/** Whether the threshold varies along the run, and a column tells it. */
export function hasCourse(row: Pick<RunRow, "spec" | "threshold">): boolean {
  return row.threshold === null && noThreshold(row) === undefined;
}

/** Its value as it is written everywhere. */
export function thresholdNumber(threshold: number): string {
  return plain(threshold, 4);
}

/** The threshold with its value; of one that varies the last one. */
export function thresholdText(row: Measured): string {
  if (noThreshold(row) !== undefined) return "none";
  const value = lastThreshold(row);
  const name = thresholdName(row);
  if (row.threshold !== null)
    return `${name} = ${thresholdNumber(row.threshold)}`;
  return value === null
    ? `${name}, which varies`
    : `${name}, which varies, last ${thresholdNumber(value)}`;
}

/** Sharpness in units of the threshold, as a word: the one ratio that all charts speak of. */
export function ratioName(row: Method): string {
  return `S ÷ (${thresholdName(row)})`;
}

/** η in a few letters, "0.05"; by its peak where it varies, "≤ 0.05". */
export function stepSizeText(
  { stepSize }: Pick<OptimizerSpec, "stepSize">,
  digits?: number,
): string {
  const peak = plain(peakOf(stepSize), digits);
  return isConstant(stepSize) ? peak : `≤ ${peak}`;
}

/** η with its whole schedule. */
export function stepSizeCourse({
  stepSize,
}: Pick<OptimizerSpec, "stepSize">): string {
  return isConstant(stepSize) ? plain(stepSize) : stepSizeWords(stepSize);
}

/** Whether the threshold is a reference only: gradient flow is stable at every sharpness. */
export function isFlow({ spec }: Method): boolean {
  return optimizerOf(spec.optimizer).isFlow === true;
}

/** Whether the loss rises exactly where the curvature along a step is above the threshold. */
export function stepsByGradient({ spec }: Method): boolean {
  return optimizerOf(spec.optimizer).isPlain === true;
}
