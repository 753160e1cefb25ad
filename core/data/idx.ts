import { limits } from "../schema/fields";
import { classDataset, type LoadedData } from "./dataset";
import { defineSource } from "./definition";
import { fileName } from "../text/file-name";
import { labelNoise, path, someSamples, split, testSamples } from "./fields";
import type { DataFiles, ImageFiles } from "./files";
import { readImages } from "./idx/images";
import { rowNumbers, type Wish } from "./split";
import { standardizeImages } from "./standardize";

const help = "The path of an IDX file, plain or gzipped.";
const successor = 'Use "idx" with its image file and its label file.';

/** Images and labels as IDX files, plain or gzipped. */
export const idx = defineSource({
  name: "idx",
  label: "IDX files",
  remarks: {
    fashionmnist: successor,
    emnist: successor,
    kmnist: successor,
    qmnist: successor,
  },
  summary: "Images and labels in MNIST's format",
  contents:
    "Images and labels, plain or gzipped, in the format of MNIST, Fashion-MNIST, EMNIST and QMNIST.",
  fields: {
    images: path("Images", {
      label: "Images file",
      setting: "image file",
      help,
    }),
    labels: path("Labels", {
      label: "Labels file",
      setting: "label file",
      help,
    }),
    samples: someSamples(limits.samples.max),
    testSamples: testSamples(limits.samples.max),
    split,
    labelNoise,
  },
  first: {},
  // As MNIST and its successors name them: train-images-idx3-ubyte.
  files: {
    images: { pattern: /^(?!.*(label|idx1|\.bin$)).*(idx|ubyte)/ },
    labels: { pattern: /^(?!.*\.bin$)(?=.*(idx|ubyte)).*(label|idx1)/ },
  },
  droppable: "IDX files of images and labels",
  describe: ({ images, labels }) =>
    `The images ${images} with the labels ${labels}`,
  inSentence: ({ images }) => `images of ${fileName(images)}`,
  targetNumbers: () => null,
  load,
});

/** Pixels minus their mean, divided by their standard deviation, both over all training pixels. */
async function load(
  spec: ImageFiles & Wish,
  files: DataFiles,
): Promise<LoadedData> {
  const read = await readImages(files, spec, spec);
  const { pixels, labels, imageShape, names, sizes } = read;
  const { samples, testSamples } = sizes;
  const width = pixels.length / labels.length;
  const border = samples * width;
  const [training, others] = standardizeImages(
    pixels.subarray(0, border),
    pixels.subarray(border),
  );
  const rows = rowNumbers(sizes);
  const part = (inputs: Float64Array, from: number, to: number) => ({
    ...classDataset(
      { inputs, inputShape: imageShape },
      labels.subarray(from, to),
      names,
    ),
    rows: rows.subarray(from, to),
  });
  return {
    train: part(training, 0, samples),
    test: testSamples > 0 ? part(others, samples, samples + testSamples) : null,
  };
}
