import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import type { z } from "zod";
import type { Dataset } from "../../../core/data/dataset";
import { loadDataset } from "../../../core/data/load";
import { dataSchema } from "../../../core/data/spec";
import { dataFiles } from "../../../main/engine/data-files";

export type DataInput = z.input<typeof dataSchema>;

/** Loads data as an experiment file names them, with real files. */
export function load(input: DataInput) {
  return loadDataset(dataSchema.parse(input), dataFiles());
}

/** A folder for the tests of one file; gone afterwards. */
export function temporaryFolder() {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "edge-lab-data-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const path = (name: string) => join(folder, name);
  return {
    path,
    /** Writes a file and returns its path. */
    async file(name: string, content: string | Uint8Array) {
      await writeFile(path(name), content);
      return path(name);
    },
  };
}

/** An IDX file; `elements` are written whatever the shape says. */
export function idxBytes(shape: number[], elements: Uint8Array, type = 8) {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header[2] = type;
  header[3] = shape.length;
  shape.forEach((n, i) => header.writeUInt32BE(n, 4 + 4 * i));
  return Buffer.concat([header, elements]);
}

/** The elements of an IDX file, each of `size` bytes. */
export function elements(
  values: number[],
  size: number,
  write:
    | "writeInt8"
    | "writeInt16BE"
    | "writeInt32BE"
    | "writeFloatBE"
    | "writeDoubleBE",
) {
  const bytes = Buffer.alloc(values.length * size);
  values.forEach((value, i) => bytes[write](value, i * size));
  return bytes;
}

/** Bytes that differ from place to place, the same each time. */
export function someBytes(length: number) {
  return Uint8Array.from({ length }, (_, i) => (i * 37 + (i >> 3) * 11) % 256);
}

/** CIFAR-10 records with the given labels. */
export function cifarBytes(labels: number[]) {
  return Buffer.concat(
    labels.map((label, i) =>
      Buffer.concat([
        Buffer.from([label]),
        someBytes(3073 + i).subarray(1 + i),
      ]),
    ),
  );
}

/** The same images as Python 2 pickled them for cifar-10-python.tar.gz. */
export function cifarPickle(binary: Uint8Array) {
  const images = binary.length / 3073;
  const records = Array.from({ length: images }, (_, i) =>
    Buffer.from(binary.subarray(i * 3073, (i + 1) * 3073)),
  );
  const text = (value: string) =>
    Buffer.concat([Buffer.from("U"), Buffer.of(value.length), latin(value)]);
  const short = (value: number) => {
    const bytes = Buffer.from("M\0\0");
    bytes.writeUInt16LE(value, 1);
    return bytes;
  };
  const raw = Buffer.concat(records.map((record) => record.subarray(1)));
  const size = Buffer.alloc(4);
  size.writeUInt32LE(raw.length);
  return Buffer.concat([
    latin("\x80\x02}q\x01("),
    ...[text("batch_label"), latin("q\x02"), text("training batch 1 of 5")],
    ...[text("labels"), latin("q\x04]q\x05(")],
    ...records.map((record) => Buffer.of(75, record[0])),
    ...[latin("e"), text("data"), latin("q\x06")],
    latin("cnumpy.core.multiarray\n_reconstruct\nq\x07"),
    latin("cnumpy\nndarray\nq\x08K\0\x85q\x09U\x01b\x87q\x0aRq\x0b(K\x01"),
    ...[short(images), short(3072), latin("\x86q\x0c")],
    latin("cnumpy\ndtype\nq\x0dU\x02u1K\0K\x01\x87q\x0eRq\x0f(K\x03U\x01|"),
    latin("NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\0tb\x89T"),
    ...[size, raw, latin("tb"), text("filenames"), latin("]q\x10(")],
    ...records.flatMap((_, i) => [text(`image_${i}.png`), latin("r"), name(i)]),
    latin("eu."),
  ]);
}

const latin = (text: string) => Buffer.from(text, "latin1");

/** A place in the memo. */
function name(i: number) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(17 + i);
  return bytes;
}

/** The class of each sample. */
export function labelsOf({ targets, targetWidth, samples }: Dataset) {
  return Array.from({ length: samples }, (_, i) =>
    targets.subarray(i * targetWidth, (i + 1) * targetWidth).indexOf(1),
  );
}

export function mean(values: Iterable<number>) {
  let [sum, count] = [0, 0];
  for (const value of values) {
    sum += value;
    count++;
  }
  return sum / count;
}

export function deviation(values: Float64Array) {
  const centre = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - centre) ** 2)));
}

/** One column of row-major values. */
export function column(values: Float64Array, index: number, width: number) {
  return values.filter((_, i) => i % width === index);
}
