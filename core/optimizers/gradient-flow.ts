import { pow } from "../math/power";
import type { Objective } from "../objective/objective";
import { between } from "../schema/fields";
import { grouped } from "../text/grouped";
import { addScaled } from "../vector";
import { defineOptimizer } from "./definition";
import {
  dormandPrinceStep,
  evaluationsPerStep,
  stabilityLimit,
} from "./dormand-prince";
import type { Optimizer } from "./optimizer";

/** Relative tolerance of a step where none is asked for. */
const defaultTolerance = 1e-7;
/** The same for a loss with kinks. In floating point this is 9.999999999999999e-6, which runs have kept. */
const kinkedTolerance = 100 * defaultTolerance;
/** The absolute tolerance is this share of the relative one. */
const absoluteShare = 1e-2;

/** Exponents of the step size control with memory (PI control, Gustafsson 1991; as in Hairer's DOPRI5). */
const [integral, proportional] = [0.17, 0.04];
const safety = 0.9;
const [leastFactor, mostFactor] = [0.2, 5];
/** Errors below this are no reason to remember them. */
const leastError = 1e-4;
/** Below this share of η the steps come to nothing: the flow ends at a finite time. */
const leastStep = 1e-13;
/** Inner steps of an update from which on gradient flow counts as stiff: fewer cost little. */
const stiffSteps = 15;
/** h·S beyond which no step resolves the decay along the sharpest direction: it is stable at most. */
const unresolved = 2;

/**
 * Gradient flow dθ/dt = −∇L(θ): each update goes on by the time η, so that record t is at time
 * η·t as in gradient descent. Within it the method of Dormand and Prince takes as many steps as keep
 * the error of each within the tolerance, as the root mean square over the parameters of
 * error_i / (absolute + relative·|θ_i|). Where the flow ends before the next record, θ becomes NaN.
 */
export class GradientFlow implements Optimizer {
  readonly #objective: Objective;
  readonly #relative: number;
  /** The step to try next; 0 before the first. */
  #next = 0;
  #lastError = leastError;
  #hasTold = false;
  /** Of the last update: its steps, those that stability limited, and the largest curvature at these. */
  #steps = 0;
  #limited = 0;
  #curvature = 0;

  constructor(objective: Objective, tolerance = defaultTolerance) {
    this.#objective = objective;
    this.#relative = tolerance;
  }

  *update(
    theta: Float64Array,
    gradient: Float64Array,
    stepSize: number,
  ): Generator<void> {
    let rest = stepSize;
    let slope = gradient;
    this.#steps = this.#limited = this.#curvature = 0;
    if (this.#next === 0)
      this.#next = yield* this.#first(theta, slope, stepSize);
    while (rest > 0) {
      // Equal steps over what is left: none is cut down to a sliver at its end.
      const count = Math.max(1, Math.ceil(rest / this.#next));
      const h = rest / count;
      if (h < leastStep * stepSize) {
        theta.fill(NaN);
        return;
      }
      const step = yield* dormandPrinceStep(this.#objective, theta, slope, h);
      if (!this.#accept(h, this.#size(step.error, theta, step.theta))) continue;
      theta.set(step.theta);
      slope = step.gradient;
      rest = count === 1 ? 0 : rest - h;
      this.#steps++;
      if (h * step.curvature > unresolved) {
        this.#limited++;
        this.#curvature = Math.max(this.#curvature, step.curvature);
      }
    }
  }

  event(step: number) {
    if (this.#hasTold || this.#limited < stiffSteps) return null;
    this.#hasTold = true;
    return {
      kind: "stiff" as const,
      value: this.#curvature,
      message: `Gradient flow is stiff from step ${grouped(step)} on: stability (h·S below ${stabilityLimit.toFixed(1)}) limits its inner steps, not the tolerance. This record took ${this.#steps} of them, with ${evaluationsPerStep} evaluations each.`,
    };
  }

  state() {
    return [
      Float64Array.of(this.#next, this.#lastError),
      Float64Array.of(this.#hasTold ? 1 : 0),
    ];
  }

  /** Earlier versions kept an eigenvector and nothing else: the steps begin anew. */
  restore([steps, told]: Float64Array[]) {
    [this.#next, this.#lastError] = told ? steps : [0, leastError];
    this.#hasTold = told?.[0] === 1;
  }

  /** Whether a step is good; sets the next one to try. */
  #accept(h: number, error: number) {
    const isGood = error <= 1;
    const wanted = safety / pow(error, integral);
    const factor = isGood
      ? wanted * pow(this.#lastError, proportional)
      : Math.min(1, wanted);
    // NaN where the loss is not finite at some point of the step.
    const bounded = Math.min(mostFactor, Math.max(leastFactor, factor));
    this.#next = h * (Number.isNaN(bounded) ? leastFactor : bounded);
    if (isGood) this.#lastError = Math.max(error, leastError);
    return isGood;
  }

  /** Root mean square of a difference, in units of the tolerance at θ or another point. */
  #size(of: Float64Array, theta: Float64Array, other = theta) {
    let sum = 0;
    for (let i = 0; i < of.length; i++) {
      const size = Math.max(Math.abs(theta[i]), Math.abs(other[i]));
      const share = of[i] / (this.#relative * (absoluteShare + size));
      sum += share * share;
    }
    return Math.sqrt(sum / of.length);
  }

  /** A step to begin with, from the slope and its change over a small one (Hairer, II.4). */
  *#first(
    theta: Float64Array,
    slope: Float64Array,
    stepSize: number,
  ): Generator<void, number> {
    const size = this.#size(theta, theta);
    const speed = this.#size(slope, theta);
    const isFlat = !(size > 1e-5 && speed > 1e-5);
    const small = Math.min(isFlat ? 1e-6 : (0.01 * size) / speed, stepSize);
    const there = theta.slice();
    addScaled(there, -small, slope);
    const change = new Float64Array(theta.length);
    this.#objective.evaluate(there, change);
    yield;
    addScaled(change, -1, slope);
    const bend = Math.max(speed, this.#size(change, theta) / small);
    const step = bend > 1e-15 ? pow(0.01 / bend, 0.2) : stepSize;
    return Math.min(100 * small, step, stepSize) || stepSize;
  }
}

export const gradientFlow = defineOptimizer({
  name: "gradient-flow",
  label: "Gradient flow",
  synonyms: ["flow", "gradflow"],
  fields: {
    tolerance: between(
      {
        label: "Tolerance",
        help: "The relative tolerance of each inner step. If empty, 1e-7, or 1e-5 if the loss has kinks.",
      },
      1e-12,
      1e-2,
    ).optional(),
  },
  update: "dθ/dt = −∇L, recorded at t = η · step",
  thresholdFormula: "2/η",
  isLong: true,
  isFlow: true,
  /** What gradient descent with the recording interval η would bear. */
  threshold: (_, { stepSize }) => 2 / stepSize,
  describe: ({ tolerance }) =>
    `Gradient flow, recorded at t = η·step, tolerance ${tolerance}`,
  inSentence: "gradient flow",
  details: ({ tolerance }) => [`tolerance ${tolerance}`],
  noTorch:
    "PyTorch has no integrator of differential equations, which gradient flow needs.",
  create: ({ tolerance }, objective) => new GradientFlow(objective, tolerance),
  /**
   * Across a kink of the loss the error of a step falls like its length, not like the fifth power: a
   * tight tolerance takes a hundred times the steps of a loose one there.
   */
  complete: (spec, { hasKinks }) => ({
    ...spec,
    tolerance:
      spec.tolerance ?? (hasKinks ? kinkedTolerance : defaultTolerance),
  }),
  /** With an explicit method h·S has to stay below the limit of stability, however slowly θ moves. */
  warning: (stepSize, sharpness) => {
    const steps = Math.ceil((stepSize * sharpness) / stabilityLimit);
    if (!(steps >= stiffSteps)) return null;
    const evaluations = steps * evaluationsPerStep;
    return {
      kind: "stiff",
      value: sharpness,
      message: `Gradient flow is stiff at the start: as long as η·S is ${grouped(Math.round(stepSize * sharpness))} each record takes about ${grouped(steps)} inner steps, ${grouped(evaluations)} evaluations of the gradient. Fewer records or a smaller step size make the run shorter.`,
    };
  },
});
