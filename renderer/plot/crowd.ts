/**
 * Hundreds of thin translucent curves as one bitmap. The strokes of a canvas take seconds for them where
 * they oscillate; here each curve adds, for each column of pixels, the stretch that it covers there.
 */
import type { Curve } from "./curve";
import type { Places } from "./places";

export interface CrowdBox {
  /** Upper left corner of the bitmap in the chart, in CSS pixels. */
  left: number;
  top: number;
  /** Size of the bitmap in its own pixels. */
  width: number;
  height: number;
  /** Pixels of the bitmap to a CSS pixel. */
  density: number;
}

export class Crowd {
  readonly #box: CrowdBox;
  readonly #places: Places;
  /** Red, green, blue and opacity from 0 to 1, multiplied by the opacity. */
  readonly #sums: Float32Array;

  constructor(box: CrowdBox, places: Places) {
    this.#box = box;
    this.#places = places;
    this.#sums = new Float32Array(4 * box.width * box.height);
  }

  /** Adds a curve in front of the others. @param colour as `#rrggbb` */
  add(curve: Curve, colour: string) {
    const { left, top, density, width } = this.#box;
    const { x: placeX, y: placeY } = this.#places;
    const half = (curve.width * density) / 2;
    const paint = this.#painter(colour, curve.alpha ?? 1, half);
    /** The column that the pen is in, and the stretch that it has covered there. */
    let column = 0;
    let [low, high] = [0, 0];
    let [x, y] = [NaN, NaN];
    const reach = (at: number) => {
      if (at < low) low = at;
      if (at > high) high = at;
    };
    for (let row = 0; row < curve.x.length; row++) {
      const nextX = (placeX(curve.x[row]) - left) * density;
      const nextY = (placeY(curve, row) - top) * density;
      if (Number.isNaN(nextX) || Number.isNaN(nextY)) {
        if (!Number.isNaN(x)) paint(column, low, high);
        [x, y] = [NaN, NaN];
        continue;
      }
      const end = Math.floor(nextX);
      if (Number.isNaN(x)) {
        column = end;
        low = high = nextY;
      } else if (column !== end) {
        const slope = (nextY - y) / (nextX - x);
        const way = end > column ? 1 : -1;
        /** Where the line leaves a column. */
        const exit = (at: number) => y + slope * (at + (way > 0 ? 1 : 0) - x);
        reach(exit(column));
        paint(column, low, high);
        // Columns beside the bitmap are passed over.
        const next = column + way;
        const first = way > 0 ? Math.max(next, 0) : Math.min(next, width - 1);
        const last = Math.min(Math.max(end, -1), width);
        for (let at = first; at * way < last * way; at += way) {
          const [a, b] = [exit(at - way), exit(at)];
          paint(at, Math.min(a, b), Math.max(a, b));
        }
        column = end;
        low = high = exit(end - way);
        reach(nextY);
      } else reach(nextY);
      [x, y] = [nextX, nextY];
    }
    if (!Number.isNaN(x)) paint(column, low, high);
  }

  /** Adds colour to a column, with the thickness of the line on both sides of a stretch. */
  #painter(colour: string, alpha: number, half: number) {
    const { width, height } = this.#box;
    const sums = this.#sums;
    const [red, green, blue] = [1, 3, 5].map(
      (at) => parseInt(colour.slice(at, at + 2), 16) / 255,
    );
    return (column: number, low: number, high: number) => {
      if (column < 0 || column >= width) return;
      const from = Math.max(0, low - half);
      const to = Math.min(height, high + half);
      for (let row = Math.floor(from); row < to; row++) {
        const covered = Math.min(row + 1, to) - Math.max(row, from);
        const part = alpha * covered;
        const rest = 1 - part;
        const at = 4 * (row * width + column);
        sums[at] = sums[at] * rest + red * part;
        sums[at + 1] = sums[at + 1] * rest + green * part;
        sums[at + 2] = sums[at + 2] * rest + blue * part;
        sums[at + 3] = sums[at + 3] * rest + part;
      }
    };
  }

  /** Red, green, blue and opacity of each pixel, as ImageData has them. */
  pixels(): Uint8ClampedArray<ArrayBuffer> {
    const sums = this.#sums;
    const pixels = new Uint8ClampedArray(sums.length);
    for (let at = 0; at < sums.length; at += 4) {
      const opacity = sums[at + 3];
      if (opacity === 0) continue;
      for (let part = 0; part < 3; part++)
        pixels[at + part] = (255 * sums[at + part]) / opacity;
      pixels[at + 3] = 255 * opacity;
    }
    return pixels;
  }
}
