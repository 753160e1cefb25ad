import { grouped } from "../../text/grouped";
import { ByteReader } from "../byte-reader";
import type { DataFiles, ImageFiles } from "../files";
import {
  elementsOf,
  readAll,
  readHeader,
  requireEnd,
  type Elements,
} from "./format";
import { readLabels } from "./labels";
import { badFile } from "../refuse";
import {
  inOrder,
  requireSize,
  rowNumbers,
  split,
  type Split,
  type Wish,
} from "../split";

/** The images that a split takes, in its order, and the class of each. */
export interface LabelledImages {
  pixels: Elements;
  labels: Uint32Array;
  /** [height, width, channels] */
  imageShape: number[];
  /** The labels that occur in the whole file, in ascending order. */
  names: string[];
  sizes: Split;
}

/** @param wish how many images to take, and which */
export async function readImages(
  files: DataFiles,
  paths: ImageFiles,
  wish: Wish,
): Promise<LabelledImages> {
  const { labels, names } = await readLabels(files, paths.labels);
  const reader = new ByteReader(files.bytes(paths.images));
  try {
    const { shape, element } = await readHeader(reader, paths.images);
    const [count, ...sides] = shape;
    requireImages(shape, paths.images);
    if (count !== labels.length)
      throw badFile(
        `${paths.images} holds ${grouped(count)} images and ${paths.labels} ${grouped(labels.length)} labels: each image needs one label.`,
        "Choose two files that belong together.",
      );
    const imageShape = sides.length === 2 ? [...sides, 1] : sides;
    const width = imageShape.reduce((product, n) => product * n, 1);
    const sizes = split(wish, count, paths.images, labels);
    const taken = sizes.samples + sizes.testSamples;
    requireSize(taken, width + names.length, paths.images);
    const size = width * element.bytes;
    const bytes =
      sizes.rows === null
        ? await readAll(reader, taken * size, paths.images)
        : await readRows(reader, sizes.rows, { count, size }, paths.images);
    if (sizes.rows !== null || taken === count)
      await requireEnd(reader, paths.images);
    const pixels = elementsOf(bytes, element);
    requireFinite(pixels, width, rowNumbers(sizes), paths.images);
    return {
      pixels,
      labels: inOrder(labels, 1, sizes),
      imageShape,
      names,
      sizes,
    };
  } finally {
    await reader.close();
  }
}

function requireImages([count, ...sides]: number[], path: string) {
  if (sides.length < 2 || sides.length > 3 || sides.includes(0))
    throw badFile(
      `${path} holds an array of ${[count, ...sides].join(" × ")}, which are not images: images have the dimensions count, height, width and, for colour, channels.`,
      sides.length === 0
        ? "Have you exchanged the image file and the label file?"
        : "Write the images as an array of that shape.",
    );
  if (count === 0)
    throw badFile(`${path} contains no images.`, "Choose a file with images.");
}

/** Reads the images one by one to the end of them and keeps those of a split, in its order. */
async function readRows(
  reader: ByteReader,
  rows: Uint32Array,
  { count, size }: { count: number; size: number },
  path: string,
): Promise<Uint8Array> {
  const places = new Int32Array(count).fill(-1);
  rows.forEach((row, place) => (places[row] = place));
  const kept = new Uint8Array(rows.length * size);
  for (const place of places) {
    const image = await readAll(reader, size, path);
    if (place >= 0) kept.set(image, place * size);
  }
  return kept;
}

function requireFinite(
  pixels: Elements,
  width: number,
  rows: Uint32Array,
  path: string,
) {
  const odd = pixels.findIndex((x) => !Number.isFinite(x));
  if (odd < 0) return;
  throw badFile(
    `${path}, image ${grouped(rows[Math.floor(odd / width)])} has a pixel of ${pixels[odd]}: pixels must be finite numbers.`,
    "Save the images again without this value.",
  );
}
