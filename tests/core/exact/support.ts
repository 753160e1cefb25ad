import type { Objective } from "../../../core/objective/objective";
import { GradientDescent } from "../../../core/optimizers/gd";
import { denseSpectrum } from "../../../core/spectrum/dense";
import { finish } from "../support";

/** θ after each of the steps of gradient descent, the start first. */
export function descend(
  { objective, theta }: { objective: Objective; theta: Float64Array },
  stepSize: number,
  steps: number,
): Float64Array[] {
  const descent = new GradientDescent();
  const gradient = new Float64Array(objective.size);
  const path = [theta.slice()];
  const at = theta.slice();
  for (let t = 0; t < steps; t++) {
    objective.evaluate(at, gradient);
    descent.update(at, gradient, stepSize);
    path.push(at.slice());
  }
  return path;
}

export function spectrumAt(objective: Objective, theta: Float64Array) {
  const at = objective.linearize(theta);
  const spectrum = finish(denseSpectrum(at));
  at.dispose();
  return spectrum;
}

export const distance = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.hypot(...Array.from(a, (x, i) => x - b[i]));
