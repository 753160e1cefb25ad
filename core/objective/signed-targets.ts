import { LabFailure } from "../contract/errors";
import type { Dataset } from "../data/dataset";

/** What a message calls one of the samples. */
export type SampleName = "sample" | "test sample";

/**
 * Targets y = ±1 for the logistic loss: −1 for the first of two classes and +1 for the second, or the
 * targets as they are.
 * @throws LabFailure `bad-experiment` where a target is something else
 */
export function signed(
  { classes, targets, samples }: Dataset,
  sample: SampleName = "sample",
): Float64Array {
  if (classes === 2)
    return Float64Array.from({ length: samples }, (_, i) =>
      targets[2 * i + 1] === 1 ? 1 : -1,
    );
  const other = targets.findIndex((y) => Math.abs(y) !== 1);
  if (other < 0) return targets;
  throw new LabFailure({
    code: "bad-experiment",
    message: `loss: The logistic loss needs targets of −1 or 1; the target of ${sample} ${other + 1} is ${targets[other]}.`,
    hint: 'Use mse, or data with two classes; in a CSV file set data.targetKind to "class".',
  });
}
