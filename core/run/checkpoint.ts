import type { MeterState } from "../spectrum/meter";
import type { DivergenceReference } from "./halt";
import type { RecorderState } from "./recorder";

/**
 * All that a run needs to continue from a step bit for bit, as plain data. The rows
 * before `step` belong to it; rows from `step` on are computed again. θ_0 is not in it: the
 * experiment gives it back.
 */
export interface Checkpoint {
  /** The step whose row is the next one. */
  step: number;
  /** Running time up to there. */
  seconds: number;
  /** θ at `step`, before its update. */
  theta: Float64Array;
  /** θ one step earlier, where measurements at midpoints need it; empty otherwise. */
  earlier: Float64Array;
  /** The state of the optimiser, see Optimizer. */
  optimizer: Float64Array[];
  spectrum: MeterState;
  recorder: RecorderState;
  divergence: DivergenceReference;
}

/** How many numbers the arrays of a checkpoint, or of a part of one, hold. */
export function arraySize(part: unknown): number {
  if (part instanceof Float64Array) return part.length;
  if (typeof part !== "object" || part === null) return 0;
  return Object.values(part).reduce<number>(
    (sum, inner) => sum + arraySize(inner),
    0,
  );
}
