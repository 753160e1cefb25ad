import type { Objective } from "../objective/objective";
import { addScaled } from "../vector";

/**
 * h·S up to which a step is stable on a quadratic of sharpness S: the positive root of R(−x) = 1 with the
 * growth factor R(z) = 1 + z + z²/2 + z³/6 + z⁴/24 + z⁵/120 + z⁶/600.
 */
export const stabilityLimit = 3.306567892634;

/** Evaluations of the gradient in a step: the seventh slope of one is the first of the next. */
export const evaluationsPerStep = 6;

/** Row i has the weights of slopes 1 … i+1 in the point where slope i+2 is taken; the last is θ(t+h). */
const weights = [
  [1 / 5],
  [3 / 40, 9 / 40],
  [44 / 45, -56 / 15, 32 / 9],
  [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
  [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
  [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
];

/** The method of order 5 minus the embedded one of order 4. */
const errorWeights = [
  71 / 57600,
  0,
  -71 / 16695,
  71 / 1920,
  -17253 / 339200,
  22 / 525,
  -1 / 40,
];

export interface FlowStep {
  /** θ(t+h), by the method of order 5. */
  theta: Float64Array;
  /** ∇L there. */
  gradient: Float64Array;
  /** θ(t+h) minus what the method of order 4 gives. */
  error: Float64Array;
  /** |g − g′|/|θ − θ′| over the last two points, both at t+h: about S where S limits the step. */
  curvature: number;
}

/**
 * One step of length h of dθ/dt = −∇L(θ) by the embedded pair of Dormand and Prince (1980), of order
 * 5 with an error of order 4. `gradient` is ∇L(θ). Yields after each evaluation.
 */
export function* dormandPrinceStep(
  objective: Pick<Objective, "evaluate">,
  theta: Float64Array,
  gradient: Float64Array,
  h: number,
): Generator<void, FlowStep> {
  const slopes = [gradient];
  let [last, before] = [theta, theta];
  for (const row of weights) {
    before = last;
    last = theta.slice();
    for (const [i, weight] of row.entries())
      if (weight !== 0) addScaled(last, -h * weight, slopes[i]);
    const slope = new Float64Array(theta.length);
    objective.evaluate(last, slope);
    yield;
    slopes.push(slope);
  }
  const error = new Float64Array(theta.length);
  for (const [i, weight] of errorWeights.entries())
    if (weight !== 0) addScaled(error, -h * weight, slopes[i]);
  return {
    theta: last,
    gradient: slopes[6],
    error,
    curvature: distance(slopes[6], slopes[5]) / distance(last, before),
  };
}

function distance(a: Float64Array, b: Float64Array) {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) * (a[i] - b[i]);
  return Math.sqrt(sum);
}
