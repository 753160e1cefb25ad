import type { Graph } from "../derivatives/graph";
import type { LossInputs, LossNodes } from "./loss";

/** L = 1/(2n)·Σ_samples Σ_outputs (f − y)²; its gradient with respect to f is (f − y)/n. */
export function meanSquaredError<T>(
  graph: Graph<T>,
  { outputs, targets, samples }: LossInputs,
): LossNodes<T> {
  const residual = graph.subtract(outputs, targets);
  return {
    gradient: graph.affine(residual, 1 / samples),
    value: (z) =>
      graph.be.dot(z[residual] as T, z[residual] as T) / (2 * samples),
  };
}
