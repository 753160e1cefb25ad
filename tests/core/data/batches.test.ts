import { describe, expect, test } from "vitest";
import { allBatches, BatchOrder, drawBatch } from "../../../core/data/batches";
import { createRandom } from "../../../core/random";

const sorted = (rows: Iterable<number>) => [...rows].sort((a, b) => a - b);

describe("the order of batches", () => {
  test("each epoch has every sample once, in batches of the size and a short last one", () => {
    const order = new BatchOrder(10, { size: 4, seed: 5 });
    for (let epoch = 0; epoch < 5; epoch++) {
      const batches = [0, 1, 2].map((i) => order.at(3 * epoch + i));
      expect(batches.map(({ length }) => length)).toEqual([4, 4, 2]);
      expect(sorted(batches.flatMap((rows) => [...rows]))).toEqual(
        sorted(Array(10).keys()),
      );
    }
  });

  test("epochs and seeds have orders of their own", () => {
    const order = (seed: number, step: number) =>
      [...new BatchOrder(50, { size: 50, seed }).at(step)].join();
    const seen = [0, 1, 2].flatMap((seed) =>
      [0, 1, 2].map((step) => order(seed, step)),
    );
    expect(new Set(seen).size).toBe(9);
  });

  test("the batch of a step does not depend on the steps before", () => {
    const straight = new BatchOrder(10, { size: 3, seed: 1 });
    const rows = Array.from({ length: 40 }, (_, step) => straight.at(step));
    for (const step of [39, 4, 0, 21])
      expect(new BatchOrder(10, { size: 3, seed: 1 }).at(step)).toEqual(
        rows[step],
      );
  });

  test("every sample is as often in a first batch", () => {
    const counts = new Float64Array(5);
    const order = new BatchOrder(5, { size: 2, seed: 9 });
    const epochs = 5000;
    for (let epoch = 0; epoch < epochs; epoch++)
      for (const row of order.at(3 * epoch)) counts[row]++;
    // 2/5 of 5,000 with a standard deviation of 35.
    for (const count of counts)
      expect(Math.abs(count - 2000)).toBeLessThan(140);
  });
});

describe("all batches", () => {
  test.each([
    [6, 1, 6],
    [6, 2, 15],
    [6, 3, 20],
    [6, 6, 1],
    // Batches of 4 and of 2, one of each in an epoch.
    [6, 4, 30],
  ])("of %i samples with size %i are %i", (samples, size, count) => {
    const all = allBatches(samples, size, 200) ?? [];
    expect(all).toHaveLength(count);
    const sets = all.map(({ rows }) => [...rows].join());
    expect(new Set(sets).size).toBe(count);
    const weights = all.map(({ weight }) => weight);
    expect(weights.reduce((a, b) => a + b)).toBeCloseTo(1, 14);
    expect(allBatches(samples, size, count - 1)).toBeNull();
  });

  test("of many samples are too many to be counted one by one", () => {
    expect(allBatches(60_000, 30_000, 200)).toBeNull();
  });

  test("a drawn batch is one of them, as often as the others", () => {
    const all = allBatches(5, 3, 100) ?? [];
    const counts = new Map(all.map(({ rows }) => [[...rows].join(), 0]));
    const random = createRandom(4);
    const draws = 20_000;
    for (let i = 0; i < draws; i++) {
      const key = sorted(drawBatch(5, 3, random)).join();
      counts.set(key, (counts.get(key) ?? NaN) + 1);
    }
    for (const { rows, weight } of all) {
      const expected = weight * draws;
      const away = (counts.get([...rows].join()) ?? NaN) - expected;
      expect(Math.abs(away)).toBeLessThan(5 * Math.sqrt(expected));
    }
  });
});
