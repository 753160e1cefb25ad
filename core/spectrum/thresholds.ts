/**
 * The curvature above which an optimiser is unstable on a quadratic. For gradient descent with
 * step size η it is 2/η: the update multiplies an eigendirection by 1 − ηλ, and |1 − ηλ| > 1 iff
 * λ > 2/η.
 */
export function stabilityThreshold(optimizer: {
  kind: "gd";
  stepSize: number;
}): number {
  return 2 / optimizer.stepSize;
}
