/** The loss of an experiment file, and the definition behind it. */
import { z } from "zod";
import { definitionOf } from "../schema/definition";
import { choice } from "../schema/fields";
import type { LossDefinition } from "./definition";
import { losses } from "./index";

export const lossSchema = choice("Loss", losses);

export type LossName = z.output<typeof lossSchema>;

export const defaultLoss: LossName = losses[0].name;

export function lossOf(name: LossName): LossDefinition {
  return definitionOf<LossDefinition>(losses, name);
}
