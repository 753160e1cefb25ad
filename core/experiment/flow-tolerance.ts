import { kinks } from "../model/kinks";
import { flowTolerance } from "../optimizer/gradient-flow";
import type { ExperimentSpec } from "./spec";

/**
 * The relative tolerance of gradient flow where an experiment names none. Across a kink of the loss the
 * error of a step falls like its length, not like the fifth power: a tight tolerance takes a hundred
 * times the steps of a loose one there.
 */
export function defaultTolerance(model: ExperimentSpec["model"]): number {
  return kinks(model) === null ? flowTolerance : 100 * flowTolerance;
}
