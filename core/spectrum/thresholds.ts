import type { OptimizerSpec } from "../experiment/spec";

/**
 * The curvature above which an optimiser is unstable on a quadratic: where its update along an
 * eigendirection with eigenvalue λ, linear in θ and the velocity, has a root of modulus 1. For
 * gradient descent with step size η that is |1 − ηλ| = 1, so 2/η. Of rmsprop and adam it holds for
 * the eigenvalues of the preconditioned Hessian P^−½HP^−½; with weight decay w for those of H + wI.
 * Gradient flow is stable at every curvature: 2/η is the reference there, what gradient descent with
 * its recording interval η would bear.
 */
export function stabilityThreshold(optimizer: OptimizerSpec): number {
  const { stepSize } = optimizer;
  switch (optimizer.kind) {
    case "gd":
    case "rmsprop":
    case "gradient-flow":
      return 2 / stepSize;
    case "polyak":
      return (2 + 2 * optimizer.momentum) / stepSize;
    case "nesterov": {
      const { momentum } = optimizer;
      return (2 + 2 * momentum) / ((1 + 2 * momentum) * stepSize);
    }
    case "ema":
      return averaged(optimizer.momentum, stepSize);
    case "adam":
      return averaged(optimizer.beta1, stepSize);
  }
}

/** The same as people write it. */
export function thresholdFormula(kind: OptimizerSpec["kind"]): string {
  switch (kind) {
    case "gd":
    case "rmsprop":
    case "gradient-flow":
      return "2/η";
    case "polyak":
      return "(2+2b)/η";
    case "nesterov":
      return "(2+2b)/((1+2b)η)";
    case "ema":
      return "(2+2b)/((1−b)η)";
    case "adam":
      return "(2+2β₁)/((1−β₁)η)";
  }
}

/** Momentum on an average: Polyak's rule with its step size multiplied by 1 − b. */
function averaged(b: number, stepSize: number) {
  return (2 + 2 * b) / ((1 - b) * stepSize);
}
