/** A layer of an experiment file, and the definition behind it. */
import type { z } from "zod";
import { definitionOf, unionOf } from "../schema/definition";
import type { LayerDefinition } from "./definition";
import { layers } from "./index";

export const layerSchema = unionOf("type", "The type of a layer", layers);

export type LayerSpec = z.output<typeof layerSchema>;

export const layerDefinitions: readonly LayerDefinition<LayerSpec>[] = layers;

export function layerOf({ type }: Pick<LayerSpec, "type">) {
  return definitionOf(layerDefinitions, type);
}
