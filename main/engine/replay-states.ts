import { totalmem } from "node:os";
import type { Replay, ReplayState } from "../../core/run/replay";

/**
 * Bytes that the states of one run may take. With 512 MB every second step of MNIST-5k is kept, so that any step
 * is at most one step of the run away.
 */
const mostBytes = Math.min(512 * 2 ** 20, totalmem() / 16);

/** States of a run on the way through its steps, spread so that those of the whole run fit into memory. */
export class ReplayStates {
  readonly #stride: number;
  /** By their steps. */
  readonly #states = new Map<number, ReplayState>();
  /** The steps in order. */
  #order: number[] = [];

  /** @param steps of the whole run */
  constructor(start: ReplayState, steps: number) {
    const numbers = [start.theta, ...start.optimizer];
    const bytes = numbers.reduce((sum, each) => sum + each.byteLength, 0);
    this.#stride = Math.max(1, Math.ceil((steps * bytes) / mostBytes));
    this.add(start);
  }

  add(state: ReplayState) {
    if (this.#states.has(state.step)) return;
    this.#states.set(state.step, state);
    this.#order.splice(this.#placeAfter(state.step), 0, state.step);
  }

  /** Keeps the state of a replay where it is one of those to be kept. */
  pass(replay: Replay) {
    if (replay.step % this.#stride === 0 && !this.#states.has(replay.step))
      this.add(replay.state());
  }

  /** The last one at or before a step. */
  before(step: number): ReplayState {
    const found = this.#states.get(this.#order[this.#placeAfter(step) - 1]);
    if (!found) throw new Error(`There is no state at or before ${step}.`);
    return found;
  }

  /** How many of the steps are at or before one. */
  #placeAfter(step: number): number {
    let [low, high] = [0, this.#order.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#order[middle] <= step) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
