import type { LayerSpec } from "../experiment/spec";
import type { ConvGeometry } from "../tensor/backend";
import { weightsAndBias, type LayerKind } from "./layer";
import { requireImage, width, type Shape } from "./shape";

type Conv2d = Extract<LayerSpec, { type: "conv2d" }>;

/** y = x ∗ W + b with x [n, h·w·in] and kernels W [out][in][kh][kw]. */
export const conv2d: LayerKind<Conv2d> = {
  outputShape(spec, input) {
    const [h, w] = requireImage(input, "A conv2d layer");
    const { kernel, stride, padding } = spec;
    if (padding === "valid" && kernel > Math.min(h, w))
      throw new Error(
        `A kernel of ${kernel} does not fit into an image of ${h} × ${w} without padding.`,
      );
    const out = (size: number) =>
      padding === "same"
        ? Math.ceil(size / stride)
        : Math.floor((size - kernel) / stride) + 1;
    return [out(h), out(w), spec.filters];
  },
  parameters({ filters, kernel, bias }, input) {
    const area = kernel * kernel;
    const fanIn = input[2] * area;
    const weight = {
      rows: filters,
      columns: fanIn,
      fanIn,
      fanOut: filters * area,
    };
    return weightsAndBias(weight, bias);
  },
  forward: (graph, spec, x, [w, b], input) =>
    graph.conv2d(x, w, b ?? null, geometry(spec, input)),
  multiplications: (spec, input) =>
    width(conv2d.outputShape(spec, input)) *
    input[2] *
    spec.kernel *
    spec.kernel,
  numbersKept: (spec, input) => 2 * width(conv2d.outputShape(spec, input)),
};

/**
 * Padding `same` puts ⌈h/stride⌉ places in a column: of the zeros that takes, the smaller half comes first.
 */
function geometry(spec: Conv2d, input: Shape): ConvGeometry {
  const { filters, kernel, stride, padding } = spec;
  const [height, inWidth, channels] = input;
  const [outHeight, outWidth] = conv2d.outputShape(spec, input);
  const before = (size: number, places: number) =>
    padding === "valid"
      ? 0
      : Math.floor(Math.max((places - 1) * stride + kernel - size, 0) / 2);
  return {
    height,
    width: inWidth,
    channels,
    filters,
    kernel,
    stride,
    outHeight,
    outWidth,
    top: before(height, outHeight),
    left: before(inWidth, outWidth),
    padding,
  };
}
