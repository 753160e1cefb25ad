import type { ModelSpec } from "../experiment/spec";

/** Whether a model starts at random: of the others each seed gives the same run. */
export function drawsStart(model: ModelSpec): boolean {
  if (model.kind === "landscape" || model.init.scheme === "explicit")
    return false;
  if (model.init.scheme !== "sine") return true;
  return (
    model.init.biasNoise > 0 &&
    model.layers.some((layer) => "bias" in layer && layer.bias)
  );
}
