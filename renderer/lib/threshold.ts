import type { RunRow } from "../../core/contract/api";
import { optimizerOf } from "../../core/optimizers/spec";
import { plain } from "./format";

type Method = Pick<RunRow, "spec">;

/** The threshold as people write it, 2/η for gradient descent. */
export function thresholdName({ spec }: Method): string {
  return optimizerOf(spec.optimizer).thresholdFormula;
}

/** Its value as it is written everywhere. */
export function thresholdNumber({ threshold }: { threshold: number }): string {
  return plain(threshold, 4);
}

/** The threshold with its value. */
export function thresholdText(row: Method & { threshold: number }): string {
  return `${thresholdName(row)} = ${thresholdNumber(row)}`;
}

/** Sharpness in units of the threshold, as a word: the one ratio that all charts speak of. */
export function ratioName(row: Method): string {
  return `S ÷ (${thresholdName(row)})`;
}

/** Whether the threshold is a reference only: gradient flow is stable at every sharpness. */
export function isFlow({ spec }: Method): boolean {
  return optimizerOf(spec.optimizer).isFlow === true;
}

/** Whether the loss rises exactly where the curvature along a step is above the threshold. */
export function stepsByGradient({ spec }: Method): boolean {
  return optimizerOf(spec.optimizer).isPlain === true;
}
