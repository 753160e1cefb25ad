import type { LayerSpec } from "../experiment/spec";

/**
 * Why ∇S does not exist everywhere on a network, as the end of a sentence; null where it does. A
 * piecewise-linear layer has kinks: between them its curvature is zero, on them it is infinite.
 */
export function kinks(layers: LayerSpec[]): string | null {
  for (const layer of layers) {
    if (layer.type === "pool" && layer.kind === "max")
      return "a max pool is piecewise linear";
    if (layer.type !== "activation") continue;
    if (layer.fn === "relu" || layer.fn === "hardtanh")
      return `${layer.fn} is piecewise linear`;
    if (layer.fn === "elu") return "the second derivative of elu jumps at 0";
  }
  return null;
}
