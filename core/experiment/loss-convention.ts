import { defaultLoss, lossOf } from "../losses/spec";
import { landscapeOf } from "../landscapes/spec";
import type { ExperimentSpec } from "./spec";

/**
 * What the loss of an experiment is, factor for factor, in words: programs differ in a ½ or in
 * dividing by the number of outputs, and the sharpness with them.
 */
export function lossConvention(spec: ExperimentSpec): string {
  const w = spec.optimizer.weightDecay;
  return `${base(spec)}${w > 0 ? ` + ½·w·|θ|², w = ${w}` : ""}`;
}

function base({ model, loss }: ExperimentSpec): string {
  if (model.kind === "landscape") return landscapeOf(model).describe(model);
  if (model.kind === "imported") return "as in the program that recorded it";
  return lossOf(loss ?? defaultLoss).convention;
}
