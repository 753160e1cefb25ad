import { arraySize, type Checkpoint } from "./checkpoint";

/**
 * Seconds between two batches. Each is one transaction, which writes 8 KB to the disk however few rows it
 * holds. So a batch of fewer numbers than `fullBatch` waits for more until `longestWait`.
 */
const shortestWait = 0.1;
const longestWait = 0.5;
const fullBatch = 192;

/**
 * Seconds between two checkpoints. Where the last one has more numbers than `smallCheckpoint`, and than the
 * rows since, the next one waits until `longestGap`: checkpoints would be most of what a slow run of many
 * parameters writes.
 */
const shortestGap = 10;
const longestGap = 60;
const smallCheckpoint = 2048;

/**
 * Decides when a run hands over a batch, and when a checkpoint with it. The first batch has one and does
 * not wait to be full: a run with rows can always go on.
 */
export class Cadence {
  #lastBatch: number;
  #lastCheckpoint: number;
  /** Numbers in the last checkpoint, and in the batches since. */
  #size: number;
  #since = 0;

  /**
   * @param seconds running time so far
   * @param checkpoint from which the run goes on
   */
  constructor(seconds: number, checkpoint?: Checkpoint) {
    this.#lastBatch = seconds;
    this.#lastCheckpoint = checkpoint ? seconds : -Infinity;
    this.#size = arraySize(checkpoint);
  }

  get hasCheckpoint() {
    return this.#lastCheckpoint > -Infinity;
  }

  /** Makes a batch due at once. */
  hurry() {
    this.#lastBatch = -Infinity;
  }

  /**
   * Whether a batch is due; the wait for the next one begins if so.
   * @param numbers that it would hold
   */
  batchIsDue(seconds: number, numbers: number): boolean {
    const isFull = numbers >= fullBatch || !this.hasCheckpoint;
    const wait = isFull ? shortestWait : longestWait;
    if (seconds - this.#lastBatch < wait) return false;
    this.#lastBatch = seconds;
    this.#since += numbers;
    return true;
  }

  /** Whether the batch that is due has a checkpoint. */
  checkpointIsDue(seconds: number): boolean {
    const isSmall = this.#size <= Math.max(smallCheckpoint, this.#since);
    const gap = isSmall ? shortestGap : longestGap;
    return seconds - this.#lastCheckpoint >= gap;
  }

  /** Notes a checkpoint that is handed over. */
  keep(checkpoint: Checkpoint) {
    this.#lastCheckpoint = checkpoint.seconds;
    this.#size = arraySize(checkpoint);
    this.#since = 0;
  }
}
