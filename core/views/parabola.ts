/** Steps of an optimiser on a parabola: what it does along an eigenvector of the Hessian while nothing else changes. */
import type { Objective } from "../objective/objective";
import {
  createOptimizer,
  optimizerOf,
  type OptimizerSpec,
} from "../optimizers/spec";
import { peakOf } from "../optimizers/step-size";

/** A step that is further out than this many times the first one is far enough to be seen. */
const far = 100;

/**
 * Places x_0 = 1, x_1, … of an optimiser on ½λx²; fewer where they leave for infinity.
 * @param curvature λ > 0; that of the loss with weight decay, and of P^−½HP^−½ where the optimiser is preconditioned
 * @param spec a step size that varies counts as its peak
 * @returns null for an optimiser whose steps depend on how long the gradient is, and not on the curvature alone. One
 *   that rescales each parameter has its rescaling held fixed: it would rescale the parabola away.
 */
export function stepsOnParabola(
  spec: OptimizerSpec,
  curvature: number,
  count: number,
): number[] | null {
  const { isPreconditioned, isMoving, threshold, held } = optimizerOf(spec);
  if ((isPreconditioned && !held) || isMoving || !threshold) return null;
  const stepSize = peakOf(spec.stepSize);
  const objective = parabola(curvature);
  const optimizer = held?.(spec, objective) ?? createOptimizer(spec, objective);
  const theta = Float64Array.of(1);
  const gradient = new Float64Array(1);
  const places = [1];
  for (let step = 0; step < count; step++) {
    objective.evaluate(theta, gradient);
    const work = optimizer.update(theta, gradient, stepSize);
    while (work && !work.next().done);
    const [x] = theta;
    if (!Number.isFinite(x)) break;
    places.push(x);
    if (Math.abs(x) > far) break;
  }
  return places;
}

function parabola(curvature: number): Objective {
  const loss = ([x]: Float64Array) => (curvature * x * x) / 2;
  const slope = ([x]: Float64Array) => Float64Array.of(curvature * x);
  return {
    size: 1,
    accuracy: null,
    lossError: 0,
    evaluate(theta, gradient) {
      gradient.set(slope(theta));
      return loss(theta);
    },
    linearize: (theta) => ({
      loss: loss(theta),
      gradient: slope(theta),
      hvp: slope,
      third: () => new Float64Array(1),
      dispose: () => undefined,
    }),
  };
}
