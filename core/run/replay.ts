import type { ExperimentSpec } from "../experiment/spec";
import type { Objective } from "../objective/objective";
import type { Optimizer } from "../optimizers/optimizer";
import { createOptimizer } from "../optimizers/spec";
import { stepSizeAt } from "../optimizers/step-size";
import { withWeightDecay } from "../optimizers/weight-decay";

/** What the parameters of later steps depend on. */
export interface ReplayState {
  step: number;
  theta: Float64Array;
  /** The state of the optimiser, see Optimizer. */
  optimizer: Float64Array[];
  /** The loss that was evaluated last on the way, as the run recorded it at that step; null at the start of it. */
  seen: { step: number; loss: number } | null;
}

/** The parameters of a run step by step, bit for bit, without its measurements. */
export class Replay {
  readonly #spec: Pick<ExperimentSpec, "optimizer" | "steps">;
  readonly #objective: Objective;
  readonly #optimizer: Optimizer;
  readonly #theta: Float64Array;
  readonly #gradient: Float64Array;
  #step = 0;
  #seen: ReplayState["seen"] = null;

  /**
   * @param objective without weight decay
   * @param start parameters at step 0
   */
  constructor(
    spec: Pick<ExperimentSpec, "optimizer" | "steps">,
    objective: Objective,
    start: Float64Array,
  ) {
    const { optimizer } = spec;
    this.#spec = spec;
    this.#objective = withWeightDecay(objective, optimizer.weightDecay);
    this.#optimizer = createOptimizer(optimizer, this.#objective);
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
    const loss = this.#objective.evaluate(this.#theta, this.#gradient);
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
