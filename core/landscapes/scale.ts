import type { Landscape } from "./definition";

/**
 * The scale of a landscape's loss where it starts: the most that it changes by when one variable moves
 * by 1. Losses that are not finite there do not count; 0 where there are no others.
 */
export function landscapeScale({ objective, theta }: Landscape): number {
  const gradient = new Float64Array(theta.length);
  const moved = theta.slice();
  const first = objective.evaluate(theta, gradient);
  let largest = 0;
  for (let i = 0; i < theta.length; i++)
    for (const step of [-1, 1]) {
      moved[i] = theta[i] + step;
      const change = Math.abs(objective.evaluate(moved, gradient) - first);
      if (Number.isFinite(change)) largest = Math.max(largest, change);
      moved[i] = theta[i];
    }
  return largest;
}
