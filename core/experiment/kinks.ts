import { landscapeOf } from "../landscapes/spec";
import type { ModelSpec } from "./spec";
import { layerOf, type LayerSpec } from "../layers/spec";

/**
 * Why ∇S, the gradient of sharpness, does not exist everywhere on a model: a sentence, or null where
 * it does. Where two smooth pieces meet in a kink the curvature is infinite on it; where only the
 * second derivative jumps, ∇S does as well.
 */
export function kinks(model: ModelSpec): string | null {
  if (model.kind === "imported") return null;
  const cause =
    model.kind === "network"
      ? layerKink(model.layers)
      : landscapeOf(model).kink?.(model);
  return cause
    ? `${cause}: ∇S does not exist where the pieces meet; within a piece the derivatives are exact.`
    : null;
}

function layerKink(layers: LayerSpec[]): string | null {
  for (const spec of layers) {
    const kink = layerOf(spec).kink?.(spec);
    if (kink) return kink;
  }
  return null;
}
