import { z } from "zod";
import { grouped } from "../text/grouped";
import { named } from "../schema/words";
import { ByteReader } from "./byte-reader";
import {
  isPickle,
  mostBytes,
  pythonBatch,
  type Batch,
} from "./cifar10/python-batch";
import { classDataset, classShape, type LoadedData } from "./dataset";
import { defineSource } from "./definition";
import * as fields from "./fields";
import type { DataFiles } from "./files";
import { foreignFile } from "./foreign";
import { badFile } from "./refuse";
import { inOrder, requireSize, rowNumbers, split, type Wish } from "./split";
import { byteScale } from "./standardize";

const side = 32;
const plane = side * side;
const imageBytes = 3 * plane;
const recordBytes = 1 + imageBytes;
const classes = 10;
/** All images that CIFAR-10 has. */
const most = 60_000;

const paths = "Path must be the path of a file or a list of 1 to 6 paths.";
const pathWords = {
  label: "File",
  setting: "data file",
  help: "The path of a binary batch or of a Python batch.",
};
const path = fields.path("Path", pathWords);

/** Batches of CIFAR-10, binary or of Python, in the order given. */
export const cifar10 = defineSource({
  name: "cifar10",
  label: "CIFAR-10",
  synonyms: ["cifar"],
  summary: "Small colour photographs",
  contents:
    "One or several batches (binary or Python version) of colour photographs, 32 × 32 pixels.",
  fields: {
    path: named(
      z.union([path, z.array(path).min(1, paths).max(6, paths)], {
        error: paths,
      }),
      pathWords,
    ),
    samples: fields.someSamples(most),
    testSamples: fields.testSamples(most),
    split: fields.split,
    labelNoise: fields.labelNoise,
  },
  first: {},
  files: {
    path: { pattern: /\.bin$|^(?:data_batch_\d|test_batch)$/, isList: true },
  },
  droppable: "CIFAR-10 batches (.bin, data_batch_1)",
  describe: ({ path }) => `CIFAR-10 from ${[path].flat().join(", ")}`,
  inSentence: () => "CIFAR-10 images",
  shape: () => classShape([side, side, 3], classes),
  rows: ({ path }) => 10_000 * [path].flat().length,
  load,
});

/**
 * The images become (height, width, channel); each channel /255, minus its mean, divided by its standard deviation over
 * the training samples.
 */
async function load(
  spec: Wish & { path: string | string[] },
  files: DataFiles,
): Promise<LoadedData> {
  const paths = typeof spec.path === "string" ? [spec.path] : spec.path;
  const limit =
    spec.samples === undefined || spec.split
      ? most
      : Math.min(most, spec.samples + (spec.testSamples ?? 0));
  const labels = new Uint8Array(limit);
  const pixels = new Uint8Array(limit * imageBytes);
  let count = 0;
  for (const path of paths) {
    if (count === limit) break;
    for await (const batch of batchesOf(path, files)) {
      const { length } = batch.labels;
      for (let i = 0; i < length && count < limit; i++, count++) {
        labels[count] = batch.labels[i];
        interleave(
          batch.planes.subarray(i * imageBytes),
          pixels.subarray(count * imageBytes),
        );
      }
      if (count === limit) break;
    }
  }
  const what = paths.join(", ");
  const sizes = split(spec, count, what, labels);
  const { samples, testSamples } = sizes;
  requireSize(samples + testSamples, imageBytes + classes, what);
  const images = inOrder(pixels, imageBytes, sizes);
  const ownLabels = inOrder(labels, 1, sizes);
  const rows = rowNumbers(sizes);
  const scale = byteScale(images.subarray(0, samples * imageBytes), 3);
  const part = (from: number, to: number) => ({
    ...classDataset(
      {
        inputs: scale(images.subarray(from * imageBytes, to * imageBytes)),
        inputShape: [side, side, 3],
      },
      ownLabels.subarray(from, to),
      classes,
    ),
    rows: rows.subarray(from, to),
  });
  return {
    train: part(0, samples),
    test: testSamples > 0 ? part(samples, samples + testSamples) : null,
  };
}

/** The images of a file: a record each in the binary version, all at once in that of Python. */
async function* batchesOf(
  path: string,
  files: DataFiles,
): AsyncGenerator<Batch> {
  const reader = new ByteReader(files.bytes(path));
  try {
    for (let row = 1; ; row++) {
      const record = await reader.read(recordBytes);
      if (record.length === 0 && row > 1) return;
      if (row === 1 && isPickle(record)) {
        const rest = await reader.read(mostBytes - record.length);
        yield pythonBatch(joined(record, rest), path, imageBytes, classes);
        return;
      }
      checkRecord(record, row, path);
      yield { labels: record.subarray(0, 1), planes: record.subarray(1) };
    }
  } finally {
    await reader.close();
  }
}

function joined(first: Uint8Array, rest: Uint8Array): Uint8Array {
  const all = new Uint8Array(first.length + rest.length);
  all.set(first);
  all.set(rest, first.length);
  return all;
}

/** A record of the binary version is a label and three planes, red, green and blue. */
function checkRecord(record: Uint8Array, row: number, path: string) {
  const format = `a binary batch of CIFAR-10 has records of ${grouped(recordBytes)} bytes`;
  const hint =
    "Give the files data_batch_1.bin to data_batch_5.bin or test_batch.bin of the binary version, or data_batch_1 to data_batch_5 or test_batch of the Python version.";
  if (record.length === recordBytes && record[0] < classes) return;
  const foreign = row === 1 ? foreignFile(path, record, hint) : null;
  if (foreign) throw foreign;
  if (record.length < recordBytes)
    throw badFile(
      `${path} ends within record ${grouped(row)}, after ${grouped(record.length)} bytes of it: ${format}.`,
      hint,
    );
  throw badFile(
    `${path}, record ${grouped(row)}: its label is ${record[0]}, and labels are 0 to 9; ${format}, a label first.`,
    hint,
  );
}

/** Three planes → (height, width, channel). */
function interleave(planes: Uint8Array, pixels: Uint8Array) {
  for (let c = 0; c < 3; c++)
    for (let i = 0; i < plane; i++) pixels[3 * i + c] = planes[c * plane + i];
}
