import type { Graph } from "../derivatives/graph";
import type { Node } from "../derivatives/operation";
import type { LossNodes } from "../losses/definition";

/** A network with its loss, written on a graph. */
export interface Network<T> {
  graph: Graph<T>;
  /** The nodes that data fill: inputs, targets and, where the loss takes them, the sums of their rows. */
  inputs: Node;
  targets: Node;
  sums: Node | null;
  outputs: Node;
  /** How many operations of the graph come before the loss. */
  depth: number;
  loss: LossNodes<T>;
}

/** Some of the samples, small enough to be worked on at once. */
export interface Chunk<T> {
  samples: number;
  /** [samples, inputs] */
  inputs: T;
  /** [samples, outputs] */
  targets: T;
  /** [samples, outputs]: the sum of each row of targets, in every column of it. */
  sums: T | null;
  /** Keeps order 0 for all products at a point; else it is computed again for each of them. */
  isKept: boolean;
}

/** A parameter vector as one tensor for each array. */
export function uploadParameters<T>(
  graph: Graph<T>,
  vector: Float64Array,
): T[] {
  let offset = 0;
  return graph.parameters.map((node) => {
    const { rows, columns } = graph.shape(node);
    const values = vector.subarray(offset, (offset += rows * columns));
    return graph.be.upload(values, rows, columns);
  });
}
