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
