import { LabFailure } from "../errors";
import { limits } from "../schema/fields";
import { grouped } from "../text/grouped";
import {
  classDataset,
  classShape,
  type Dataset,
  type LoadedData,
} from "./dataset";
import { defineSource } from "./definition";
import { labelNoise, samples, split, testSamples } from "./fields";
import type { DataFiles, ImageFiles } from "./files";
import type { Elements } from "./idx/format";
import { readImages } from "./idx/images";
import { rowNumbers, type Wish } from "./split";
import { standardizeImages } from "./standardize";

export const mnist = defineSource({
  name: "mnist",
  label: "MNIST",
  synonyms: ["digits"],
  summary: "Handwritten digits",
  contents:
    "Handwritten digits, 28 × 28 pixels: samples from the 60,000 training digits, test samples from the 10,000 test digits.",
  fields: {
    samples: samples(
      limits.mnistSamples.max,
      1,
      `Of ${grouped(limits.mnistSamples.max)} handwritten digits.`,
    ).default(5000),
    testSamples: testSamples(limits.mnistTest.max),
    split,
    labelNoise,
  },
  first: {},
  describe: ({ split }) =>
    split
      ? "MNIST, handwritten digits 0 to 9"
      : "MNIST, handwritten digits 0 to 9; the first ones in file order",
  inSentence: () => "MNIST digits",
  shape: () => classShape([28, 28, 1], 10),
  load,
});

/**
 * Digits of the training files and of the test files, the first ones where nothing is said of a split:
 * pixels /255, minus their mean, divided by their standard deviation, both over all pixels of the
 * training samples.
 */
async function load(
  { samples, testSamples, split }: Wish,
  files: DataFiles,
): Promise<LoadedData> {
  const { train, test } = files.digits();
  const training = await readDigits(files, train, { samples, split });
  const others = testSamples
    ? await readDigits(files, test, { samples: testSamples, split })
    : null;
  const none: Elements = new Uint8Array(0);
  const [x, aside] = standardizeImages(training.pixels, others?.pixels ?? none);
  const digits = (
    inputs: Float64Array,
    { labels, imageShape, names, sizes }: typeof training,
  ): Dataset => ({
    ...classDataset({ inputs, inputShape: imageShape }, labels, names),
    rows: rowNumbers(sizes),
  });
  return {
    train: digits(x, training),
    test: others && digits(aside, others),
  };
}

async function readDigits(files: DataFiles, paths: ImageFiles, wish: Wish) {
  try {
    return await readImages(files, paths, wish);
  } catch (thrown) {
    if (!(thrown instanceof LabFailure)) throw thrown;
    const hint = "Run npm run setup to install the digits again.";
    throw new LabFailure({ ...thrown.error, code: "engine", hint });
  }
}
