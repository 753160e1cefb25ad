/** Fields that several sources have. */
import { z } from "zod";
import { limits, oneOf, seed, whole } from "../schema/fields";
import { named } from "../schema/words";

export { path } from "../schema/fields";

/** Samples to train on. */
export const samples = (max: number, min = 1, help?: string) =>
  whole({ label: "Samples", ...(help !== undefined && { help }) }, min, max);

/** The first ones; all that are not test samples when left out. */
export const someSamples = (max: number) =>
  samples(
    max,
    1,
    "The number of training samples. If empty, all samples that are not test samples.",
  ).optional();

/** Samples set aside: their loss and accuracy are recorded, and nothing is trained on them. */
export const testSamples = (max: number) =>
  whole(
    {
      label: "Test samples",
      help: "Not used for training; only their loss and accuracy are recorded. If empty, there are none.",
    },
    1,
    max,
  ).optional();

/** What the samples are drawn with. */
const dataSeed = named(seed, {
  label: "Data seed",
  setting: "seed of the data",
});

/** Fields of samples that are drawn. */
export const drawn = {
  samples: samples(limits.samples.max, 2).default(200),
  testSamples: testSamples(limits.samples.max),
  seed: dataSeed,
};

/**
 * How the rows of a source are divided: in their order when left out. `shuffled` draws them at random;
 * `stratified` does so with the same share of each class in training and test samples.
 */
export const split = named(
  z.strictObject(
    {
      kind: oneOf("The kind of split", ["shuffled", "stratified"]),
      seed: named(seed, {
        label: "Seed of the split",
        help: "The same seed draws the same samples.",
      }),
    },
    {
      error: 'Split must be an object such as {"kind": "shuffled", "seed": 0}.',
    },
  ),
  { label: "Split" },
).optional();

const noiseRange = "Label noise: share must be greater than 0 and at most 1.";

/** Labels of training samples that are drawn anew; none when left out. Test samples keep theirs. */
export const labelNoise = named(
  z.strictObject(
    {
      share: named(
        z.number({ error: noiseRange }).gt(0, noiseRange).max(1, noiseRange),
        {
          label: "Share of new labels",
          setting: "label noise",
          help: "The share of training samples whose label is replaced by a random one.",
        },
      ),
      seed: named(seed, {
        label: "Seed of the label noise",
        help: "The same seed draws the same labels.",
      }),
    },
    {
      error: 'Label noise must be an object such as {"share": 0.1, "seed": 0}.',
    },
  ),
  { label: "Label noise" },
).optional();

export type LabelNoise = NonNullable<z.output<typeof labelNoise>>;

/** How the rows are divided into training and test samples. */
export type DataSplit = NonNullable<z.output<typeof split>>;
