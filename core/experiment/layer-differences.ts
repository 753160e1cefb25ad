import type { z } from "zod";
import { layerOf, type LayerSpec } from "../layers/spec";
import { wordsOf } from "../schema/words";
import { describeModel } from "./describe";
import { inSentence } from "./setting-names";
import type { NetworkSpec } from "./spec";

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
  return kindsOf(first.layers).flatMap((kind) => {
    const { name, outputs, schema } = layerOf(kind);
    const fields = schema.shape as Record<string, z.ZodType>;
    const keys = Object.keys(fields).filter((key) => key !== "type");
    return keys.map((key) => {
      const lists = networks.map(({ layers }) => {
        const values = layers
          .filter(({ type }) => type === name)
          .map((layer) => String(layer[key as keyof LayerSpec] ?? "–"));
        // The number of outputs is the data's choice.
        const isOutput = key === outputs?.field && values.length > 1;
        return isOutput ? values.slice(0, -1) : values;
      });
      const words = wordsOf(fields[key]);
      const isUniform = lists.every((list) => new Set(list).size === 1);
      return {
        path: `model.layers.${name}.${key}`,
        label: words?.setting ?? inSentence(words?.label ?? key),
        values: lists.map((list) => (isUniform ? list[0] : list.join(", "))),
      };
    });
  });
}

/** The first layer of each kind, in order of appearance. */
function kindsOf(layers: LayerSpec[]): LayerSpec[] {
  return layers.filter(
    ({ type }, i) => layers.findIndex((layer) => layer.type === type) === i,
  );
}
