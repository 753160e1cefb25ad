import { createRandom, type Random } from "../random";
import { firstNumbers, shuffle } from "./shuffle";

/** Batches in an epoch of `samples`, the last of which may be short. */
export function batchesPerEpoch(samples: number, size: number): number {
  return Math.ceil(samples / size);
}

/**
 * Rows of the batches of a run without replacement: each epoch goes through a permutation of all samples, in
 * batches of `size`, the last one with what remains. The permutation depends on the seed and on the epoch alone, so
 * that a run goes on, and is replayed, from any step.
 */
export class BatchOrder {
  readonly #samples: number;
  readonly #size: number;
  readonly #seed: number;
  #epoch = -1;
  #order = new Uint32Array();

  constructor(samples: number, { size, seed }: { size: number; seed: number }) {
    this.#samples = samples;
    this.#size = size;
    this.#seed = seed;
  }

  /** The rows of the batch of a step; they do not change later. */
  at(step: number): Uint32Array {
    const batches = batchesPerEpoch(this.#samples, this.#size);
    const epoch = Math.floor(step / batches);
    if (epoch !== this.#epoch) {
      this.#epoch = epoch;
      this.#order = firstNumbers(this.#samples);
      // Stream 0 of a seed draws data and parameters.
      shuffle(this.#order, createRandom(this.#seed, epoch + 1));
    }
    const start = (step - epoch * batches) * this.#size;
    return this.#order.slice(start, start + this.#size);
  }
}

/** A batch by its rows, and its share of the mean over all batches that an epoch may have. */
export interface WeightedBatch {
  rows: Uint32Array;
  weight: number;
}

/**
 * All batches that a step may have, each with its probability; null where there are more than `most`. Where the
 * size does not divide the samples, one batch of each epoch is short.
 */
export function allBatches(
  samples: number,
  size: number,
  most: number,
): WeightedBatch[] | null {
  const sizes = batchSizes(samples, size);
  const counts = sizes.map((one) => choose(samples, one.size));
  if (counts.reduce((a, b) => a + b) > most) return null;
  return sizes.flatMap(({ size, share }, i) =>
    combinations(samples, size).map((rows) => ({
      rows,
      weight: share / counts[i],
    })),
  );
}

/** Draws a batch as an epoch has them, each independent of the others. */
export function drawBatch(
  samples: number,
  size: number,
  random: Random,
): Uint32Array {
  const [whole, short] = batchSizes(samples, size);
  const isShort = short && random.uniform() < short.share;
  const rows = firstNumbers(samples);
  const count = isShort ? short.size : whole.size;
  shuffle(rows, random, count);
  return rows.slice(0, count);
}

/** The sizes of the batches of an epoch, and which share of its batches has each. */
function batchSizes(samples: number, size: number) {
  const batches = batchesPerEpoch(samples, size);
  const short = samples % size;
  if (short === 0) return [{ size, share: 1 }];
  if (batches === 1) return [{ size: short, share: 1 }];
  return [
    { size, share: (batches - 1) / batches },
    { size: short, share: 1 / batches },
  ];
}

function choose(n: number, k: number): number {
  let ways = 1;
  for (let i = 1; i <= Math.min(k, n - k); i++) ways *= (n - i + 1) / i;
  return Math.round(ways);
}

/** All sets of k of the numbers below n, in order. */
function combinations(n: number, k: number): Uint32Array[] {
  const found: Uint32Array[] = [];
  const chosen = firstNumbers(k);
  for (;;) {
    found.push(chosen.slice());
    let at = k - 1;
    while (at >= 0 && chosen[at] === n - k + at) at--;
    if (at < 0) return found;
    chosen[at]++;
    for (let i = at + 1; i < k; i++) chosen[i] = chosen[i - 1] + 1;
  }
}
