/**
 * The IDX format of the MNIST files: two zero bytes, the type of the elements (8, unsigned byte), the
 * number of dimensions, each dimension as a big-endian 32-bit number, then the elements.
 */

import { ByteReader } from "./byte-reader";
import { classDataset, type LoadedData } from "./dataset";
import type { DataFiles, ImageFiles, Source } from "./files";
import { badFile } from "./refuse";
import { requireSize, split } from "./split";
import { byteScale } from "./standardize";
import { grouped } from "../text/grouped";

const elementTypes: Record<number, string> = {
  0x09: "signed bytes",
  0x0b: "16-bit whole numbers",
  0x0c: "32-bit whole numbers",
  0x0d: "32-bit floating-point numbers",
  0x0e: "64-bit floating-point numbers",
};

const getAgain =
  "Get the file again from where it came from, and leave it as it is.";

/** Images as bytes in file order, as many as were taken, and the label of each. */
export interface LabelledImages {
  pixels: Uint8Array;
  labels: Uint8Array;
  /** [height, width, channels] */
  imageShape: number[];
  /** The largest label of the whole file, plus 1. */
  classes: number;
}

/** Pixels /255, minus their mean, divided by their standard deviation, over all training pixels. */
export async function loadIdx(
  spec: Source<"idx">,
  files: DataFiles,
): Promise<LoadedData> {
  let sizes = { samples: 0, testSamples: 0 };
  const read = await readImages(files, spec, (available) => {
    sizes = split(spec, available, spec.images);
    return sizes.samples + sizes.testSamples;
  });
  const { pixels, labels, imageShape, classes } = read;
  const { samples, testSamples } = sizes;
  const border = samples * (pixels.length / labels.length);
  const scale = byteScale(pixels.subarray(0, border));
  const part = (bytes: Uint8Array, labelsOfPart: Uint8Array) =>
    classDataset(
      { inputs: scale(bytes), inputShape: imageShape },
      labelsOfPart,
      classes,
    );
  return {
    train: part(pixels.subarray(0, border), labels.subarray(0, samples)),
    test:
      testSamples > 0
        ? part(pixels.subarray(border), labels.subarray(samples))
        : null,
  };
}

/** @param take how many images to read, given how many there are */
export async function readImages(
  files: DataFiles,
  paths: ImageFiles,
  take: (available: number) => number,
): Promise<LabelledImages> {
  const labels = await readLabels(files, paths.labels);
  const classes = labels.reduce((most, label) => Math.max(most, label), 0) + 1;
  const reader = new ByteReader(files.bytes(paths.images));
  try {
    const [count, ...sides] = await readHeader(reader, paths.images);
    if (sides.length < 2 || sides.length > 3 || sides.includes(0))
      throw badFile(
        `${paths.images} holds an array of ${[count, ...sides].join(" × ")}, which are no images: ${dimensionsOf("images")}.`,
        sides.length === 0
          ? "Are the paths of images and labels interchanged?"
          : "Write the images as an array of that shape.",
      );
    if (count !== labels.length)
      throw badFile(
        `${paths.images} holds ${grouped(count)} images and ${paths.labels} ${grouped(labels.length)} labels: each image needs one label.`,
        "Give the two files of the same split.",
      );
    const imageShape = sides.length === 2 ? [...sides, 1] : sides;
    const width = imageShape.reduce((product, n) => product * n, 1);
    const taken = take(count);
    requireSize(taken, width + classes, paths.images);
    const pixels = await reader.read(taken * width);
    requireAll(pixels, taken * width, paths.images);
    if (taken === count) await requireEnd(reader, paths.images);
    return { pixels, labels: labels.subarray(0, taken), imageShape, classes };
  } finally {
    await reader.close();
  }
}

async function readLabels(files: DataFiles, path: string) {
  const reader = new ByteReader(files.bytes(path));
  try {
    const shape = await readHeader(reader, path);
    if (shape.length !== 1)
      throw badFile(
        `${path} holds an array of ${shape.join(" × ")}, which are no labels: ${dimensionsOf("labels")}.`,
        "Are the paths of images and labels interchanged?",
      );
    requireSize(shape[0], 1, path);
    const labels = await reader.read(shape[0]);
    requireAll(labels, shape[0], path);
    await requireEnd(reader, path);
    return labels;
  } finally {
    await reader.close();
  }
}

function dimensionsOf(what: "images" | "labels") {
  return what === "images"
    ? "images have the dimensions count, height, width and, in colour, channels"
    : "labels have one dimension, their count";
}

/** The dimensions of the array that follows. */
async function readHeader(reader: ByteReader, path: string): Promise<number[]> {
  const magic = await reader.read(4);
  const [zero, alsoZero, type, dimensions] = magic;
  if (magic.length < 4 || zero !== 0 || alsoZero !== 0 || dimensions === 0)
    throw badFile(
      `${path} is not an IDX file: it does not begin with two zero bytes, a type and a number of dimensions.`,
      "Give a file in the format of MNIST, plain or gzipped.",
    );
  if (type !== 0x08)
    throw badFile(
      `${path} holds ${elementTypes[type] ?? `elements of the unknown type ${type}`}; only IDX files of unsigned bytes (type 8) can be read.`,
      "Write the array again with values from 0 to 255 as unsigned bytes.",
    );
  const header = await reader.read(4 * dimensions);
  requireAll(header, 4 * dimensions, path);
  const view = new DataView(header.buffer, header.byteOffset);
  return Array.from({ length: dimensions }, (_, i) => view.getUint32(4 * i));
}

function requireAll(bytes: Uint8Array, expected: number, path: string) {
  if (bytes.length < expected)
    throw badFile(
      `${path} is cut short: ${grouped(expected)} bytes should come next, and ${grouped(bytes.length)} do.`,
      getAgain,
    );
}

async function requireEnd(reader: ByteReader, path: string) {
  const surplus = await reader.read(1);
  if (surplus.length > 0)
    throw badFile(
      `${path} is longer than its header says: its dimensions do not belong to its elements.`,
      getAgain,
    );
}
