import type { z } from "zod";
import { allLayers } from "../layers/network";
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
  const stacks = networks.map(({ layers }) => allLayers(layers));
  const [first] = stacks;
  const isAlike = stacks.every(
    (layers) =>
      layers.length === first.length &&
      layers.every(
        ({ spec, place }, i) =>
          spec.type === first[i].spec.type &&
          place.length === first[i].place.length,
      ),
  );
  if (!isAlike)
    return [
      {
        path: "model.layers",
        label: "layers",
        values: networks.map((model) => describeModel(model)),
      },
    ];
  const all = stacks.map((layers) => layers.map(({ spec }) => spec));
  return kindsOf(all[0]).flatMap((kind) => {
    const { name, outputs, schema, innerField } = layerOf(kind);
    const fields = schema.shape as Record<string, z.ZodType>;
    const keys = Object.keys(fields).filter(
      (key) => key !== "type" && key !== innerField,
    );
    return keys.map((key) => {
      const lists = all.map((layers) => {
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
