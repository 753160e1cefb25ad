import { z } from "zod";
import { limits, whole } from "../schema/fields";
import { named } from "../schema/words";

/** Mini-batches: what each step descends instead of the loss on all training samples. */
export const batchSchema = named(
  z.strictObject(
    {
      size: whole(
        {
          label: "Batch size",
          symbol: "B",
          unit: "samples",
          help: "Training samples of a step, without replacement: an epoch goes through all of them, the last batch takes what remains.",
          setting: "batch size",
        },
        1,
        limits.samples.max,
      ),
      seed: whole(
        {
          label: "Seed of the batches",
          help: "Decides the order of the samples in each epoch.",
          setting: "batch seed",
        },
        0,
        limits.seed.max,
      ).default(0),
      lossEvery: whole(
        {
          label: "Steps between evaluations of the full loss",
          help: "Loss, gradient norm and accuracy on all training samples are computed at these steps, and wherever sharpness is measured.",
          setting: "steps between full losses",
        },
        1,
        limits.sharpnessEvery.max,
      ).default(10),
    },
    { error: 'Batch must be an object such as {"size": 32, "seed": 0}.' },
  ),
  {
    label: "Mini-batches",
    help: "Each step descends the loss on a batch of the training samples. All samples at every step where left out.",
  },
);

export type BatchSpec = z.output<typeof batchSchema>;
