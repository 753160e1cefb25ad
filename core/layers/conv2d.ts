import type { z } from "zod";
import { flag, limits, oneOf, whole } from "../schema/fields";
import type { ConvGeometry } from "../tensor/backend";
import { grouped } from "../text/grouped";
import { defineLayer, torchWeightAndBias, weightsAndBias } from "./definition";
import { ownInit } from "./layer-init";
import { requireImage, ShapeMismatch, width, type Shape } from "./shape";

const fields = {
  filters: whole("Filters", 1, limits.filters.max),
  kernel: whole(
    { label: "Kernel", help: "Height and width." },
    1,
    limits.kernel.max,
  ).default(3),
  /** `same` keeps the size at stride 1, with zeros around; `valid` uses no zeros. */
  padding: oneOf(
    {
      label: "Padding",
      choices: { same: "Same size, zeros around", valid: "None" },
    },
    ["same", "valid"],
  ).default("same"),
  stride: whole("Stride", 1, limits.stride.max).default(1),
  bias: flag({ label: "Bias", setting: "conv2d bias" }).default(true),
  init: ownInit,
};

type Spec = z.output<z.ZodObject<typeof fields>>;

/** y = x ∗ W + b with x [n, h·w·in] and square kernels W [out][in][kh][kw]. */
export const conv2d = defineLayer({
  name: "conv2d",
  label: "Convolution",
  synonyms: ["conv", "convolution"],
  fields,
  first: { filters: 8 },
  convolves: true,
  describe: ({ filters, kernel }) => `${filters} filters ${kernel}×${kernel}`,
  title: ({ filters, kernel }) =>
    `Convolution, ${grouped(filters)} of ${kernel} × ${kernel}`,
  outputShape,
  parameters({ filters, kernel, bias, init }, input) {
    const area = kernel * kernel;
    const fanIn = input[2] * area;
    const fanOut = filters * area;
    const dimensions = [filters, input[2], kernel, kernel];
    const size = { rows: filters, columns: fanIn, dimensions };
    return weightsAndBias({ ...size, fanIn, fanOut, init }, bias);
  },
  forward: (graph, spec, x, [w, b], input) =>
    graph.conv2d(x, w, b ?? null, geometry(spec, input)),
  torch(spec, input) {
    const { filters, kernel, stride, padding, bias } = spec;
    const [height, inWidth, channels] = input;
    const { top, left, outHeight, outWidth } = geometry(spec, input);
    const isSame = padding === "same";
    // PyTorch pads to the same size by itself at stride 1 alone, and warns of even kernels.
    const isOwn = stride === 1 && kernel % 2 === 1;
    const bottom = (outHeight - 1) * stride + kernel - height - top;
    const right = (outWidth - 1) * stride + kernel - inWidth - left;
    const isPadded = isSame && !isOwn && top + left + bottom + right > 0;
    const zeros = [left, right, top, bottom].map((n) => Math.max(n, 0));
    const options = [
      ...(stride > 1 ? [`stride=${stride}`] : []),
      ...(isSame && isOwn ? ['padding="same"'] : []),
      ...(bias ? [] : ["bias=False"]),
    ];
    return [
      ...(isPadded ? [{ code: `nn.ZeroPad2d((${zeros.join(", ")}))` }] : []),
      {
        code: `nn.Conv2d(${[channels, filters, kernel, ...options].join(", ")})`,
        parameters: torchWeightAndBias(
          [filters, channels, kernel, kernel],
          bias,
        ),
      },
    ];
  },
  multiplications: (spec, input) =>
    width(outputShape(spec, input)) * input[2] * spec.kernel * spec.kernel,
  numbersKept: (spec, input) => 2 * width(outputShape(spec, input)),
});

function outputShape(
  { filters, kernel, stride, padding }: Spec,
  input: Shape,
): Shape {
  const [h, w] = requireImage(input, "A conv2d layer");
  if (padding === "valid" && kernel > Math.min(h, w))
    throw new ShapeMismatch(
      `A kernel of ${kernel} does not fit into an image of ${h} × ${w} without padding.`,
    );
  const out = (size: number) =>
    padding === "same"
      ? Math.ceil(size / stride)
      : Math.floor((size - kernel) / stride) + 1;
  return [out(h), out(w), filters];
}

/** Padding `same` puts ⌈h/stride⌉ places in a column: of the zeros that takes, the smaller half comes first. */
function geometry(spec: Spec, input: Shape): ConvGeometry {
  const { kernel, stride, padding } = spec;
  const [height, inWidth, channels] = input;
  const [outHeight, outWidth, filters] = outputShape(spec, input);
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
