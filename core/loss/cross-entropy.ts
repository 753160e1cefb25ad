import type { Graph } from "../derivatives/graph";
import type { LossInputs, LossNodes } from "./loss";

/**
 * L = −1/n·Σ y·log softmax(f) with targets y ≥ 0. With s the sum of a row of y, its gradient with respect to f is
 * (s·softmax(f) − y)/n.
 */
export function crossEntropy<T>(
  graph: Graph<T>,
  { outputs, targets, sums, samples }: LossInputs,
): LossNodes<T> {
  const p = graph.softmax(outputs);
  const weighted = sums === null ? p : graph.multiply(sums, p);
  const difference = graph.subtract(weighted, targets);
  const { be } = graph;
  return {
    gradient: graph.affine(difference, 1 / samples),
    value: (z) =>
      -be.dot(z[targets] as T, be.logSoftmax(z[outputs] as T)) / samples,
  };
}
