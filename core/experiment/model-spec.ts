/** The model of an experiment file: a network, or a landscape that is its own loss. */
import { z } from "zod";
import { landscapeSchema } from "../landscapes/spec";
import { initSchema, inits } from "../layers/init";
import { layerSchema } from "../layers/spec";
import { limits } from "../schema/fields";

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

export const modelSchema = z.discriminatedUnion(
  "kind",
  [network, landscapeSchema],
  { error: 'The kind of model must be "network" or "landscape".' },
);
