/** Rows drawn for training and tests, of every source that has rows. */
import { describe, expect, test } from "vitest";
import type { Dataset } from "../../../core/data/dataset";
import { split } from "../../../core/data/split";
import { createRandom } from "../../../core/random";
import {
  cifarBytes,
  deviation,
  idxBytes,
  labelsOf,
  load,
  mean,
  someBytes,
  temporaryFolder,
  type DataInput,
} from "./support";

const folder = temporaryFolder();
const names = ["setosa", "versicolor", "virginica"];

/** Each source with 18 rows or more, sorted by class where it is written here. */
async function sources(): Promise<Record<string, DataInput>> {
  const sorted = Array.from({ length: 18 }, (_, i) => Math.floor(i / 6));
  const table = sorted.map((label, i) => `${i},${i % 5},${names[label]}`);
  const csv = ["a,b,species", ...table].join("\n");
  return {
    csv: {
      source: "csv",
      path: await folder.file("sorted.csv", csv),
      targetKind: "class",
      standardize: false,
    },
    idx: {
      source: "idx",
      images: await folder.file("images", idxBytes([18, 2, 2], someBytes(72))),
      labels: await folder.file(
        "labels",
        idxBytes([18], Uint8Array.from(sorted)),
      ),
    },
    cifar10: {
      source: "cifar10",
      path: await folder.file("batch.bin", cifarBytes(sorted)),
    },
    iris: { source: "iris" },
    mnist: { source: "mnist", samples: 18 },
    inline: {
      source: "inline",
      x: sorted.map((_, i) => [i]),
      y: sorted.map((label) => names[label]),
    },
  };
}
const kinds = ["csv", "idx", "cifar10", "iris", "mnist", "inline"];

const drawn = (data: DataInput, more: object) =>
  load({ ...data, ...more } as DataInput);
const rowsOf = (data: Dataset | null) => [...(data?.rows ?? [])];
const counts = (data: Dataset | null) => {
  const labels = data ? labelsOf(data) : [];
  return names.map((_, label) => labels.filter((own) => own === label).length);
};

describe.each(kinds)("%s", (source) => {
  const samples = 10;
  const testSamples = 7;
  const wish = { ...(source !== "iris" && { samples }), testSamples };

  test.each(["shuffled", "stratified"] as const)(
    "%s: other rows for another seed, the same for the same, none twice",
    async (kind) => {
      const data = (await sources())[source];
      const at = (seed: number) =>
        drawn(data, { ...wish, split: { kind, seed } });
      const first = await at(1);
      expect(await at(1)).toEqual(first);
      expect(rowsOf((await at(2)).train)).not.toEqual(rowsOf(first.train));
      const rows =
        source === "mnist"
          ? rowsOf(first.train)
          : [...rowsOf(first.train), ...rowsOf(first.test)];
      expect(new Set(rows).size).toBe(rows.length);
      expect(rows.length).toBeGreaterThanOrEqual(samples);
      expect(first.test?.samples).toBe(testSamples);
      expect(rows).not.toEqual([...rows].sort((a, b) => a - b));
    },
  );

  test("without a split the rows are the first ones", async () => {
    const data = (await sources())[source];
    const { train, test: aside } = await drawn(data, wish);
    const first = Array.from({ length: train.samples }, (_, i) => i + 1);
    expect(rowsOf(train)).toEqual(first);
    expect(rowsOf(aside)[0]).toBe(source === "mnist" ? 1 : train.samples + 1);
  });

  test("inputs and targets of a row stay together, scaled by the training samples", async () => {
    const data = (await sources())[source];
    const all = (
      await drawn(data, source === "mnist" ? { samples: 60_000 } : {})
    ).train;
    const found = await drawn(data, {
      ...wish,
      split: { kind: "shuffled", seed: 3 },
    });
    if (source !== "csv" && source !== "inline") {
      expect(mean(found.train.inputs)).toBeCloseTo(0, 12);
      // The three channels or four columns have spread 1 each.
      expect(deviation(found.train.inputs)).toBeCloseTo(1, 12);
    }
    // Scaling keeps the order of the numbers of a column, so ranks within it tell the rows.
    const own = found.train;
    for (let i = 0; i < own.samples; i++) {
      const row = rowsOf(own)[i] - 1;
      expect(labelsOf(own)[i]).toBe(labelsOf(all)[row]);
      for (let j = 0; j < own.samples; j++) {
        const [a, b] = [i, j].map((k) => own.inputs[k * own.inputWidth]);
        const [c, d] = [i, j].map(
          (k) => all.inputs[(rowsOf(own)[k] - 1) * all.inputWidth],
        );
        expect(a < b).toBe(c < d);
      }
    }
  });
});

test("a sorted file: six flowers to train on and twelve for tests, of each species a third", async () => {
  const { csv, inline } = await sources();
  const split = { kind: "stratified", seed: 0 } as const;
  for (const data of [csv, inline]) {
    const found = await drawn(data, { samples: 6, testSamples: 12, split });
    expect(counts(found.train)).toEqual([2, 2, 2]);
    expect(counts(found.test)).toEqual([4, 4, 4]);
    const ordered = await drawn(data, { samples: 6, testSamples: 12 });
    expect(counts(ordered.train)).toEqual([6, 0, 0]);
  }
});

test("stratified: each class has its share up to a rounding, whatever the sizes", () => {
  const random = createRandom(5);
  const below = (n: number) => Math.floor(n * random.uniform());
  for (let round = 0; round < 300; round++) {
    const n = 2 + below(200);
    const classes = 1 + below(8);
    const labels = Array.from({ length: n }, () => below(1 + below(classes)));
    const testSamples = below(n - 1);
    const samples = 1 + below(n - testSamples);
    const wish = { samples, testSamples };
    const { rows } = split(
      { ...wish, split: { kind: "stratified", seed: round } },
      n,
      "here",
      labels,
    );
    const of = (list: ArrayLike<number>, label: number) =>
      Array.from(list).filter((row) => labels[row] === label).length;
    const all = Array.from({ length: n }, (_, i) => i);
    const train = rows?.slice(0, samples) ?? [];
    const aside = rows?.slice(samples) ?? [];
    expect(new Set(rows).size).toBe(samples + testSamples);
    for (let label = 0; label < classes; label++) {
      const share = of(all, label) / n;
      expect(Math.abs(of(train, label) - samples * share)).toBeLessThan(1);
      // Of what the training left.
      const rest =
        (of(all, label) - of(train, label)) / Math.max(1, n - samples);
      expect(Math.abs(of(aside, label) - testSamples * rest)).toBeLessThan(1);
    }
  }
});

test("the order is the same on every machine and in every version", () => {
  const order = (seed: number) => {
    const wish = { split: { kind: "shuffled", seed } as const };
    return [...(split(wish, 10, "here").rows ?? [])];
  };
  expect(order(0)).toEqual([6, 1, 5, 0, 2, 7, 4, 9, 8, 3]);
  expect(order(7)).toEqual([4, 7, 5, 0, 3, 9, 2, 1, 8, 6]);
});

test("more test samples leave the training samples as they are", () => {
  const labels = Array.from({ length: 50 }, (_, i) => i % 3);
  for (const kind of ["shuffled", "stratified"] as const) {
    const train = (testSamples: number) =>
      split(
        { samples: 20, testSamples, split: { kind, seed: 1 } },
        50,
        "here",
        labels,
      ).rows?.slice(0, 20);
    expect(train(30)).toEqual(train(1));
  }
});

test("a stratified split of numbers is refused with the way out", async () => {
  const path = await folder.file("numbers.csv", "a,b\n1,2\n3,4\n");
  const input = { source: "csv", path, split: { kind: "stratified" } } as const;
  await expect(load(input)).rejects.toMatchObject({
    error: {
      message: `data.split.kind: A stratified split needs classes, but the targets of ${path} are numbers.`,
      hint: 'Use "shuffled" instead.',
    },
  });
});
