import type { LossName } from "../experiment/spec";
import type { Jet } from "../model/jet";
import type { Backend } from "../tensor/backend";
import { CrossEntropy } from "./cross-entropy";
import { Logistic } from "./logistic";
import { MeanSquaredError } from "./mse";

/** A loss over n samples, as polynomials in t along a direction of parameter space. */
export interface Loss<T> {
  /** The loss at t = 0, from the outputs f [n, outputs]. */
  value(f: Jet<T>): number;
  /** Coefficient `k` of its gradient with respect to f. Orders come in turn, 0 first. */
  gradient(k: number, f: Jet<T>): T | null;
}

/**
 * A loss against targets [rows, outputs], which may be a part of all samples.
 * @param samples the number n that the sum over all parts is divided by
 * @param sums of the rows of targets, in every column of them; null where all are 1
 */
export function createLoss<T>(
  be: Backend<T>,
  name: LossName,
  targets: T,
  samples: number,
  sums: T | null,
): Loss<T> {
  switch (name) {
    case "mse":
      return new MeanSquaredError(be, targets, samples);
    case "cross-entropy":
      return new CrossEntropy(be, targets, samples, sums);
    case "logistic":
      return new Logistic(be, targets, samples);
  }
}
