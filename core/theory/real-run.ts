import type { Objective } from "../objective/objective";
import { unitRoundoff } from "../rounding";
import { SharpnessTracker } from "../spectrum/sharpness";
import { addScaled, norm } from "../vector";
import { descentLemma } from "./descent-lemma";
import { edgePoint } from "./edge-point";

/** The run itself: gradient descent with what is measured along it. */
export class RealRun {
  readonly #tracker: SharpnessTracker;
  readonly #roundoff: number;
  readonly #gradient: Float64Array;
  #loss: number;
  /** How far rounding may put it off. */
  #lossError: number;

  /** @param theta where it begins; moved in place */
  constructor(
    private readonly objective: Objective,
    readonly theta: Float64Array,
    private readonly stepSize: number,
    precision: "float64" | "float32",
  ) {
    this.#tracker = new SharpnessTracker(1, precision, 0);
    this.#roundoff = unitRoundoff[precision];
    this.#gradient = new Float64Array(theta.length);
    this.#loss = objective.evaluate(theta, this.#gradient);
    this.#lossError = objective.lossError;
  }

  /** Adds a vector to θ. */
  push(factor: number, direction: Float64Array) {
    addScaled(this.theta, factor, direction);
    this.#evaluate();
  }

  /** Goes on from parameters that the run is known to have had. */
  land(theta: Float64Array) {
    this.theta.set(theta);
    this.#evaluate();
  }

  #evaluate() {
    this.#loss = this.objective.evaluate(this.theta, this.#gradient);
    this.#lossError = this.objective.lossError;
  }

  /**
   * Loss and spectrum at θ, and with ∇S progressive sharpening as well; null where they are not
   * finite. Yields after each Hessian-vector product.
   */
  *measure(withSharpening: boolean) {
    if (!Number.isFinite(this.#loss)) return null;
    const at = this.objective.linearize(this.theta);
    try {
      const pairs = withSharpening
        ? yield* edgePoint(at, this.#tracker, this.theta, this.#roundoff)
        : yield* this.#tracker.measure(at);
      if (!pairs) return null;
      const [values, sharpening] =
        "alpha" in pairs
          ? [pairs.eigenvalues, pick(pairs)]
          : [pairs.values, null];
      if (values.length === 0) return null;
      return {
        loss: this.#loss,
        sharpness: values[0],
        residual: pairs.residuals[0],
        ...sharpening,
      };
    } finally {
      at.dispose();
    }
  }

  /**
   * One step; answers with what the descent lemma says of it, for the sharpness at its start, and with
   * the change that came, NaN where it is within the rounding errors of both losses.
   */
  descend(sharpness = NaN) {
    const before = this.#loss;
    const error = this.#lossError;
    const gradNorm = norm(this.#gradient);
    this.push(-this.stepSize, this.#gradient);
    const moved = this.#loss - before;
    const rounding = error + this.#lossError;
    const change = Math.abs(moved) > rounding ? moved : NaN;
    return descentLemma(this.stepSize, sharpness, gradNorm, change);
  }
}

function pick({
  alpha,
  beta,
  delta,
  cosGamma,
}: Record<"alpha" | "beta" | "delta" | "cosGamma", number>) {
  return { alpha, beta, delta, cosGamma };
}
