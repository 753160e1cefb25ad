import { LabFailure } from "../contract/errors";
import { classDataset, type LoadedData } from "./dataset";
import type { DataFiles, ImageFiles, Source } from "./files";
import { readImages } from "./idx";
import { split } from "./split";
import { byteScale } from "./standardize";

/**
 * The first digits of the training files and of the test files: pixels /255, minus their mean,
 * divided by their standard deviation, both over all pixels of the training samples.
 */
export async function loadMnist(
  { samples, testSamples }: Source<"mnist">,
  files: DataFiles,
): Promise<LoadedData> {
  const { train, test } = files.mnist();
  const training = await readDigits(files, train, samples);
  const scale = byteScale(training.pixels);
  const digits = ({ pixels, labels, imageShape }: typeof training) =>
    classDataset({ inputs: scale(pixels), inputShape: imageShape }, labels, 10);
  return {
    train: digits(training),
    test: testSamples
      ? digits(await readDigits(files, test, testSamples))
      : null,
  };
}

async function readDigits(
  files: DataFiles,
  paths: ImageFiles,
  samples: number,
) {
  try {
    return await readImages(
      files,
      paths,
      (available) => split({ samples }, available, paths.images).samples,
    );
  } catch (thrown) {
    if (!(thrown instanceof LabFailure)) throw thrown;
    const hint = "Run npm run setup to install the digits again.";
    throw new LabFailure({ ...thrown.error, code: "engine", hint });
  }
}
