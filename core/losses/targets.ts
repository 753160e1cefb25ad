import type { Dataset } from "../data/dataset";
import { badField } from "../data/refuse";
import { grouped } from "../text/grouped";

/** Targets as a loss takes them, row-major [samples, columns]. */
export interface LossTargets {
  values: Float64Array;
  columns: number;
  /** The sum of each row, in every column of it; null where all rows sum to 1. */
  sums: Float64Array | null;
}

/** What a message calls one of the samples. */
export type SampleName = "sample" | "test sample";

/**
 * The refusal of the target with this index in [samples, targetWidth].
 * @param requirement of the loss, see LossDefinition
 */
export function badTarget(
  requirement: string,
  { targets, targetWidth, rows }: Dataset,
  index: number,
  sample: SampleName,
  suggestion: string,
) {
  const i = Math.floor(index / targetWidth);
  const which = rows
    ? `row ${grouped(rows[i])} of the data`
    : `${sample} ${grouped(i + 1)}`;
  const name =
    targetWidth === 1
      ? `the target of ${which}`
      : `target ${(index % targetWidth) + 1} of ${which}`;
  return badField(
    "loss",
    `${requirement}; ${name} is ${targets[index]}.`,
    suggestion,
  );
}
