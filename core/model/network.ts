import type { LayerSpec } from "../experiment/spec";
import type { Backend } from "../tensor/backend";
import { activations } from "./activations";
import type { Layer, ParameterShape } from "./layer";
import { Activation } from "./layers/activation";
import { Conv2d, conv2dParameters } from "./layers/conv2d";
import { Dense, denseParameters } from "./layers/dense";
import { Pool } from "./layers/pool";
import { outputShape, width, type Shape } from "./shape";

/** Builds the layers of a network on samples of the given shape. */
export function buildLayers<T>(
  be: Backend<T>,
  specs: LayerSpec[],
  input: Shape,
): Layer<T>[] {
  return along<Layer<T>>(specs, input, (spec, shape) => {
    switch (spec.type) {
      case "dense":
        return [new Dense(be, width(shape), spec.units, spec.bias)];
      case "conv2d":
        return [new Conv2d(be, spec, shape)];
      case "pool":
        return [new Pool(be, spec, shape)];
      case "activation":
        return spec.fn === "identity"
          ? []
          : [new Activation(be, activations[spec.fn], width(shape))];
      case "flatten":
        // Images are flat rows already.
        return [];
    }
  });
}

/** The trainable arrays of a network in the order of its flat parameter vector. */
export function parameterShapes(
  specs: LayerSpec[],
  input: Shape,
): ParameterShape[] {
  return along(specs, input, (spec, shape) => {
    if (spec.type === "dense")
      return denseParameters(width(shape), spec.units, spec.bias);
    return spec.type === "conv2d" ? conv2dParameters(spec, shape) : [];
  });
}

/** Multiplications of a forward sweep for one sample. */
export function multiplications(specs: LayerSpec[], input: Shape): number {
  return along(specs, input, (spec, shape) => {
    if (spec.type === "dense") return [width(shape) * spec.units];
    if (spec.type !== "conv2d") return [];
    const taps = shape[2] * spec.kernel * spec.kernel;
    return [width(outputShape(spec, shape)) * taps];
  }).reduce((sum, count) => sum + count, 0);
}

/** Follows the shapes through the layers. */
function along<R>(
  specs: LayerSpec[],
  input: Shape,
  use: (spec: LayerSpec, shape: Shape) => R[],
): R[] {
  let shape = input;
  return specs.flatMap((spec) => {
    const results = use(spec, shape);
    shape = outputShape(spec, shape);
    return results;
  });
}
