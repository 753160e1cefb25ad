import type { LayerSpec } from "../experiment/spec";
import { weightsAndBias, type LayerKind } from "./layer";
import { width } from "./shape";

/** y = x·Wᵀ + b with x [n, in], W [out, in], b [1, out]. It flattens what reaches it. */
export const dense: LayerKind<Extract<LayerSpec, { type: "dense" }>> = {
  outputShape: ({ units }) => [units],
  parameters({ units, bias }, input) {
    const fanIn = width(input);
    const weight = { rows: units, columns: fanIn, fanIn, fanOut: units };
    return weightsAndBias(weight, bias);
  },
  forward: (graph, _spec, x, [w, b]) => graph.dense(x, w, b ?? null),
  multiplications: ({ units }, input) => width(input) * units,
  numbersKept: ({ units }) => 2 * units,
};
