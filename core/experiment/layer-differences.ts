import { describeModel } from "./describe";
import type { LayerSpec, NetworkSpec } from "./spec";

const names: Record<string, string> = {
  "dense.units": "hidden units",
  "activation.fn": "activation",
  "conv2d.filters": "filters",
  "conv2d.kernel": "kernel",
  "conv2d.stride": "stride",
  "conv2d.padding": "padding",
  "pool.kind": "pooling",
  "pool.size": "pool size",
};

/**
 * The layers of a network as settings to compare with those of the other networks: where all have
 * layers of the same types in the same order, a list for each of their fields, and one description of
 * the whole otherwise.
 */
export function layerSettings(
  networks: NetworkSpec[],
): { path: string; label: string; values: string[] }[] {
  const [first] = networks;
  const isAlike = networks.every(
    ({ layers }) =>
      layers.length === first.layers.length &&
      layers.every(({ type }, i) => type === first.layers[i].type),
  );
  if (!isAlike)
    return [
      {
        path: "model.layers",
        label: "layers",
        values: networks.map((model) => describeModel(model)),
      },
    ];
  return fieldsOf(first.layers).map((field) => {
    const lists = networks.map(({ layers }) => valuesOf(layers, field));
    const isUniform = lists.every((list) => new Set(list).size === 1);
    return {
      path: `model.layers.${field}`,
      label: names[field] ?? field.replace(".", " "),
      values: lists.map((list) => (isUniform ? list[0] : list.join(", "))),
    };
  });
}

/** Each type of layer with each of its fields, e.g. `dense.units`, in order of appearance. */
function fieldsOf(layers: LayerSpec[]): string[] {
  return [
    ...new Set(
      layers.flatMap((layer) =>
        Object.keys(layer)
          .filter((key) => key !== "type")
          .map((key) => `${layer.type}.${key}`),
      ),
    ),
  ];
}

/** The values of a field, layer by layer. The units of the output are the data's choice. */
function valuesOf(layers: LayerSpec[], field: string): string[] {
  const [type, key] = field.split(".");
  const having = layers.filter((layer) => layer.type === type);
  const counted =
    field === "dense.units" && having.length > 1 ? having.slice(0, -1) : having;
  return counted.map((layer) =>
    String((layer as Record<string, unknown>)[key] ?? "–"),
  );
}
