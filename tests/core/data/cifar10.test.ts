import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import {
  cifarBytes,
  column,
  deviation,
  labelsOf,
  load,
  mean,
  temporaryFolder,
} from "./support";

const folder = temporaryFolder();

test("planes become (height, width, channel), each channel standardised", async () => {
  const bytes = cifarBytes([6, 9, 0]);
  const path = await folder.file("data_batch_1.bin", bytes);
  const { train } = await load({ source: "cifar10", path });
  expect(train).toMatchObject({
    samples: 3,
    inputShape: [32, 32, 3],
    classes: 10,
  });
  expect(labelsOf(train)).toEqual([6, 9, 0]);
  for (const c of [0, 1, 2]) {
    const raw = Float64Array.from(
      [0, 1, 2].flatMap((i) => [
        ...bytes.subarray(
          i * 3073 + 1 + c * 1024,
          i * 3073 + 1 + c * 1024 + 1024,
        ),
      ]),
    );
    const [centre, spread] = [mean(raw), deviation(raw)];
    column(train.inputs, c, 3).forEach((x, i) =>
      // Roundings of numbers of size 1.
      expect(Math.abs(x - (raw[i] - centre) / spread)).toBeLessThan(1e-12),
    );
  }
});

test("several batches in the order given, plain or gzipped, as far as needed", async () => {
  const first = await folder.file("1.bin", cifarBytes([1, 2]));
  const second = await folder.file("2.bin.gz", gzipSync(cifarBytes([3, 4])));
  const path = [first, second, folder.path("never-opened.bin")];
  const data = await load({
    source: "cifar10",
    path,
    samples: 3,
    testSamples: 1,
  });
  expect(labelsOf(data.train)).toEqual([1, 2, 3]);
  expect(data.test && labelsOf(data.test)).toEqual([4]);
  expect(
    await load({ source: "cifar10", path: [first, second], testSamples: 1 }),
  ).toEqual(data);
});
