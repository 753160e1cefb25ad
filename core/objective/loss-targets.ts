import type { Dataset } from "../data/dataset";
import { badField } from "../data/refuse";
import type { LossName } from "../experiment/spec";
import { grouped } from "../text/grouped";

/** Targets as a loss takes them, row-major [samples, columns]. */
export interface LossTargets {
  values: Float64Array;
  columns: number;
  /** The sum of each row, in every column of it; null where all rows sum to 1. */
  sums: Float64Array | null;
}

/** Rounding of a sum of up to a thousand shares of 1, and some more. */
const rounding = 1e-12;

/** What a message calls one of the samples. */
export type SampleName = "sample" | "test sample";

/** @throws LabFailure `bad-experiment` naming the sample where the loss has no meaning for a target */
export function lossTargets(
  loss: LossName,
  data: Dataset,
  sample: SampleName = "sample",
): LossTargets {
  const { targets, targetWidth } = data;
  switch (loss) {
    case "mse":
      return { values: targets, columns: targetWidth, sums: null };
    case "cross-entropy":
      return {
        values: targets,
        columns: targetWidth,
        sums: rowSums(data, sample),
      };
    case "logistic":
      return { values: signed(data, sample), columns: 1, sums: null };
  }
}

/**
 * Targets y = ±1 for the logistic loss: −1 for the first of two classes and +1 for the second, or the
 * targets as they are.
 */
export function signed(
  data: Dataset,
  sample: SampleName = "sample",
): Float64Array {
  const { classes, targets, samples } = data;
  if (classes === 2)
    return Float64Array.from({ length: samples }, (_, i) =>
      targets[2 * i + 1] === 1 ? 1 : -1,
    );
  const other = targets.findIndex((y) => Math.abs(y) !== 1);
  if (other < 0) return targets;
  throw refusal(
    `The logistic loss needs targets of −1 or 1; ${nameOf(data, other, sample)} is ${targets[other]}.`,
    'Use mse, or data with two classes; set data.targetKind to "class" where the targets are classes.',
  );
}

/** Cross-entropy weighs −log p of each output by its target, which must not be negative. */
function rowSums(data: Dataset, sample: SampleName): Float64Array | null {
  const { classes, targets, targetWidth } = data;
  if (classes !== null) return null;
  const negative = targets.findIndex((y) => !(y >= 0));
  if (negative >= 0)
    throw refusal(
      `Cross-entropy needs targets of at least 0, the shares or weights of the classes; ${nameOf(data, negative, sample)} is ${targets[negative]}.`,
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

function nameOf(
  { targetWidth, rows }: Dataset,
  index: number,
  sample: SampleName,
) {
  const i = Math.floor(index / targetWidth);
  const which = rows
    ? `row ${grouped(rows[i])} of the data`
    : `${sample} ${grouped(i + 1)}`;
  return targetWidth === 1
    ? `the target of ${which}`
    : `target ${(index % targetWidth) + 1} of ${which}`;
}

function refusal(message: string, suggestion: string) {
  return badField("loss", message, suggestion);
}
