import { addScaled } from "../vector";
import { Velocity } from "./velocity";

/** Steps along an exponential moving average of the gradient: m ← bm + (1−b)g; θ ← θ − ηm. */
export function averagedDescent(size: number, b: number): Velocity {
  return new Velocity(size, b, 1 - b, (theta, eta, m) =>
    addScaled(theta, -eta, m),
  );
}

/**
 * The threshold of momentum b on an exponential moving average of the gradient: that of Polyak's rule,
 * (2 + 2b)/η, with the step size multiplied by 1 − b.
 */
export function averagedThreshold(b: number, stepSize: number): number {
  return (2 + 2 * b) / ((1 - b) * stepSize);
}
