import { expect, test } from "vitest";
import { deviation, labelsOf, load, mean } from "./support";

test("the first digits are 5, 0, 4, 1, 9; the first test digits 7, 2, 1, 0, 4", async () => {
  const data = await load({ source: "mnist", samples: 5, testSamples: 5 });
  expect(labelsOf(data.train)).toEqual([5, 0, 4, 1, 9]);
  expect(data.test && labelsOf(data.test)).toEqual([7, 2, 1, 0, 4]);
  expect(data.train).toMatchObject({
    samples: 5,
    inputShape: [28, 28, 1],
    inputWidth: 784,
    targetWidth: 10,
    classes: 10,
  });
});

test("5,000 digits have mean 0 and standard deviation 1; test digits use the same scale", async () => {
  const data = await load({ source: "mnist", samples: 5000, testSamples: 100 });
  const { inputs } = data.train;
  expect(inputs).toHaveLength(5000 * 784);
  // Sums of four million terms near 1 keep about ten digits.
  expect(mean(inputs)).toBeCloseTo(0, 9);
  expect(deviation(inputs)).toBeCloseTo(1, 9);
  const black = (values: Float64Array) =>
    values.reduce((least, x) => Math.min(least, x));
  expect(data.test && black(data.test.inputs)).toBe(black(inputs));
});

test("all 60,000 digits are kept once, as numbers of eight bytes", async () => {
  const before = process.memoryUsage().arrayBuffers;
  const data = await load({ source: "mnist", samples: 60_000 });
  const bytes = data.train.inputs.byteLength + data.train.targets.byteLength;
  expect(bytes).toBe(60_000 * 794 * 8);
  const grown = process.memoryUsage().arrayBuffers - before;
  // The file itself, 47 MB, and a few pieces of it may not have been collected yet.
  expect(grown).toBeLessThan(bytes + 150e6);
});
