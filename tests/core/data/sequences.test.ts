import { expect, test } from "vitest";
import { distinct } from "../../../core/data/sequences";
import type { Dataset } from "../../../core/data/dataset";
import { createRandom } from "../../../core/random";
import { dataSchema } from "../../../core/data/spec";
import { load } from "./support";

const rowsOf = ({ inputs, inputWidth, samples }: Dataset) =>
  Array.from({ length: samples }, (_, i) => [
    ...inputs.subarray(i * inputWidth, (i + 1) * inputWidth),
  ]);

/** The classes at all positions, checked to be one-hot. */
function answersOf({ targets, classes, samples, targetWidth }: Dataset) {
  if (classes === null) throw new Error("They have no classes.");
  return Array.from({ length: samples }, (_, i) =>
    Array.from({ length: targetWidth / classes }, (_, p) => {
      const start = i * targetWidth + p * classes;
      const row = [...targets.subarray(start, start + classes)];
      expect(row.filter((y) => y !== 0)).toEqual([1]);
      return row.indexOf(1);
    }),
  );
}

test("sorting: the target at each position is the token that belongs there", async () => {
  const { train, test } = await load({
    source: "sorting",
    length: 5,
    vocabulary: 3,
    samples: 150,
    testSamples: 93,
  });
  expect(train).toMatchObject({
    inputShape: [5],
    classes: 3,
    targetWidth: 15,
    targetPositions: 5,
    vocabulary: 3,
    samples: 150,
  });
  const rows = rowsOf(train);
  expect(answersOf(train)).toEqual(rows.map((row) => row.toSorted()));
  // All 3⁵ sequences, each once.
  const all = [...rows, ...(test ? rowsOf(test) : [])];
  expect(new Set(all.map(String)).size).toBe(243);
});

test("copying: the target at each position is its token", async () => {
  const { train } = await load({ source: "copying", samples: 40 });
  expect(answersOf(train)).toEqual(rowsOf(train));
});

test("modular addition: all pairs once, with the class of their sum", async () => {
  const { train, test } = await load({
    source: "modular-addition",
    modulus: 7,
    samples: 40,
    testSamples: 9,
  });
  const all = [...rowsOf(train), ...(test ? rowsOf(test) : [])];
  expect(new Set(all.map(String)).size).toBe(49);
  expect(answersOf(train)).toEqual(
    rowsOf(train).map(([a, b]) => [(a + b) % 7]),
  );
  expect(train).toMatchObject({ inputShape: [2], vocabulary: 7, classes: 7 });
});

test.each([
  [
    { source: "sorting", samples: 250, testSamples: 7 },
    /There are only 256 different/,
  ],
  [{ source: "copying", length: 1, samples: 5 }, /There are only 4 different/],
  [
    { source: "modular-addition", samples: 170 },
    /There are only 169 different/,
  ],
  [
    { source: "sorting", length: 64, vocabulary: 1000, samples: 1000 },
    /length times vocabulary must be at most 50,000,000; ask for 781 samples/,
  ],
])("more samples than there are: %j", (data, words) => {
  const [issue] = dataSchema.safeParse(data).error?.issues ?? [];
  expect(issue.path).toEqual(["samples"]);
  expect(issue.message).toMatch(words);
});

test("every token is as frequent, also where sequences are too many to be numbered", () => {
  for (const length of [3, 30]) {
    const next = distinct(length, 8, createRandom(1));
    const counts = new Array<number>(8).fill(0);
    for (let i = 0; i < 240 / length; i++) for (const t of next()) counts[t]++;
    // Mean 30, standard deviation 5.
    for (const count of counts) expect(Math.abs(count - 30)).toBeLessThan(20);
  }
});
