import type { ExperimentSpec } from "../experiment/spec";
import type { Objective, Samples } from "../objective/objective";
import type { Optimizer } from "../optimizers/optimizer";
import { createOptimizer } from "../optimizers/spec";
import { stepSizeAt } from "../optimizers/step-size";
import { withWeightDecay } from "../optimizers/weight-decay";
import { legsOf, type Fork } from "./fork";
import { miniBatchOf, type MiniBatch } from "./mini-batch";

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

/** Steps by one experiment. */
interface OpenLeg {
  until: number;
  spec: Pick<ExperimentSpec, "optimizer" | "batch" | "steps">;
  /** What updates descend. */
  loss: Objective;
  /** The same where it is another loss at each step. */
  batch: MiniBatch | null;
  optimizer: Optimizer;
}

/** The parameters of a run step by step, bit for bit, without its measurements. */
export class Replay {
  readonly #legs: OpenLeg[];
  #leg: OpenLeg;
  readonly #theta: Float64Array;
  readonly #gradient: Float64Array;
  #step = 0;
  #seen: ReplayState["seen"] = null;

  /**
   * @param objective without weight decay
   * @param start parameters at step 0
   * @param from.fork of a run that is one: the steps before it are those of other experiments
   * @param from.samples the training samples; needed for mini-batches
   */
  constructor(
    spec: OpenLeg["spec"],
    objective: Objective,
    start: Float64Array,
    {
      fork = null,
      samples = null,
    }: { fork?: Fork | null; samples?: Samples | null } = {},
  ) {
    this.#legs = [...legsOf(fork), { until: Infinity, spec }].map((leg) => {
      const { weightDecay } = leg.spec.optimizer;
      const batch = miniBatchOf(leg.spec.batch, samples, weightDecay);
      const loss = batch ?? withWeightDecay(objective, weightDecay);
      const optimizer = createOptimizer(leg.spec.optimizer, loss);
      return { ...leg, loss, batch, optimizer };
    });
    this.#leg = this.#legAt(0);
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
      optimizer: this.#leg.optimizer.state(),
      seen: this.#seen,
    };
  }

  restore({ step, theta, optimizer, seen }: ReplayState) {
    this.#step = step;
    this.#theta.set(theta);
    this.#leg = this.#legAt(step);
    this.#leg.optimizer.restore(optimizer);
    this.#seen = seen;
  }

  /** θ_t → θ_{t+1}; yields where an update takes long, and must be driven to its end. */
  *advance(): Generator<void> {
    const { loss: descended, batch, optimizer: rule, spec } = this.#leg;
    batch?.use(this.#step);
    const loss = descended.evaluate(this.#theta, this.#gradient);
    this.#seen = { step: this.#step, loss };
    const stepSize = stepSizeAt(
      spec.optimizer.stepSize,
      this.#step,
      spec.steps,
    );
    const updating = rule.update(this.#theta, this.#gradient, stepSize);
    if (updating) yield* updating;
    this.#step++;
    while (this.#step === this.#leg.until) this.#enter();
  }

  /** Goes on by the next experiment, with what the optimiser remembers where it is of the same kind. */
  #enter() {
    const before = this.#leg;
    const next = this.#legs[this.#legs.indexOf(before) + 1];
    this.#leg = next;
    if (before.spec.optimizer.kind === next.spec.optimizer.kind)
      next.optimizer.restore(before.optimizer.state());
  }

  #legAt(step: number): OpenLeg {
    const leg = this.#legs.find(({ until }) => step < until);
    if (!leg) throw new Error(`No experiment has step ${step}.`);
    return leg;
  }
}
