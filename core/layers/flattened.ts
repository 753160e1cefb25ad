import { along } from "./network";
import { width, type Shape } from "./shape";
import type { LayerSpec } from "./spec";

/**
 * For each trainable array, in the order of the flat parameter vector, the image [height, width, channels] whose
 * numbers, row by row, its columns stand for; null where they stand for something else, or where the order of
 * the channels makes no difference.
 */
export function flattenedImages(
  specs: readonly LayerSpec[],
  input: Shape,
): (Shape | null)[] {
  let image: Shape | null = null;
  return along(specs, input, (layer, spec, shape) => {
    if (shape.length === 3) image = shape;
    const arrays = layer.parameters?.(spec, shape) ?? [];
    // Layers inside others give what reaches them again, in its order.
    if (layer.innerField !== undefined) return arrays.map(() => null);
    const output = layer.outputShape(spec, shape);
    const behind: Shape | null = output.length === 1 ? image : null;
    const isMixed = arrays.some(({ rows }) => rows > 1);
    // What is left of the image behind the layer, number by number.
    if (isMixed || (image && width(output) !== width(image))) image = null;
    return arrays.map(({ rows, columns }) =>
      behind &&
      hasOrder(behind) &&
      columns === width(behind) &&
      (rows > 1 || !isMixed)
        ? behind
        : null,
    );
  }).flat();
}

function hasOrder([height, across, channels]: Shape): boolean {
  return channels > 1 && height * across > 1;
}

/**
 * Rows of numbers of images with the channels first, for rows with the channels last.
 * @param values [rows, height·width·channels]
 */
export function channelsFirst(
  values: Float64Array,
  image: Shape,
): Float64Array {
  return permuted(values, image, (last, first) => [first, last]);
}

/** The other way round. */
export function channelsLast(values: Float64Array, image: Shape): Float64Array {
  return permuted(values, image, (last, first) => [last, first]);
}

function permuted(
  values: Float64Array,
  image: Shape,
  places: (last: number, first: number) => [to: number, from: number],
): Float64Array {
  const [height, across, channels] = image;
  const area = height * across;
  const moved = new Float64Array(values.length);
  for (let row = 0; row < values.length; row += width(image))
    for (let place = 0; place < area; place++)
      for (let channel = 0; channel < channels; channel++) {
        const [to, from] = places(
          place * channels + channel,
          channel * area + place,
        );
        moved[row + to] = values[row + from];
      }
  return moved;
}
