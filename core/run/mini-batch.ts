import { BatchOrder } from "../data/batches";
import type { BatchSpec } from "../experiment/batch-spec";
import type {
  Linearization,
  Objective,
  Samples,
  Scored,
} from "../objective/objective";
import { withWeightDecay } from "../optimizers/weight-decay";
import { dot } from "../vector";

/**
 * The loss that a step with mini-batches descends: that of its batch, with weight decay. Optimisers hold it, and
 * `use` puts the batch of the next step into it.
 */
export class MiniBatch implements Objective {
  readonly size: number;
  readonly #order: BatchOrder;
  readonly #samples: Samples;
  readonly #weightDecay: number;
  #plain: Objective & Scored;
  #current: Objective;

  constructor(batch: BatchSpec, samples: Samples, weightDecay: number) {
    this.#order = new BatchOrder(samples.count, batch);
    this.#samples = samples;
    this.#weightDecay = weightDecay;
    this.#plain = samples.at(this.#order.at(0));
    this.#current = withWeightDecay(this.#plain, weightDecay);
    this.size = this.#plain.size;
  }

  /** Takes the batch of a step. */
  use(step: number) {
    this.take(this.#order.at(step));
  }

  /** Takes a batch by its rows. */
  take(rows: Uint32Array) {
    this.#plain = this.#samples.at(rows);
    this.#current = withWeightDecay(this.#plain, this.#weightDecay);
  }

  get accuracy() {
    return this.#current.accuracy;
  }

  get lossError() {
    return this.#current.lossError;
  }

  evaluate(theta: Float64Array, gradient: Float64Array): number {
    return this.#current.evaluate(theta, gradient);
  }

  /** The loss alone, which takes a third of the work. */
  lossAt(theta: Float64Array): number {
    const { loss } = this.#plain.score(theta);
    return this.#weightDecay === 0
      ? loss
      : loss + (this.#weightDecay / 2) * dot(theta, theta);
  }

  linearize(theta: Float64Array): Linearization {
    return this.#current.linearize(theta);
  }
}

/**
 * What each step descends; null where that is the loss of all samples.
 * @throws Error for mini-batches without samples, which validation refuses
 */
export function miniBatchOf(
  batch: BatchSpec | undefined,
  samples: Samples | null,
  weightDecay: number,
): MiniBatch | null {
  if (!batch) return null;
  if (!samples) throw new Error("There are no samples for mini-batches.");
  return new MiniBatch(batch, samples, weightDecay);
}
