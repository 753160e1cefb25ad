/** What runs are compared over, so that like stands above like. */

/**
 * `step`; `flow`: η·step, the time that gradient flow would have run; `seconds`: running time;
 * `crossing`: steps since the first measured step with sharpness ≥ threshold.
 */
export const alignments = ["step", "flow", "seconds", "crossing"] as const;
export type Alignment = (typeof alignments)[number];

/** What the alignment of a run depends on. */
export interface Aligned {
  /** η */
  stepSize: number;
  /** null where sharpness never reached the threshold. */
  crossingStep: number | null;
  /** Steps of the table `steps`, ascending, with the running time at each of them, `[n]`. */
  clock: { step: Float64Array; seconds: Float64Array };
}

/**
 * Where the rows of a run stand on the shared x axis, ascending.
 * @param step of the rows, ascending, `[n]`
 * @returns `[n]`; null where the run has no place on this axis, because it never crossed
 */
export function alignedX(
  step: Float64Array,
  alignment: Alignment,
  run: Aligned,
): Float64Array | null {
  switch (alignment) {
    case "step":
      return step;
    case "flow":
      return step.map((value) => value * run.stepSize);
    case "seconds":
      return secondsAt(step, run.clock);
    case "crossing": {
      const { crossingStep } = run;
      return crossingStep === null
        ? null
        : step.map((value) => value - crossingStep);
    }
  }
}

/** Values in units of the run's threshold: 1 is the edge of stability. */
export function inThresholds(y: Float64Array, threshold: number): Float64Array {
  return y.map((value) => value / threshold);
}

/** The running time at each step: of its own row, else of the last row before it. */
function secondsAt(
  steps: Float64Array,
  { step, seconds }: Aligned["clock"],
): Float64Array {
  let row = 0;
  return steps.map((wanted) => {
    while (row + 1 < step.length && step[row + 1] <= wanted) row++;
    return seconds[row] ?? 0;
  });
}
