import { LabFailure } from "../errors";
import { classDataset, type Dataset, type LoadedData } from "./dataset";
import type { DataFiles, ImageFiles, Source } from "./files";
import { readImages } from "./idx";
import type { Elements } from "./idx-format";
import { rowNumbers } from "./split";
import { standardizeImages } from "./standardize";

/**
 * Digits of the training files and of the test files, the first ones where nothing is said of a split:
 * pixels /255, minus their mean, divided by their standard deviation, both over all pixels of the
 * training samples.
 */
export async function loadMnist(
  { samples, testSamples, split }: Source<"mnist">,
  files: DataFiles,
): Promise<LoadedData> {
  const { train, test } = files.mnist();
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

async function readDigits(
  files: DataFiles,
  paths: ImageFiles,
  wish: Parameters<typeof readImages>[2],
) {
  try {
    return await readImages(files, paths, wish);
  } catch (thrown) {
    if (!(thrown instanceof LabFailure)) throw thrown;
    const hint = "Run npm run setup to install the digits again.";
    throw new LabFailure({ ...thrown.error, code: "engine", hint });
  }
}
