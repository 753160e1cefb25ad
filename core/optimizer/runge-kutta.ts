import type { Objective } from "../objective/objective";
import { addScaled } from "../vector";

/**
 * One step of length h of dθ/dt = −∇L(θ) by the classical Runge–Kutta method of order 4, in place.
 * `gradient` is ∇L at the start. Yields after each of its three further evaluations.
 */
export function* rungeKuttaStep(
  objective: Pick<Objective, "evaluate">,
  theta: Float64Array,
  gradient: Float64Array,
  h: number,
): Generator<void> {
  const start = theta.slice();
  const sum = gradient.slice();
  let slope = gradient;
  for (const [reach, weight] of [
    [h / 2, 2],
    [h / 2, 2],
    [h, 1],
  ]) {
    theta.set(start);
    addScaled(theta, -reach, slope);
    slope = new Float64Array(theta.length);
    objective.evaluate(theta, slope);
    yield;
    addScaled(sum, weight, slope);
  }
  theta.set(start);
  addScaled(theta, -h / 6, sum);
}
