import type { LayerSpec } from "../experiment/spec";

/** What flows between layers: [numbers], or [height, width, channels]. */
export type Shape = readonly number[];

export function width(shape: Shape): number {
  return shape.reduce((product, n) => product * n, 1);
}

/**
 * The shape that a layer makes of its input. A dense layer flattens what reaches it.
 * @throws Error with a sentence about the layer where the two do not fit
 */
export function outputShape(layer: LayerSpec, input: Shape): Shape {
  switch (layer.type) {
    case "dense":
      return [layer.units];
    case "flatten":
      return [width(input)];
    case "activation":
      return input;
    case "conv2d": {
      const [h, w] = requireImage(input, "A conv2d layer");
      const { kernel, stride, padding } = layer;
      if (padding === "valid" && kernel > Math.min(h, w))
        throw new Error(
          `A kernel of ${kernel} does not fit into an image of ${h} × ${w} without padding.`,
        );
      const out = (size: number) =>
        padding === "same"
          ? Math.ceil(size / stride)
          : Math.floor((size - kernel) / stride) + 1;
      return [out(h), out(w), layer.filters];
    }
    case "pool": {
      const [h, w, channels] = requireImage(input, "A pool layer");
      if (layer.size > Math.min(h, w))
        throw new Error(
          `A pool of ${layer.size} does not fit into an image of ${h} × ${w}.`,
        );
      return [Math.floor(h / layer.size), Math.floor(w / layer.size), channels];
    }
  }
}

function requireImage(shape: Shape, what: string): Shape {
  if (shape.length === 3) return shape;
  throw new Error(
    `${what} needs images [height, width, channels]; what reaches it is ${width(shape)} number${width(shape) === 1 ? "" : "s"} a sample.`,
  );
}
