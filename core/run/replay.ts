import type { ExperimentSpec } from "../experiment/spec";
import type { Objective } from "../objective/objective";
import type { Optimizer } from "../optimizers/optimizer";
import { createOptimizer } from "../optimizers/spec";
import { stepSizeAt } from "../optimizers/step-size";
import { withWeightDecay } from "../optimizers/weight-decay";
import { legsOf, type Fork } from "./fork";

/** What the parameters of later steps depend on. */
export interface ReplayState {
  step: number;
  theta: Float64Array;
  /** The state of the optimiser, see Optimizer. */
  optimizer: Float64Array[];
  /** The loss that was evaluated last on the way, as the run recorded it at that step; null at the start of it. */
  seen: { step: number; loss: number } | null;
}

/** Steps by one experiment. */
interface OpenLeg {
  until: number;
  spec: Pick<ExperimentSpec, "optimizer" | "steps">;
  /** With weight decay. */
  objective: Objective;
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
   * @param fork of a run that is one: the steps before it are those of other experiments
   */
  constructor(
    spec: OpenLeg["spec"],
    objective: Objective,
    start: Float64Array,
    fork: Fork | null = null,
  ) {
    this.#legs = [...legsOf(fork), { until: Infinity, spec }].map((leg) => {
      const { optimizer } = leg.spec;
      const decayed = withWeightDecay(objective, optimizer.weightDecay);
      const rule = createOptimizer(optimizer, decayed);
      return { ...leg, objective: decayed, optimizer: rule };
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
    const { objective, optimizer: rule, spec } = this.#leg;
    const loss = objective.evaluate(this.#theta, this.#gradient);
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
