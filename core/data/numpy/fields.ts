/** What the sources of NumPy arrays have in common. */
import { flag, limits, oneOf } from "../../schema/fields";
import { named } from "../../schema/words";
import type { Dataset, LoadedData } from "../dataset";
import * as fields from "../fields";
import { splitDataset, type Wish } from "../split";
import { standardizeColumns, standardizeImages } from "../standardize";
import { samplesOf, type Named, type Reading } from "./samples";

export const arrayFields = {
  targetKind: named(oneOf("Target kind", ["class", "number"]), {
    label: "The targets are",
    setting: "kind of target",
    choices: { class: "classes", number: "numbers" },
  }).default("class"),
  channels: named(oneOf("Channels", ["last", "first"]), {
    label: "Channels",
    help: "Of color images: (samples, height, width, channels) or (samples, channels, height, width).",
    choices: { last: "last", first: "first" },
  }).default("last"),
  standardize: named(flag("Standardize"), {
    label: "Standardise the inputs",
    setting: "standardised inputs",
    help: "Each column of numbers, or all pixels together, gets mean 0 and standard deviation 1 over the training samples.",
  }).default(false),
  samples: fields.someSamples(limits.samples.max),
  testSamples: fields.testSamples(limits.samples.max),
  split: fields.split,
  labelNoise: fields.labelNoise,
};

export interface ArraySpec extends Wish, Reading {
  standardize: boolean;
}

/**
 * Samples of arrays that have been read.
 * @param own arrays of test samples; where there are none, test samples are set aside
 * @param what names their file
 */
export function loadArrays(
  spec: ArraySpec,
  [inputs, targets]: [Named, Named],
  own: [Named, Named] | null,
  what: string,
): LoadedData {
  const all = samplesOf(inputs, targets, spec);
  if (!own) return standardized(spec, splitDataset(all, spec, what));
  const { samples, split, testSamples } = spec;
  const { train } = splitDataset(all, { samples, split }, what);
  const names = all.classNames?.map(Number) ?? null;
  const tests = samplesOf(...own, spec, names);
  const wish = { samples: testSamples };
  const { train: test } = splitDataset(tests, wish, own[0].what);
  return standardized(spec, { train, test });
}

function standardized(spec: ArraySpec, { train, test }: LoadedData) {
  if (!spec.standardize) return { train, test };
  const others = test?.inputs ?? new Float64Array();
  const pair: [Float64Array, Float64Array] = [
    train.inputs.slice(),
    others.slice(),
  ];
  const [training, rest] =
    train.inputShape.length > 1 ? standardizeImages(...pair) : pair;
  if (train.inputShape.length === 1)
    standardizeColumns(train.inputWidth, training, rest);
  const withInputs = (data: Dataset, inputs: Float64Array) => ({
    ...data,
    inputs,
  });
  return {
    train: withInputs(train, training),
    test: test && withInputs(test, rest),
  };
}
