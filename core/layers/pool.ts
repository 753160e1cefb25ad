import type { LayerSpec } from "../experiment/spec";
import type { LayerKind } from "./layer";
import { requireImage, width } from "./shape";

type Pool = Extract<LayerSpec, { type: "pool" }>;

/** The mean or the maximum of each window of size × size; rows and columns that fill no window are left out. */
export const pool: LayerKind<Pool> = {
  outputShape({ size }, input) {
    const [h, w, channels] = requireImage(input, "A pool layer");
    if (size > Math.min(h, w))
      throw new Error(
        `A pool of ${size} does not fit into an image of ${h} × ${w}.`,
      );
    return [Math.floor(h / size), Math.floor(w / size), channels];
  },
  forward(graph, { kind, size }, x, _parameters, [height, width, channels]) {
    const geometry = { height, width, channels, size };
    return kind === "max"
      ? graph.maxPool(x, geometry)
      : graph.meanPool(x, geometry);
  },
  numbersKept: (spec, input) =>
    3 * width(pool.outputShape(spec, input)) + width(input),
};
