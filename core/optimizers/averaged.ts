/**
 * The threshold of momentum b on an exponential moving average of the gradient: that of Polyak's rule,
 * (2 + 2b)/η, with the step size multiplied by 1 − b.
 */
export function averagedThreshold(b: number, stepSize: number): number {
  return (2 + 2 * b) / ((1 - b) * stepSize);
}
