import { initOf } from "../layers/init";
import { layerInitOf } from "../layers/layer-init";
import { allLayers } from "../layers/network";
import type { LayerSpec } from "../layers/spec";
import type { ModelSpec } from "./spec";

/** Whether a model starts at random: of the others each seed gives the same run. */
export function drawsStart(model: ModelSpec): boolean {
  if (model.kind !== "network") return false;
  const { init } = model;
  if ("values" in init) return false;
  const layers = allLayers(model.layers).map(({ spec }) => spec);
  const hasNoise = "biasNoise" in init && init.biasNoise > 0;
  return (
    (initOf(init).isRandom ?? false) ||
    layers.some(drawsOwn) ||
    (hasNoise && layers.some((layer) => "bias" in layer && layer.bias))
  );
}

function drawsOwn(layer: LayerSpec): boolean {
  return "init" in layer && layer.init !== undefined
    ? layerInitOf(layer.init).isRandom
    : false;
}
