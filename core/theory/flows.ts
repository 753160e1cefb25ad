import { GradientFlow } from "../optimizers/gradient-flow";
import type { Objective } from "../objective/objective";
import { SharpnessTracker } from "../spectrum/sharpness";
import { dot } from "../vector";
import { CentralFlow } from "./central-flow";
import type { TheoryRow } from "./columns";
import { precisions } from "./projection";

const lanes = [1, 2, 3, 4] as const;

/**
 * Gradient flow from where the analysis begins, and the central flow from the projection of that place
 * to the edge; without its columns where there is no such projection.
 */
export class Flows {
  readonly #flow: GradientFlow;
  readonly #stepSize: number;
  readonly #theta: Float64Array;
  readonly #tracker: SharpnessTracker;
  readonly #central: CentralFlow;
  /** Whether the central flow could begin; null before the first step. */
  #hasLanded: boolean | null = null;

  constructor(
    private readonly objective: Objective,
    theta: Float64Array,
    stepSize: number,
    private readonly precision: "float64" | "float32",
  ) {
    this.#flow = new GradientFlow(objective);
    this.#stepSize = stepSize;
    this.#theta = theta.slice();
    this.#tracker = new SharpnessTracker(1, precision, 0);
    this.#central = new CentralFlow(
      objective,
      theta.slice(),
      stepSize,
      precision,
    );
  }

  /** Where both are, and the run beside the central flow; then both go on by one step. */
  *advance(run: Float64Array): Generator<void, TheoryRow> {
    const at = this.objective.linearize(this.#theta);
    const flowLoss = at.loss;
    const gradient = at.gradient.slice();
    let flowSharpness = NaN;
    try {
      const { values } = yield* this.#tracker.measure(at);
      flowSharpness = values[0] ?? NaN;
    } finally {
      at.dispose();
    }
    yield* this.#flow.update(this.#theta, gradient, this.#stepSize);
    const row: TheoryRow = { flowLoss, flowSharpness };
    const asked = precisions[this.precision];
    this.#hasLanded ??= yield* this.#central.land(asked);
    if (!this.#hasLanded) return row;
    const v = run.slice();
    for (let i = 0; i < v.length; i++) v[i] -= this.#central.theta[i];
    const central = yield* this.#central.advance();
    if (!central) return row;
    for (const [i, lane] of lanes.entries()) {
      const u = central.vectors.at(i);
      if (!u) break;
      row[`lane${lane}`] = dot(u, v);
      row[`variance${lane}`] = central.variances[i];
    }
    return {
      ...row,
      centralLoss: central.meanLoss,
      centralSharpness: central.sharpness,
      centralVariance: central.trace,
      edgeCount: central.vectors.length,
      centralResidual: Math.max(central.infeasibility, central.gap),
    };
  }
}
