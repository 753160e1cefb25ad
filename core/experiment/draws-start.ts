import { initOf } from "../layers/init";
import type { ModelSpec } from "./spec";

/** Whether a model starts at random: of the others each seed gives the same run. */
export function drawsStart(model: ModelSpec): boolean {
  if (model.kind === "landscape") return false;
  const { init, layers } = model;
  const hasNoise = "biasNoise" in init && init.biasNoise > 0;
  return (
    (initOf(init).isRandom ?? false) ||
    (hasNoise && layers.some((layer) => "bias" in layer && layer.bias))
  );
}
