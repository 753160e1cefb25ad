/** A network as modules of PyTorch, and its parameters as these have them. */
import { LabFailure } from "../../errors";
import type { TorchModule } from "../../layers/definition";
import { channelsFirst, flattenedImages } from "../../layers/flattened";
import { along, parameterShapes } from "../../layers/network";
import type { Shape } from "../../layers/shape";
import type { LayerSpec } from "../../layers/spec";
import type { NamedArray } from "../named-array";

/** @throws LabFailure `bad-request` for a layer that PyTorch does not have */
export function torchModules(
  layers: readonly LayerSpec[],
  input: Shape,
): TorchModule[] {
  return along(layers, input, (layer, spec, shape) => {
    const modules = layer.torch?.(spec, shape);
    if (modules) return modules;
    throw new LabFailure({
      code: "bad-request",
      message: `PyTorch cannot run this network: it has nothing like the layer ${layer.label}.`,
    });
  }).flat();
}

/** The parameters θ by their names in the state of nn.Sequential. */
export function torchState(
  layers: readonly LayerSpec[],
  input: Shape,
  theta: Float64Array,
): NamedArray[] {
  const images = flattenedImages(layers, input);
  const arrays = parameterShapes(layers, input);
  const named = torchModules(layers, input).flatMap((module, i) =>
    (module.parameters ?? []).map(({ name, shape }) => ({
      name: `${i}.${name}`,
      shape,
    })),
  );
  if (named.length !== arrays.length)
    throw new Error("The modules have other parameters than the layers.");
  let offset = 0;
  return arrays.map(({ rows, columns }, i) => {
    const values = theta.slice(offset, (offset += rows * columns));
    const image = images[i];
    return {
      ...named[i],
      values: image ? channelsFirst(values, image) : values,
    };
  });
}
