import type { Graph } from "../derivatives/graph";
import type { Coefficients, Node } from "../derivatives/operation";
import type { LossName } from "../experiment/spec";
import { crossEntropy } from "./cross-entropy";
import { logistic } from "./logistic";
import { meanSquaredError } from "./mse";

/** What a loss is written on. */
export interface LossInputs {
  /** Outputs f and targets y, [columns] for each sample. */
  outputs: Node;
  targets: Node;
  /** The sum of each row of y, in every column of it; null where all are 1. */
  sums: Node | null;
  /** The number n that the sum over the samples is divided by. */
  samples: number;
}

/** A loss on a graph: its gradient with respect to the outputs, written forward, and its value. */
export interface LossNodes<T> {
  /** [columns] for each sample. Its coefficients of higher order are those of the gradient. */
  gradient: Node;
  /** The loss at t = 0, from the coefficients of order 0. */
  value(z: Coefficients<T>): number;
}

export type WriteLoss = <T>(
  graph: Graph<T>,
  inputs: LossInputs,
) => LossNodes<T>;

export const losses: Record<LossName, WriteLoss> = {
  mse: meanSquaredError,
  "cross-entropy": crossEntropy,
  logistic,
};
