import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { dataFiles } from "../../../main/engine/data-files";
import {
  deviation,
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
      classes: 6,
    });
    expect(aside).toBeNull();
    expect(labelsOf(train)).toEqual([2, 0, 5]);
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
    const paths = dataFiles().mnist().train;
    const data = await load({ source: "idx", ...paths, samples: 100 });
    expect(data).toEqual(await load({ source: "mnist", samples: 100 }));
  });
});

/** Where Debian's package dataset-fashion-mnist puts its files. */
const fashion = "/usr/share/datasets/fashion-mnist/";

describe("gzipped", () => {
  let images: string;
  let labels: string;
  beforeAll(async () => {
    const { test: digits } = dataFiles().mnist();
    images = await folder.file("i.gz", gzipSync(await readFile(digits.images)));
    labels = await folder.file("l.gz", gzipSync(await readFile(digits.labels)));
  });

  test("10,000 images packed here are read as they were", async () => {
    const { test: digits } = dataFiles().mnist();
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
