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
          help: "Training samples per step, drawn without replacement: an epoch goes through all samples, and its last batch contains those that remain.",
          setting: "batch size",
        },
        1,
        limits.samples.max,
      ),
      seed: whole(
        {
          label: "Seed of the batches",
          help: "Determines the order of the samples in each epoch.",
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
    help: "Each step uses the gradient of the loss on one batch of the training samples. If left out, every step uses all samples.",
  },
);

export type BatchSpec = z.output<typeof batchSchema>;
