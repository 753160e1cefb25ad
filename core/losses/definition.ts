import type { Dataset } from "../data/dataset";
import type { Graph } from "../derivatives/graph";
import type { Coefficients, Node } from "../derivatives/operation";
import type { Definition } from "../schema/definition";
import type { LossMagnitude } from "./magnitude";
import type { LossTargets, SampleName } from "./targets";

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

/** What the targets of a data set are: so many classes, or numbers where that is null. */
export type TargetShape = Pick<
  Dataset,
  "classes" | "targetWidth" | "targetPositions"
>;

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
  /** Its value in PyTorch, of outputs f [n, outputs] and targets y as `targets` gives them. */
  readonly torch: string;
  /** Its name within a sentence, e.g. "squared error". */
  readonly inSentence: string;
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
  write<T>(graph: Graph<T>, inputs: LossInputs): LossNodes<T>;
}
