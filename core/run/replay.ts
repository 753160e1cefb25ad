import type { ExperimentSpec } from "../experiment/spec";
import type { Objective, Samples } from "../objective/objective";
import type { Optimizer } from "../optimizers/optimizer";
import { createOptimizer } from "../optimizers/spec";
import { stepSizeAt } from "../optimizers/step-size";
import { withWeightDecay } from "../optimizers/weight-decay";
import { MiniBatch } from "./mini-batch";

/** What the parameters of later steps depend on. */
export interface ReplayState {
  step: number;
  theta: Float64Array;
  /** The state of the optimiser, see Optimizer. */
  optimizer: Float64Array[];
  /**
   * The loss that was evaluated last on the way, with mini-batches that of the batch, as the run recorded it at that
   * step; null at the start of it.
   */
  seen: { step: number; loss: number } | null;
}

type ReplaySpec = Pick<ExperimentSpec, "optimizer" | "batch" | "steps">;

/** The parameters of a run step by step, bit for bit, without its measurements. */
export class Replay {
  readonly #spec: ReplaySpec;
  /** What updates descend. */
  readonly #loss: Objective;
  /** The same where it is another loss at each step. */
  readonly #batch: MiniBatch | null;
  readonly #optimizer: Optimizer;
  readonly #theta: Float64Array;
  readonly #gradient: Float64Array;
  #step = 0;
  #seen: ReplayState["seen"] = null;

  /**
   * @param objective without weight decay
   * @param start parameters at step 0
   * @param samples the training samples; needed for mini-batches
   */
  constructor(
    spec: ReplaySpec,
    objective: Objective,
    start: Float64Array,
    samples: Samples | null = null,
  ) {
    const { optimizer, batch } = spec;
    const { weightDecay } = optimizer;
    this.#spec = spec;
    this.#batch =
      batch && samples ? new MiniBatch(batch, samples, weightDecay) : null;
    this.#loss = this.#batch ?? withWeightDecay(objective, weightDecay);
    this.#optimizer = createOptimizer(optimizer, this.#loss);
    this.#theta = start.slice();
    this.#gradient = new Float64Array(start.length);
  }

  get step() {
    return this.#step;
  }

  state(): ReplayState {
    return {
      step: this.#step,
      theta: this.#theta.slice(),
      optimizer: this.#optimizer.state(),
      seen: this.#seen,
    };
  }

  restore({ step, theta, optimizer, seen }: ReplayState) {
    this.#step = step;
    this.#theta.set(theta);
    this.#optimizer.restore(optimizer);
    this.#seen = seen;
  }

  /** θ_t → θ_{t+1}; yields where an update takes long, and must be driven to its end. */
  *advance(): Generator<void> {
    this.#batch?.use(this.#step);
    const loss = this.#loss.evaluate(this.#theta, this.#gradient);
    this.#seen = { step: this.#step, loss };
    const { optimizer, steps } = this.#spec;
    const updating = this.#optimizer.update(
      this.#theta,
      this.#gradient,
      stepSizeAt(optimizer.stepSize, this.#step, steps),
    );
    if (updating) yield* updating;
    this.#step++;
  }
}
