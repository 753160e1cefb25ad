import { sigmoid } from "../derivatives/functions";
import type { Graph } from "../derivatives/graph";
import type { LossInputs, LossNodes } from "./loss";

/**
 * L = 1/n·Σ log(1 + e^−yf) with targets y = ±1; its gradient with respect to f is −y·σ(−yf)/n.
 */
export function logistic<T>(
  graph: Graph<T>,
  { outputs, targets, samples }: LossInputs,
): LossNodes<T> {
  const opposed = graph.affine(graph.multiply(targets, outputs), -1);
  const slope = graph.multiply(targets, graph.apply(sigmoid, opposed));
  const { be } = graph;
  return {
    gradient: graph.affine(slope, -1 / samples),
    value(z) {
      const y = z[targets] as T;
      return be.dot(be.multiply(y, y), be.softplus(z[opposed] as T)) / samples;
    },
  };
}
