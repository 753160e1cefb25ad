import type { LayerSpec } from "../experiment/spec";
import type { Backend } from "../tensor/backend";
import { activations } from "./activations";
import type { Layer, ParameterShape } from "./layer";
import { Activation } from "./layers/activation";
import { Dense, denseParameters } from "./layers/dense";

/** Builds the layers of a network whose input rows have `inputs` numbers. */
export function buildLayers<T>(
  be: Backend<T>,
  specs: LayerSpec[],
  inputs: number,
): Layer<T>[] {
  let width = inputs;
  const layers: Layer<T>[] = [];
  for (const spec of specs) {
    if (spec.type === "dense")
      layers.push(new Dense(be, width, spec.units, spec.bias));
    else if (spec.fn !== "identity")
      layers.push(new Activation(be, activations[spec.fn], width));
    width = layers.at(-1)?.width ?? width;
  }
  return layers;
}

/** The trainable arrays of a network in the order of its flat parameter vector. */
export function parameterShapes(
  specs: LayerSpec[],
  inputs: number,
): ParameterShape[] {
  let fanIn = inputs;
  return specs.flatMap((spec) => {
    if (spec.type !== "dense") return [];
    const shapes = denseParameters(fanIn, spec.units, spec.bias);
    fanIn = spec.units;
    return shapes;
  });
}
