import type { NetworkExperiment } from "../../../core/experiment/spec";

/** A network of dense layers and tanh in plain loops, as a second opinion: the outputs for one sample. */
export function answer(
  { model }: Pick<NetworkExperiment, "model">,
  theta: Float64Array,
  x: ArrayLike<number>,
): number[] {
  let at = 0;
  let values = Array.from(x);
  for (const layer of model.layers)
    if (layer.type === "dense") {
      const inputs = values;
      const weights = at;
      const bias = at + layer.units * inputs.length;
      values = Array.from({ length: layer.units }, (_, unit) =>
        inputs.reduce(
          (sum, input, i) =>
            sum + input * theta[weights + unit * inputs.length + i],
          layer.bias ? theta[bias + unit] : 0,
        ),
      );
      at = bias + (layer.bias ? layer.units : 0);
    } else if (layer.type === "activation" && layer.fn === "tanh")
      values = values.map(Math.tanh);
    else if (layer.type !== "flatten")
      throw new Error(`No ${layer.type} here.`);
  return values;
}
