import { batchesPerEpoch } from "../data/batches";
import type { BatchSpec } from "../experiment/batch-spec";
import type { BatchRow } from "../measurements/batch-steps";
import type { Linearization, Samples } from "../objective/objective";
import type { Optimizer } from "../optimizers/optimizer";
import {
  measureBatchSharpness,
  type BatchSharpness,
  type BatchSharpnessWanted,
} from "../spectrum/batch-sharpness";
import { dot } from "../vector";
import {
  directionalCurvature,
  realisedEdge,
  type StepTaken,
} from "./directional";
import { MiniBatch } from "./mini-batch";

/** An optimiser, and what its step with a batch is to be found with. */
interface Stepping {
  optimizer: Optimizer;
  /** Whether its step is −η∇L_B. */
  isPlain: boolean;
  /** Whether it evaluates the loss at other points. */
  isLong: boolean;
}

/** The steps of a run with mini-batches: the loss of each, and the row about it. */
export class BatchSteps {
  /** What the step under way descends. */
  readonly loss: MiniBatch;
  readonly #spec: BatchSpec;
  readonly #samples: Samples;
  #row: BatchRow | null = null;
  /** How far rounding may put the loss of the row off. */
  #lossError = NaN;

  constructor(spec: BatchSpec, samples: Samples, weightDecay: number) {
    this.#spec = spec;
    this.#samples = samples;
    this.loss = new MiniBatch(spec, samples, weightDecay);
  }

  get stepsPerEpoch() {
    return batchesPerEpoch(this.#samples.count, this.#spec.size);
  }

  /** The row of the step under way; null once it is taken. */
  get row() {
    return this.#row;
  }

  /** Takes the batch of a step and evaluates it at θ_t; writes its gradient. */
  arrive(
    step: number,
    theta: Float64Array,
    gradient: Float64Array,
    seconds: number,
  ): BatchRow {
    this.loss.use(step);
    const loss = this.loss.evaluate(theta, gradient);
    this.#lossError = this.loss.lossError;
    return (this.#row = {
      step,
      epoch: step / this.stepsPerEpoch,
      loss,
      squaredGradNorm: dot(gradient, gradient),
      directional: NaN,
      realisedEdge: NaN,
      seconds,
    });
  }

  /**
   * The row of the step under way, which led to θ_{t+1}.
   * @param taken g·Δ and |Δ|² with the gradient of the batch; `error` is that of the rounding of θ
   */
  leave(
    theta: Float64Array,
    taken: Omit<StepTaken, "change">,
  ): BatchRow | null {
    const row = this.#row;
    this.#row = null;
    if (!row) return null;
    const change = this.loss.lossAt(theta) - row.loss;
    const error = taken.error + this.#lossError + this.loss.lossError;
    const whole = { ...taken, change, error };
    row.directional = directionalCurvature(whole);
    row.realisedEdge = realisedEdge(whole);
    return row;
  }

  /** Measures batch sharpness at θ_t, before the update; yields after each batch. */
  *measure(
    at: {
      step: number;
      full: Linearization;
      theta: Float64Array;
      diagonal: Float64Array | null;
    },
    stepping: Stepping,
    wanted: BatchSharpnessWanted,
  ): Generator<void, BatchSharpness> {
    const { size, seed } = this.#spec;
    const { theta, step } = at;
    try {
      return yield* measureBatchSharpness(
        {
          ...at,
          size,
          seed,
          samples: this.#samples.count,
          lossOf: (rows) => {
            this.loss.take(rows);
            return this.loss;
          },
          direction: stepping.isPlain
            ? null
            : (gradient) => directionOf(stepping, theta, gradient),
        },
        wanted,
      );
    } finally {
      this.loss.use(step);
    }
  }
}

/** s of the step −ηs that an optimiser would make at θ with a gradient; the optimiser stays as it is. */
function directionOf(
  { optimizer, isLong }: Stepping,
  theta: Float64Array,
  gradient: Float64Array,
): Float64Array {
  // Where θ plays no part the step is taken from 0, without the rounding of a difference.
  const start = isLong ? theta : new Float64Array(theta.length);
  const moved = start.slice();
  const before = optimizer.state();
  const updating = optimizer.update(moved, gradient, 1);
  while (updating && !updating.next().done);
  optimizer.restore(before);
  return moved.map((x, i) => start[i] - x);
}
