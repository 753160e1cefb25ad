/** The landscape of an experiment file, and the definition behind it. */
import type { z } from "zod";
import { definitionOf, unionOf } from "../schema/definition";
import type { Landscape, LandscapeDefinition } from "./definition";
import { landscapes } from "./index";

export const landscapeSchema = unionOf(
  "name",
  "The name of a landscape",
  landscapes,
);

export type LandscapeSpec = z.output<typeof landscapeSchema>;

export const landscapeDefinitions: readonly LandscapeDefinition<LandscapeSpec>[] =
  landscapes;

export function landscapeOf({ name }: Pick<LandscapeSpec, "name">) {
  return definitionOf(landscapeDefinitions, name);
}

/** A loss of few variables that needs no data, in float64, with where it starts. */
export function buildLandscape(spec: LandscapeSpec): Landscape {
  return landscapeOf(spec).create(spec);
}
