import type { LayerSpec } from "../experiment/spec";
import type { LayerKind } from "./layer";
import { width } from "./shape";

/** Makes numbers of an image; in memory it is a row of numbers already. */
export const flatten: LayerKind<Extract<LayerSpec, { type: "flatten" }>> = {
  outputShape: (_spec, input) => [width(input)],
  forward: (_graph, _spec, x) => x,
  numbersKept: () => 0,
};
