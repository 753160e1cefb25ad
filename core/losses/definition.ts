import type { Dataset } from "../data/dataset";
import type { Jet } from "../model/jet";
import type { Definition } from "../schema/definition";
import type { Backend } from "../tensor/backend";
import type { LossMagnitude } from "./magnitude";
import type { LossTargets, SampleName } from "./targets";

/** A loss over n samples, as polynomials in t along a direction of parameter space. */
export interface Loss<T> {
  /** The loss at t = 0, from the outputs f [n, outputs]. */
  value(f: Jet<T>): number;
  /** Coefficient `k` of its gradient with respect to f. Orders come in turn, 0 first. */
  gradient(k: number, f: Jet<T>): T | null;
}

/** What the targets of a data set are: so many classes, or numbers where that is null. */
export type TargetShape = Pick<Dataset, "classes" | "targetWidth">;

export interface TargetProblem {
  message: string;
  suggestion: string;
  /** Whether it would be none if the targets were classes. */
  needsClasses: boolean;
}

/** All that the lab knows of a loss. */
export interface LossDefinition extends Definition {
  /** The loss factor for factor, in words: programs differ in a ½ or in a division by the number of outputs. */
  readonly convention: string;
  /** Which targets it is defined for, e.g. "The logistic loss needs targets of −1 or 1"; any where left out. */
  readonly requirement?: string;
  /** Whether targets that are numbers stand for classes, so that there is an accuracy. */
  readonly hasClasses?: boolean;
  /** Numbers that the network must give for targets of this width. */
  outputs(targetWidth: number): number;
  /** Why it is not defined for targets of this shape. @param source what the message calls the data */
  problem(data: TargetShape, source: string): TargetProblem | null;
  /** @throws LabFailure `bad-experiment` naming the sample where it is not defined for a target */
  targets(data: Dataset, sample?: SampleName): LossTargets;
  /** @param targets [samples, width], as `targets` gives them */
  magnitude(targets: Float64Array, width: number): LossMagnitude;
  /**
   * The loss against targets [rows, outputs], which may be a part of all samples.
   * @param samples the number n that the sum over all parts is divided by
   * @param sums of the rows of targets, in every column of them; null where all are 1
   */
  create<T>(
    be: Backend<T>,
    targets: T,
    samples: number,
    sums: T | null,
  ): Loss<T>;
}
