/** The model of an experiment file: a network, or a landscape that is its own loss. */
import { z } from "zod";
import { landscapeSchema } from "../landscapes/spec";
import { initSchema, inits } from "../layers/init";
import { layerSchema } from "../layers/spec";
import { limits, withoutNul } from "../schema/fields";

const network = z.strictObject({
  kind: z.literal("network"),
  init: initSchema.prefault({ scheme: inits[0].name }),
  layers: z
    .array(layerSchema, { error: "Layers must be a list." })
    .min(1, "A network needs at least one layer.")
    .max(
      limits.layers.max,
      `A network may have at most ${limits.layers.max} layers.`,
    ),
});

const source = (what: string) =>
  z
    .string(`${what} must be text.`)
    .min(1, `${what} must not be empty.`)
    .max(300, `${what} may have at most 300 characters.`)
    .regex(withoutNul, `${what} must not contain the character of code 0.`);

/** Curves that another program recorded: no experiment, as there is nothing to run. */
export const importedModel = z.strictObject({
  kind: z.literal("imported"),
  /** What wrote the file, e.g. "TensorBoard scalars". */
  format: source("The format of imported curves"),
  /** Its name, without the folder. */
  file: source("The file of imported curves"),
});

export const modelSchema = z.discriminatedUnion(
  "kind",
  [network, landscapeSchema],
  { error: 'The kind of model must be "network" or "landscape".' },
);
