import type { Graph } from "../derivatives/graph";
import type { Node } from "../derivatives/operation";
import { isSequence, rowWidth, type Shape } from "./shape";

/** The positions of sequences as rows of their own: [n, positions·width] → [n·positions, width]. */
export function rowsOf<T>(graph: Graph<T>, x: Node, input: Shape): Node {
  return isSequence(input) ? graph.reshape(x, rowWidth(input)) : x;
}

/** Works on each position of a sequence, or on whole samples of any other shape; one sample a row again. */
export function eachRow<T>(
  graph: Graph<T>,
  x: Node,
  input: Shape,
  work: (rows: Node) => Node,
): Node {
  const y = work(rowsOf(graph, x, input));
  const { rows, columns } = graph.shape(y);
  return rows === 1 ? y : graph.reshape(y, rows * columns);
}
