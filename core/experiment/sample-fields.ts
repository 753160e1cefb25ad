/** Fields that say which samples of a source are used. */
import { z } from "zod";
import { oneOf, seed, whole } from "../schema/fields";

export const samples = (max: number, min = 1) => whole("Samples", min, max);

/** Samples set aside: their loss and accuracy are recorded, and nothing is trained on them. */
export const testSamples = (max: number) =>
  whole("Test samples", 1, max).optional();

/**
 * How the rows of a source are divided: in their order when left out. `shuffled` draws them at random;
 * `stratified` does so with the same share of each class in training and test samples.
 */
export const split = z
  .strictObject(
    { kind: oneOf("The kind of split", ["shuffled", "stratified"]), seed },
    {
      error: 'Split must be an object such as {"kind": "shuffled", "seed": 0}.',
    },
  )
  .optional();
