import type { Objective } from "../objective/objective";
import { SharpnessTracker } from "../spectrum/sharpness";
import { addScaled, dot, norm } from "../vector";
import {
  advanceDisplacement,
  coordinates,
  followProjection,
  predictedFrom,
  slopeAt,
} from "./displacement";
import { precisions, project, type Projected } from "./projection";
import { stageOf } from "./stages";

/** θ† with the displacement of the run from it, as it is and as it is predicted. */
export class ConstrainedTrajectory {
  readonly #predicted: Float64Array;
  readonly #plain: Float64Array;
  #isOpen = true;

  /** Projects θ onto M; null where the derivatives are not finite. */
  static *begin(
    objective: Objective,
    theta: Float64Array,
    stepSize: number,
    precision: "float64" | "float32",
  ): Generator<void, ConstrainedTrajectory | null> {
    const tracker = new SharpnessTracker(
      Math.min(2, theta.length),
      precision,
      0,
    );
    const dagger = theta.slice();
    const asked = precisions[precision];
    const at = yield* project(objective, dagger, stepSize, tracker, asked);
    if (!at) return null;
    return new ConstrainedTrajectory(
      objective,
      dagger,
      at,
      stepSize,
      precision,
      tracker,
    );
  }

  private constructor(
    private readonly objective: Objective,
    readonly theta: Float64Array,
    public at: Projected,
    private readonly stepSize: number,
    private readonly precision: "float64" | "float32",
    private readonly tracker: SharpnessTracker,
  ) {
    this.#predicted = new Float64Array(theta.length);
    this.#plain = new Float64Array(theta.length);
  }

  /** The prediction sets out from where the run is. */
  depart(theta: Float64Array) {
    this.#predicted.set(this.#displacement(theta));
    this.#plain.set(this.#predicted);
  }

  /** θ† and where the run and both predictions are beside it. */
  row(theta: Float64Array) {
    const { at } = this;
    const { point } = at;
    const v = this.#displacement(theta);
    const real = coordinates(at, v);
    const predicted = coordinates(at, this.#predicted);
    const plain = coordinates(at, this.#plain);
    const expected = predictedFrom(at, this.#predicted, this.stepSize);
    return {
      alpha: point.alpha,
      beta: point.beta,
      delta: point.delta,
      cosGamma: point.cosGamma,
      constrainedLoss: point.loss,
      constrainedSharpness: point.eigenvalues[0],
      constrainedSecond: point.eigenvalues[1] ?? NaN,
      constrainedExcess: at.excess,
      constrainedSlope: at.slope,
      active: at.isActive ? 1 : 0,
      overlap: point.overlap,
      x: real.x,
      y: real.y,
      stage: stageOf(real, point.delta) ?? NaN,
      displacement: norm(v),
      predictedX: predicted.x,
      predictedY: predicted.y,
      predictedLoss: expected.loss,
      predictedSharpness: expected.sharpness,
      displacementError: distance(v, this.#predicted),
      plainX: plain.x,
      plainY: plain.y,
      plainError: distance(v, this.#plain),
    };
  }

  /** One step of θ† and of both predictions. False where the derivatives are no longer finite. */
  *advance(): Generator<void, boolean> {
    const { at } = this;
    const eta = this.stepSize;
    const { x } = coordinates(at, this.#predicted);
    const slope = slopeAt(this.objective, this.theta, at.point.u, x);
    yield;
    advanceDisplacement(at, this.#predicted, eta, slope);
    yield;
    advanceDisplacement(at, this.#plain, eta, null);
    yield;
    this.dispose();
    addScaled(this.theta, -eta, at.point.gradient);
    const asked = precisions[this.precision];
    const next = yield* project(
      this.objective,
      this.theta,
      eta,
      this.tracker,
      asked,
    );
    if (!next) return false;
    this.#isOpen = true;
    this.at = next;
    if (next.isActive)
      for (const v of [this.#predicted, this.#plain])
        followProjection(at.point, v, eta);
    return true;
  }

  dispose() {
    if (this.#isOpen) this.at.linearization.dispose();
    this.#isOpen = false;
  }

  #displacement(theta: Float64Array): Float64Array {
    return theta.map((value, i) => value - this.theta[i]);
  }
}

function distance(a: Float64Array, b: Float64Array): number {
  const difference = a.slice();
  addScaled(difference, -1, b);
  return Math.sqrt(dot(difference, difference));
}
