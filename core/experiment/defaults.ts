import { defaultLoss } from "../losses/spec";
import { kinks } from "./kinks";
import { optimizerOf } from "../optimizers/spec";
import type { ExperimentSpec } from "./spec";

/** An experiment with the defaults that depend on more than their own field. */
export function withDefaults(spec: ExperimentSpec): ExperimentSpec {
  const { model, optimizer } = spec;
  const hasKinks = kinks(model) !== null;
  return {
    ...spec,
    ...(model.kind === "network" && { loss: spec.loss ?? defaultLoss }),
    optimizer:
      optimizerOf(optimizer).complete?.(optimizer, { hasKinks }) ?? optimizer,
  };
}
