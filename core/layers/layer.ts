import type { Graph } from "../derivatives/graph";
import type { Node } from "../derivatives/operation";
import type { Shape } from "./shape";

/** One trainable array of a layer, [rows, columns] row-major in the flat parameter vector. */
export interface ParameterShape {
  kind: "weight" | "bias";
  rows: number;
  columns: number;
  /** Inputs that one output of the layer sums over. */
  fanIn: number;
  /** Outputs that one input of the layer goes into. */
  fanOut: number;
}

/** What a kind of layer is; `input` is the shape of what reaches it. */
export interface LayerKind<Spec> {
  /** @throws Error with a sentence about the layer where the two do not fit */
  outputShape(spec: Spec, input: Shape): Shape;
  /** Its trainable arrays in the order of the flat parameter vector; none where it is left out. */
  parameters?(spec: Spec, input: Shape): ParameterShape[];
  /** Writes it on a graph, on rows x that are one sample each. */
  forward<T>(
    graph: Graph<T>,
    spec: Spec,
    x: Node,
    parameters: Node[],
    input: Shape,
  ): Node;
  /** Multiplications of a forward sweep for one sample; none where it is left out. */
  multiplications?(spec: Spec, input: Shape): number;
  /** Numbers that order 0 keeps for one sample: values, slopes and gradients. */
  numbersKept(spec: Spec, input: Shape): number;
}

/** Weights [rows, columns], then biases where the layer has them. */
export function weightsAndBias(
  weight: Omit<ParameterShape, "kind">,
  bias: boolean,
): ParameterShape[] {
  const shape = { ...weight, kind: "weight" } as const;
  if (!bias) return [shape];
  return [shape, { ...shape, kind: "bias", rows: 1, columns: weight.rows }];
}
