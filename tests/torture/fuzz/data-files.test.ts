/** Data files that are not what they should be: each is read or refused by its name, and ends. */
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, it } from "vitest";
import { LabFailure } from "../../../core/errors";
import type { Dataset, LoadedData } from "../../../core/data/dataset";
import { loadDataset } from "../../../core/data/load";
import { writeNpy } from "../../../core/data/numpy/npy";
import { dataSchema } from "../../../core/data/spec";
import { dataFiles } from "../../../main/engine/data-files";
import {
  cifarBytes,
  idxBytes,
  someBytes,
  type DataInput,
} from "../../core/data/support";
import { writtenTables } from "../../core/data/csv-dialects";
import { length } from "../length";
import { fuzz, type Verdict } from "./campaign";
import { damaged, damages } from "./generators/bytes";
import { oddTexts } from "./generators/odd";
import { expectRefusal } from "./refusal";
import { scratchFolder } from "./scratch";

const MB = 2 ** 20;
/** Smaller than what the program reads, so that a bomb is found early. */
const limits = { bytes: 8 * MB, text: 2 * MB };
/** Beyond what was there before: a file of so many bytes may not ask for more. */
const mostMemory = 200 * MB;

/** Loads data; makes sure that a refusal names the file, and that numbers are finite. */
async function load(input: DataInput, path: string): Promise<Verdict> {
  const before = memory();
  let loaded: LoadedData;
  try {
    loaded = await loadDataset(dataSchema.parse(input), dataFiles("/", limits));
  } catch (thrown) {
    expectRefusal(thrown, ["bad-experiment"]);
    expect((thrown as LabFailure).error.message).toContain(path);
    return "refused";
  } finally {
    expect(memory() - before).toBeLessThan(mostMemory);
  }
  for (const part of [loaded.train, loaded.test]) if (part) expectWhole(part);
  return "accepted";
}

function memory() {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function expectWhole({
  samples,
  inputs,
  inputWidth,
  targets,
  targetWidth,
}: Dataset) {
  expect(samples).toBeGreaterThan(0);
  expect(inputs).toHaveLength(samples * inputWidth);
  expect(targets).toHaveLength(samples * targetWidth);
  expect(inputs.every(Number.isFinite) && targets.every(Number.isFinite)).toBe(
    true,
  );
}

const numbers = Array.from({ length: 40 }, (_, i) => `${i / 7},${-i},${i % 3}`);
const table = Buffer.from(`a,b,class\n${numbers.join("\n")}\n`);
const cells = fc.oneof(
  { weight: 40, arbitrary: fc.integer({ min: 1, max: 999 }).map(String) },
  fc.constantFrom(
    ...[
      "1",
      "2.5",
      "-3e2",
      "1e400",
      "1,5",
      "NaN",
      "",
      "?",
      "-",
      '"',
      '"a',
      'a"b"',
      "x",
      "\r",
      "\ufeff1",
      "0x1",
      "#1",
      "TRUE",
      "'a",
      "1.250",
      "1 000",
      "sep=;",
    ],
  ),
  oddTexts,
);
const names = ["a", "b", "class", "__proto__"];
/** Tables made of cells, most of them as wide as their header. */
const tables = fc
  .integer({ min: 2, max: 4 })
  .chain((width) =>
    fc.tuple(
      fc.constant(names.slice(0, width)),
      fc.array(fc.array(cells, { minLength: width, maxLength: width }), {
        maxLength: 5,
      }),
      fc.constantFrom(",", ";", "\t", "|", " "),
      fc.constantFrom("\n", "\r\n", "\r"),
    ),
  )
  .map(([header, rows, separator, end]) =>
    Buffer.from([header, ...rows].map((row) => row.join(separator)).join(end)),
  );

const column = fc.oneof(
  fc.integer({ min: 1, max: 5 }),
  fc.constantFrom("a", "b", "class", "__proto__"),
);
const columns = fc.array(column, { minLength: 1, maxLength: 3 });
const csvFields = {
  header: fc.boolean(),
  separator: fc.constantFrom(",", ";", "\t", "|", " ", ":", "^"),
  decimal: fc.constantFrom(".", ","),
  target: fc.oneof(column, columns),
  targetKind: fc.constantFrom("number", "class"),
  inputs: columns,
  ignore: columns,
  oneHot: columns,
  missing: fc.constantFrom("refuse", "drop", "mean"),
  standardize: fc.boolean(),
  standardizeTarget: fc.boolean(),
  samples: fc.integer({ min: 1, max: 50 }),
  testSamples: fc.integer({ min: 1, max: 50 }),
};
type CsvField = keyof typeof csvFields;
/** A few fields at a time: with many of them nearly nothing is accepted. */
const csvOptions = fc
  .shuffledSubarray(Object.keys(csvFields) as CsvField[], { maxLength: 4 })
  .chain((keys) =>
    fc.record(Object.fromEntries(keys.map((key) => [key, csvFields[key]]))),
  );

const gzipped = fc.constantFrom(false, true, "late" as const);

/** Damages bytes, and packs them before or after. */
function packed(
  bytes: Uint8Array,
  changes: Parameters<typeof damaged>[1],
  how: boolean | "late",
) {
  if (how === "late") return damaged(gzipSync(bytes), changes);
  return how ? gzipSync(damaged(bytes, changes)) : damaged(bytes, changes);
}

const csvBytes: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc.tuple(damages, gzipped).map(([all, how]) => packed(table, all, how)),
  tables,
  fc.uint8Array({ maxLength: 60 }),
);

it("reads or refuses tables", async () => {
  const path = join(await scratchFolder(), "table.csv");
  await fuzz({
    kind: "CSV files",
    inputs: fc.oneof(
      {
        weight: 3,
        arbitrary: fc.record({ bytes: csvBytes, options: csvOptions }),
      },
      fc
        .tuple(writtenTables, csvOptions)
        .map(([{ bytes, options }, others]) => ({
          bytes,
          options: { ...options, ...others },
        })),
    ),
    runs: length(300, 5000),
    check: async ({ bytes, options }) => {
      const spec = dataSchema.safeParse({ source: "csv", path, ...options });
      if (!spec.success) return "refused";
      await writeFile(path, bytes);
      return load(spec.data, path);
    },
  });
});

const counts = fc.record(
  {
    samples: fc.integer({ min: 1, max: 12 }),
    testSamples: fc.integer({ min: 1, max: 5 }),
  },
  { requiredKeys: [] },
);

it("reads or refuses IDX files", async () => {
  const folder = await scratchFolder();
  const [images, labels] = [join(folder, "images"), join(folder, "labels")];
  const goodImages = idxBytes([10, 4, 3], someBytes(120));
  const goodLabels = idxBytes(
    [10],
    Uint8Array.from({ length: 10 }, (_, i) => i % 4),
  );
  const sizes = fc.array(
    fc.constantFrom(0, 1, 2, 10, 255, 65_536, 2 ** 31, 2 ** 32 - 1),
    { maxLength: 6 },
  );
  const anyIdx = fc
    .tuple(
      sizes,
      fc.uint8Array({ maxLength: 200 }),
      fc.constantFrom(8, 9, 13, 0),
    )
    .map(
      ([shape, elements, type]) =>
        new Uint8Array(idxBytes(shape, elements, type)),
    );
  const file = (good: Buffer) =>
    fc.oneof(
      fc.constant(new Uint8Array(good)),
      fc.tuple(damages, gzipped).map(([all, how]) => packed(good, all, how)),
      anyIdx,
      fc.uint8Array({ maxLength: 40 }),
    );
  await fuzz({
    kind: "IDX files",
    inputs: fc.record({
      images: file(goodImages),
      labels: file(goodLabels),
      counts,
    }),
    runs: length(250, 5000),
    check: async (input) => {
      await writeFile(images, input.images);
      await writeFile(labels, input.labels);
      return load({ source: "idx", images, labels, ...input.counts }, folder);
    },
  });
});

it("reads or refuses batches of CIFAR-10", async () => {
  const folder = await scratchFolder();
  const good = cifarBytes([0, 1, 2, 3, 9]);
  const names = ["a.bin", "b.bin"].map((name) => join(folder, name));
  await fuzz({
    kind: "CIFAR-10 files",
    inputs: fc.record({
      files: fc.array(
        fc.oneof(
          fc
            .tuple(damages, gzipped)
            .map(([all, how]) => packed(good, all, how)),
          fc.uint8Array({ maxLength: 40 }),
        ),
        { minLength: 1, maxLength: 2 },
      ),
      counts,
    }),
    runs: length(150, 3000),
    check: async ({ files, counts: wanted }) => {
      const path = names.slice(0, files.length);
      for (const [i, bytes] of files.entries()) await writeFile(path[i], bytes);
      return load({ source: "cifar10", path, ...wanted }, folder);
    },
  });
});

it("reads or refuses NumPy files", async () => {
  const folder = await scratchFolder();
  const [archive, inputs, targets] = ["a.npz", "x.npy", "y.npy"].map((name) =>
    join(folder, name),
  );
  const fixtures = join(import.meta.dirname, "../../fixtures/numpy");
  const fixture = (name: string) => readFileSync(join(fixtures, name));
  const x = Buffer.from(writeNpy([6, 2], new Float64Array(12).map(Math.sqrt)));
  const y = Buffer.from(writeNpy([6], Float64Array.of(0, 1, 2, 0, 1, 2)));
  const changed = (...good: Buffer[]) =>
    fc.oneof(
      fc.constantFrom(...good).map((one) => new Uint8Array(one)),
      fc
        .tuple(fc.constantFrom(...good), damages, gzipped)
        .map(([one, all, how]) => packed(one, all, how)),
      fc.uint8Array({ maxLength: 40 }),
    );
  await fuzz({
    kind: "NumPy files",
    inputs: fc.record({
      archive: changed(
        fixture("tests.npz"),
        fixture("compressed.npz"),
        fixture("images.npz"),
      ),
      inputs: changed(x),
      targets: changed(y, fixture("objects.npy"), fixture("records.npy")),
      isArchive: fc.boolean(),
      targetKind: fc.constantFrom("class" as const, "number" as const),
      channels: fc.constantFrom("first" as const, "last" as const),
      standardize: fc.boolean(),
      counts,
    }),
    runs: length(300, 5000),
    check: async ({ isArchive, counts: wanted, ...input }) => {
      const { targetKind, channels, standardize } = input;
      const reading = { targetKind, channels, standardize, ...wanted };
      await writeFile(archive, input.archive);
      await writeFile(inputs, input.inputs);
      await writeFile(targets, input.targets);
      return load(
        isArchive
          ? { source: "npz", path: archive, ...reading }
          : { source: "npy", inputs, targets, ...reading },
        folder,
      );
    },
  });
});

it("refuses what unpacks to more than may be read", async () => {
  const path = join(await scratchFolder(), "bomb");
  const sizes = fc.constantFrom(9 * MB, 64 * MB);
  await fuzz({
    kind: "gzip bombs",
    inputs: fc.record({
      size: sizes,
      begin: fc.constantFrom<Uint8Array>(
        Buffer.from("1,2\n"),
        idxBytes([1000, 100, 100], new Uint8Array()),
        idxBytes([2 ** 32 - 1], new Uint8Array()),
        Buffer.of(3),
      ),
      fill: fc.constantFrom(0, 10, 0x31, 0x2c),
      twice: fc.boolean(),
      source: fc.constantFrom(
        "csv" as const,
        "idx" as const,
        "cifar10" as const,
        "npz" as const,
        "npy" as const,
      ),
    }),
    runs: length(8, 60),
    check: async ({ size, begin, fill, twice, source }) => {
      const bytes = Buffer.alloc(size, fill);
      bytes.set(begin);
      const once = gzipSync(bytes, { level: 1 });
      await writeFile(path, twice ? gzipSync(once) : once);
      const spec = {
        csv: { source: "csv", path } as const,
        idx: { source: "idx", images: path, labels: path } as const,
        cifar10: { source: "cifar10", path } as const,
        npz: { source: "npz", path } as const,
        npy: { source: "npy", inputs: path, targets: path } as const,
      }[source];
      return load(spec, path);
    },
  });
});
