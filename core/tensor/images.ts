import type { ConvGeometry, PoolGeometry } from "./backend";

/**
 * Images in rows of (h, w, c) order as one row a place of the kernel, in order (c, kh, kw): the
 * convolution is then a matrix product. Zeros where the kernel hangs over the edge.
 */
export function gatherPatches(
  x: Float64Array,
  patches: Float64Array,
  g: ConvGeometry,
) {
  eachTap(g, x.length, (place, from) => {
    patches[place] = from < 0 ? 0 : x[from];
  });
}

/** The transpose of gatherPatches: adds each entry of a patch to the pixel that it came from. */
export function scatterPatches(
  patches: Float64Array,
  x: Float64Array,
  g: ConvGeometry,
) {
  eachTap(g, x.length, (place, to) => {
    if (to >= 0) x[to] += patches[place];
  });
}

/** Calls `use` with the index of each entry of the patches and of its pixel, −1 outside. */
function eachTap(
  g: ConvGeometry,
  size: number,
  use: (place: number, pixel: number) => void,
) {
  const { height, width, channels, kernel, stride } = g;
  const image = height * width * channels;
  let place = 0;
  for (let start = 0; start < size; start += image)
    for (let i = 0; i < g.outHeight; i++)
      for (let j = 0; j < g.outWidth; j++)
        for (let c = 0; c < channels; c++)
          for (let p = 0; p < kernel; p++) {
            const row = i * stride + p - g.top;
            const inside = row >= 0 && row < height;
            for (let q = 0; q < kernel; q++) {
              const column = j * stride + q - g.left;
              use(
                place++,
                inside && column >= 0 && column < width
                  ? start + (row * width + column) * channels + c
                  : -1,
              );
            }
          }
}

/** Numbers that come out of a pool for one image. */
export function pooledWidth(g: PoolGeometry) {
  const { outHeight, outWidth } = windows(g);
  return outHeight * outWidth * g.channels;
}

function windows(g: PoolGeometry) {
  return {
    outHeight: Math.floor(g.height / g.size),
    outWidth: Math.floor(g.width / g.size),
  };
}

/** Calls `use` with the index of each pixel within a window, row by row, and of the window. */
export function eachWindowEntry(
  g: PoolGeometry,
  images: number,
  use: (pixel: number, window: number) => void,
) {
  const { outHeight, outWidth } = windows(g);
  for (let n = 0; n < images; n++)
    for (let i = 0; i < outHeight * g.size; i++)
      for (let j = 0; j < outWidth * g.size; j++)
        for (let c = 0; c < g.channels; c++) {
          const pixel = ((n * g.height + i) * g.width + j) * g.channels + c;
          const place =
            (n * outHeight + Math.floor(i / g.size)) * outWidth +
            Math.floor(j / g.size);
          use(pixel, place * g.channels + c);
        }
}

/**
 * Writes the largest entry of each window into `values` and its index in `a` into `places`: the first
 * of equal ones, or the first that is not a number, so that NaN is never lost.
 */
export function maxOfWindows(
  a: Float64Array,
  images: number,
  g: PoolGeometry,
  values: Float64Array,
  places: Float64Array,
) {
  places.fill(-1);
  eachWindowEntry(g, images, (from, to) => {
    const largest = values[to];
    if (places[to] >= 0 && (Number.isNaN(largest) || a[from] <= largest))
      return;
    values[to] = a[from];
    places[to] = from;
  });
}
