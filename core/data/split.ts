import { createRandom } from "../random";
import { grouped } from "../text/grouped";
import type { Dataset, LoadedData } from "./dataset";
import type { DataSplit } from "./fields";
import { badField, badFile } from "./refuse";

/** Numbers that a data set may hold, inputs and targets together: 1.6 GB. */
export const maxNumbers = 200_000_000;

/** What an experiment asks for of a source of rows. */
export interface Wish {
  samples?: number | undefined;
  testSamples?: number | undefined;
  split?: DataSplit | undefined;
}

/** How many rows to train on, how many to set aside, and which. */
export interface Split {
  samples: number;
  testSamples: number;
  /** The rows of the training samples and then of the test samples; null where they are the first. */
  rows: Uint32Array | null;
}

/**
 * Divides the rows of a source. Without a `split` the first are for training and the next for tests; with
 * one they are drawn at random, the same each time for a seed.
 * @param available rows that there are
 * @param what where they are, e.g. the path of a file
 * @param labels the class of each row, from 0; null where the targets are numbers
 */
export function split(
  wish: Wish,
  available: number,
  what: string,
  labels: ArrayLike<number> | null = null,
): Split {
  const sizes = sizesOf(wish, available, what);
  if (!wish.split) return { ...sizes, rows: null };
  const shuffled = permutation(available, wish.split.seed);
  const { samples, testSamples } = sizes;
  if (wish.split.kind === "shuffled")
    return { ...sizes, rows: shuffled.slice(0, samples + testSamples) };
  if (labels === null)
    throw badField(
      "data.split.kind",
      `A stratified split needs classes, but the targets of ${what} are numbers.`,
      'Use "shuffled" instead.',
    );
  const [training, rest] = drawn(shuffled, samples, labels);
  const [others] = drawn(rest, testSamples, labels);
  return { ...sizes, rows: Uint32Array.from([...training, ...others]) };
}

function sizesOf(wish: Wish, available: number, what: string) {
  const testSamples = wish.testSamples ?? 0;
  const samples = wish.samples ?? available - testSamples;
  if (available === 0)
    throw badFile(
      `${what} contains no samples.`,
      "Choose a file with samples.",
    );
  if (samples < 1)
    throw badField(
      "data.testSamples",
      `${what} holds ${grouped(available)} samples, so ${grouped(testSamples)} test samples leave no training samples.`,
      `Ask for fewer than ${grouped(available)}.`,
    );
  if (samples + testSamples > available)
    throw badField(
      "data.samples",
      `${what} holds ${grouped(available)} samples, and ${grouped(samples + testSamples)} are requested.`,
      testSamples > 0
        ? `Set samples and testSamples to ${grouped(available)} or fewer together.`
        : `Set samples to ${grouped(available)} or fewer.`,
    );
  return { samples, testSamples };
}

/** The numbers below n in random order (Fisher and Yates). */
function permutation(n: number, seed: number): Uint32Array {
  const random = createRandom(seed);
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(random.uniform() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

/**
 * Takes `count` of the rows, of each class its share of them up to a rounding, in the order they are in.
 * @returns those taken and those left
 */
function drawn(
  rows: Uint32Array,
  count: number,
  labels: ArrayLike<number>,
): [taken: Uint32Array, left: Uint32Array] {
  const sizes: number[] = [];
  for (const row of rows) sizes[labels[row]] = (sizes[labels[row]] ?? 0) + 1;
  const wanted = shares(
    Array.from(sizes, (size) => size ?? 0),
    count,
  );
  const takes = (row: number) => wanted[labels[row]]-- > 0;
  const isTaken = Uint8Array.from(rows, (row) => (takes(row) ? 1 : 0));
  return [
    rows.filter((_, i) => isTaken[i] === 1),
    rows.filter((_, i) => isTaken[i] === 0),
  ];
}

/** `count` divided in proportion to sizes, by the method of the largest remainders. */
function shares(sizes: number[], count: number): number[] {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const whole = sizes.map((size) => Math.floor((count * size) / total));
  const rest = count - whole.reduce((sum, n) => sum + n, 0);
  const remainder = (i: number) => (count * sizes[i]) % total;
  const order = [...sizes.keys()].sort((a, b) => remainder(b) - remainder(a));
  for (const i of order.slice(0, rest)) whole[i]++;
  return whole;
}

/**
 * The rows of a matrix [n, width] that a split takes, in its order. Shares memory where these are the
 * first ones.
 */
export function inOrder<T extends Float64Array | Uint32Array | Uint8Array>(
  values: T,
  width: number,
  { samples, testSamples, rows }: Split,
): T {
  const end = samples + testSamples;
  if (rows === null) return values.subarray(0, end * width) as T;
  const ordered = values.slice(0, end * width) as T;
  for (let i = 0; i < end; i++)
    ordered.set(
      values.subarray(rows[i] * width, (rows[i] + 1) * width),
      i * width,
    );
  return ordered;
}

/** Divides samples that are in memory. @param what where they are */
export function splitDataset(
  all: Dataset,
  wish: Wish,
  what: string,
): LoadedData {
  const { inputs, inputWidth, targets, targetWidth, classes } = all;
  const labels =
    classes === null
      ? null
      : Uint32Array.from({ length: all.samples }, (_, i) =>
          targets.subarray(i * classes, (i + 1) * classes).indexOf(1),
        );
  const sizes = split(wish, all.samples, what, labels);
  const x = inOrder(inputs, inputWidth, sizes);
  const y = inOrder(targets, targetWidth, sizes);
  const rows = rowNumbers(sizes);
  const part = (from: number, to: number): Dataset => ({
    ...all,
    samples: to - from,
    inputs: x.subarray(from * inputWidth, to * inputWidth),
    targets: y.subarray(from * targetWidth, to * targetWidth),
    rows: rows.subarray(from, to),
  });
  const { samples, testSamples } = sizes;
  return {
    train: part(0, samples),
    test: testSamples > 0 ? part(samples, samples + testSamples) : null,
  };
}

/** The rows that a split takes, from 1. */
export function rowNumbers({ samples, testSamples, rows }: Split): Uint32Array {
  return Uint32Array.from(
    { length: samples + testSamples },
    (_, i) => (rows ? rows[i] : i) + 1,
  );
}

/** Refuses more numbers than fit into memory. */
export function requireSize(samples: number, numbers: number, what: string) {
  if (samples * numbers <= maxNumbers) return;
  const most = Math.floor(maxNumbers / numbers);
  throw badField(
    "data.samples",
    `${grouped(samples)} samples of ${what} with ${grouped(numbers)} numbers each are too many: at most ${grouped(maxNumbers)} numbers fit into memory.`,
    most > 0
      ? `Set samples and testSamples to ${grouped(most)} or fewer together.`
      : "Choose a file with smaller samples.",
  );
}
