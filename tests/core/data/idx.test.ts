import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { dataFiles } from "../../../main/engine/data-files";
import {
  deviation,
  elements,
  idxBytes,
  labelsOf,
  load,
  mean,
  someBytes,
  temporaryFolder,
} from "./support";

const folder = temporaryFolder();

async function write(shape: number[], labels: number[]) {
  const size = shape.reduce((product, n) => product * n, 1);
  return {
    source: "idx",
    images: await folder.file("images", idxBytes(shape, someBytes(size))),
    labels: await folder.file(
      "labels",
      idxBytes([labels.length], Uint8Array.from(labels)),
    ),
  } as const;
}

describe("idx", () => {
  test("images in (height, width, channel) order, scaled by all training pixels", async () => {
    const spec = await write([3, 2, 4], [2, 0, 5]);
    const { train, test: aside } = await load(spec);
    expect(train).toMatchObject({
      samples: 3,
      inputShape: [2, 4, 1],
      inputWidth: 8,
      classes: 3,
      classNames: ["0", "2", "5"],
    });
    expect(aside).toBeNull();
    expect(labelsOf(train)).toEqual([1, 0, 2]);
    const pixels = Float64Array.from(someBytes(24));
    const [centre, spread] = [mean(pixels), deviation(pixels)];
    train.inputs.forEach((x, i) =>
      // Roundings of numbers of size 1.
      expect(x).toBeCloseTo((pixels[i] - centre) / spread, 13),
    );
  });

  test("colour images have their channels last", async () => {
    const { train } = await load(await write([2, 3, 4, 3], [0, 1]));
    expect(train.inputShape).toEqual([3, 4, 3]);
  });

  test("test samples follow and use the scale of the training samples", async () => {
    const spec = await write([5, 2, 2], [0, 1, 2, 1, 0]);
    const whole = await load({ ...spec, samples: 2 });
    const data = await load({ ...spec, samples: 2, testSamples: 3 });
    expect(data.train).toEqual(whole.train);
    expect(data.test && labelsOf(data.test)).toEqual([2, 1, 0]);
    const pixels = Float64Array.from(someBytes(20));
    const training = pixels.subarray(0, 8);
    const x = (pixels[8] - mean(training)) / deviation(training);
    expect(data.test?.inputs[0]).toBeCloseTo(x, 13);
    const rest = await load({ ...spec, testSamples: 3 });
    expect(rest).toEqual(data);
  });

  test("the digits of MNIST read as idx are those of the source mnist", async () => {
    const paths = dataFiles().digits().train;
    const data = await load({ source: "idx", ...paths, samples: 100 });
    expect(data).toEqual(await load({ source: "mnist", samples: 100 }));
  });
});

describe("classes are those that occur", () => {
  test.each<[string, number[], string[]]>([
    [
      "1 to 26, as in EMNIST",
      Array.from({ length: 26 }, (_, i) => 26 - i),
      Array.from({ length: 26 }, (_, i) => String(i + 1)),
    ],
    ["3 and 7", [7, 3, 3, 7], ["3", "7"]],
    ["a void one of 255", [1, 255, 0], ["0", "1", "255"]],
  ])("%s", async (_, labels, names) => {
    const { train } = await load(await write([labels.length, 1, 1], labels));
    expect(train).toMatchObject({ classes: names.length, classNames: names });
    expect(labelsOf(train).map((place) => names[place])).toEqual(
      labels.map(String),
    );
  });

  test("of the whole file, also where fewer samples are taken", async () => {
    const spec = await write([4, 1, 1], [7, 3, 3, 9]);
    const { train } = await load({ ...spec, samples: 2 });
    expect(train).toMatchObject({ samples: 2, classes: 3 });
  });

  test("more than 1,000 are no classes", async () => {
    const count = 1001;
    const images = await folder.file(
      "many",
      idxBytes([count, 1, 1], someBytes(count)),
    );
    const values = Array.from({ length: count }, (_, i) => i);
    const labels = await folder.file(
      "numbers",
      idxBytes([count], elements(values, 4, "writeInt32BE"), 0x0c),
    );
    await expect(load({ source: "idx", images, labels })).rejects.toThrow(
      "holds more than 1,000 different labels.",
    );
  });
});

describe("types of elements", () => {
  const values = [-3, 100, 0, 7, 7, -128, 1, 2];
  const kinds = [
    [0x09, 1, "writeInt8"],
    [0x0b, 2, "writeInt16BE"],
    [0x0c, 4, "writeInt32BE"],
    [0x0d, 4, "writeFloatBE"],
    [0x0e, 8, "writeDoubleBE"],
  ] as const;

  test.each(kinds)(
    "images and labels of type %i",
    async (type, size, write) => {
      const images = await folder.file(
        "typed-images",
        idxBytes([4, 1, 2], elements(values, size, write), type),
      );
      const labels = await folder.file(
        "typed-labels",
        idxBytes([4, 1], elements([5, -1, 5, 9], size, write), type),
      );
      const { train, test: aside } = await load({
        source: "idx",
        images,
        labels,
        testSamples: 1,
      });
      const training = Float64Array.from(values.slice(0, 6));
      const [centre, spread] = [mean(training), deviation(training)];
      const scaled = values.map((x) => (x - centre) / spread);
      const found = [...train.inputs, ...(aside?.inputs ?? [])];
      // Roundings of numbers of size 1.
      found.forEach((x, i) => expect(x).toBeCloseTo(scaled[i], 13));
      expect(found).toHaveLength(8);
      expect(train.classNames).toEqual(["-1", "5", "9"]);
      expect(labelsOf(train)).toEqual([1, 0, 1]);
    },
  );

  test("labels of QMNIST: n × 8 whole numbers, the class in the first column", async () => {
    const rows = [
      [5, 0, 3, 99, 0, 1, 0, 0],
      [3, 0, 3, 17, 0, 2, 0, 0],
      [5, 4, 8, 12, 1, 3, 0, 0],
    ];
    const labels = await folder.file(
      "qmnist",
      idxBytes([3, 8], elements(rows.flat(), 4, "writeInt32BE"), 0x0c),
    );
    const images = await folder.file("i3", idxBytes([3, 2, 2], someBytes(12)));
    const { train } = await load({ source: "idx", images, labels });
    expect(train.classNames).toEqual(["3", "5"]);
    expect(labelsOf(train)).toEqual([1, 0, 1]);
  });
});

/** Where Debian's package dataset-fashion-mnist puts its files. */
const fashion = "/usr/share/datasets/fashion-mnist/";

describe("gzipped", () => {
  let images: string;
  let labels: string;
  beforeAll(async () => {
    const { test: digits } = dataFiles().digits();
    images = await folder.file("i.gz", gzipSync(await readFile(digits.images)));
    labels = await folder.file("l.gz", gzipSync(await readFile(digits.labels)));
  });

  test("10,000 images packed here are read as they were", async () => {
    const { test: digits } = dataFiles().digits();
    const packed = await load({ source: "idx", images, labels });
    expect(packed.train.samples).toBe(10_000);
    const plain = await load({ source: "idx", ...digits });
    expect(labelsOf(packed.train)).toEqual(labelsOf(plain.train));
    const bytes = (data: typeof plain) => Buffer.from(data.train.inputs.buffer);
    expect(bytes(packed).equals(bytes(plain))).toBe(true);
  });

  test("Fashion-MNIST begins with an ankle boot, a T-shirt, a T-shirt, a dress", async (ctx) => {
    if (!existsSync(fashion))
      ctx.skip("Debian's package dataset-fashion-mnist is not installed.");
    const data = await load({
      source: "idx",
      images: `${fashion}train-images-idx3-ubyte.gz`,
      labels: `${fashion}train-labels-idx1-ubyte.gz`,
      samples: 50_000,
      testSamples: 10_000,
    });
    expect(labelsOf(data.train).slice(0, 4)).toEqual([9, 0, 0, 3]);
    expect(data.train).toMatchObject({ inputShape: [28, 28, 1], classes: 10 });
    expect(data.test?.samples).toBe(10_000);
    // Sums of 39 million terms near 1 keep about nine digits.
    expect(mean(data.train.inputs)).toBeCloseTo(0, 8);
  });
});
