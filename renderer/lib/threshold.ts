import type { RunRow } from "../../core/contract/api";
import { thresholdFormula } from "../../core/spectrum/thresholds";
import { plain } from "./format";

type Method = Pick<RunRow, "spec">;

/** The threshold as people write it, 2/η for gradient descent. */
export function thresholdName({ spec }: Method): string {
  return thresholdFormula(spec.optimizer.kind);
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
  return spec.optimizer.kind === "gradient-flow";
}

/** Whether the loss rises exactly where the curvature along a step is above the threshold. */
export function stepsByGradient({ spec }: Method): boolean {
  return spec.optimizer.kind === "gd";
}
