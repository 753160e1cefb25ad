import type { LayerSpec } from "../../experiment/spec";
import type { Backend, ConvGeometry } from "../../tensor/backend";
import { cauchy } from "../jet";
import type { Layer, LayerPoint, ParameterShape } from "../layer";
import { outputShape, width, type Shape } from "../shape";

type ConvSpec = Extract<LayerSpec, { type: "conv2d" }>;

/** The trainable arrays of a convolution: kernels [out][in][kh][kw], then biases. */
export function conv2dParameters(
  { filters, kernel, bias }: ConvSpec,
  input: Shape,
): ParameterShape[] {
  const area = kernel * kernel;
  const fanIn = input[2] * area;
  const weight = {
    kind: "weight",
    rows: filters,
    columns: fanIn,
    fanIn,
    fanOut: filters * area,
  } as const;
  if (!bias) return [weight];
  return [weight, { ...weight, kind: "bias", rows: 1, columns: filters }];
}

/**
 * y = x ∗ W + b with x [n, h·w·in]. Padding `same` puts ⌈h/stride⌉ places in a column: of the zeros
 * that takes, the smaller half comes first.
 */
export class Conv2d<T> implements Layer<T> {
  readonly parameters: ParameterShape[];
  readonly width: number;
  readonly #be: Backend<T>;
  readonly #geometry: ConvGeometry;

  constructor(be: Backend<T>, spec: ConvSpec, input: Shape) {
    this.#be = be;
    this.parameters = conv2dParameters(spec, input);
    const output = outputShape(spec, input);
    this.width = width(output);
    this.#geometry = geometry(spec, input, output);
  }

  forward(k: number, { x, parameters: [w, b] }: LayerPoint<T>) {
    return cauchy(this.#be, k, x, w, (xi, wj, j) =>
      this.#be.conv2d(
        xi,
        wj,
        // The bias of order k joins the product with the kernels of order k.
        j === k ? (b?.[k] ?? null) : null,
        this.#geometry,
      ),
    );
  }

  parameterGradients(k: number, { x, d, parameters }: LayerPoint<T>) {
    const be = this.#be;
    const weight = cauchy(be, k, d, x, (di, xj) =>
      be.conv2dFilter(xj, di, this.#geometry),
    );
    if (parameters.length === 1) return [weight];
    const dk = d[k];
    const { filters } = this.#geometry;
    return [weight, dk == null ? null : be.sumRows(dk, filters)];
  }

  inputGradient(k: number, { d, parameters: [w] }: LayerPoint<T>) {
    return cauchy(this.#be, k, d, w, (di, wj) =>
      this.#be.conv2dInput(di, wj, this.#geometry),
    );
  }

  prepare() {}
}

function geometry(spec: ConvSpec, input: Shape, output: Shape): ConvGeometry {
  const { filters, kernel, stride, padding } = spec;
  const [height, inWidth, channels] = input;
  const [outHeight, outWidth] = output;
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
