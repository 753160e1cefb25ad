import type { ExperimentSpec } from "./spec";

/**
 * Parameters × samples up to which float64 in plain TypeScript takes no longer than float32 on
 * TensorFlow, whose every operation costs some ten microseconds however small it is. Measured on two
 * cores with two hidden layers of tanh; `npm run bench` prints the comparison.
 */
export const breakEven = 100_000;

/** The precision an experiment runs in. `auto` is float64 where that is as fast or all there is. */
export function choosePrecision(
  wanted: ExperimentSpec["precision"],
  run: { parameters: number; samples: number; hasTensorflow: () => boolean },
): "float64" | "float32" {
  if (wanted !== "auto") return wanted;
  const small = run.parameters * run.samples <= breakEven;
  return small || !run.hasTensorflow() ? "float64" : "float32";
}
