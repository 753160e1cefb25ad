import { log10 } from "../math/log";

/** A curve as two columns of equal length, x ascending. */
export interface Curve {
  x: Float64Array;
  y: Float64Array;
}

export interface DecimateOptions {
  /** Width of the plot. */
  pixels: number;
  /** The window, both ends included; all rows when left out. */
  from?: number;
  to?: number;
  /** Pixels are equal steps of log x; rows with x ≤ 0 have no place there and are left out. */
  log?: boolean;
  /** Adds the row before and the row after the window, so that a line through it meets its edges. */
  beyond?: boolean;
}

/**
 * Thins a curve out to what a plot of a given width can show: of each pixel column the rows that
 * carry the first, the least, the greatest and the last value, in order. Every point of the result
 * is a row of the input; nothing is averaged, so a spike of one row survives and a series that
 * jumps up and down keeps its whole envelope.
 *
 * Rows with a y that is not finite are drawn as what they are, so that the first NaN, the first ∞ and
 * the first −∞ of each pixel are kept as well. Where there are some between two kept rows that are
 * finite, at least one of them is kept, so a line drawn through the result never bridges a gap. Without
 * them the result has at most 4 points a pixel, with them at most 11 and one. When the window has at
 * most 4 rows a pixel, they are all returned.
 *
 * @param x ascending, `[n]`
 * @param y `[n]`
 */
export function decimate(
  x: Float64Array,
  y: Float64Array,
  { pixels, from, to, log = false, beyond = false }: DecimateOptions,
): Curve {
  const least = log ? Number.MIN_VALUE : -Infinity;
  const [start, end] = rowsBetween(
    x,
    Math.max(from ?? least, least),
    to ?? Infinity,
  );
  const before = beyond && start > 0 && x[start - 1] >= least ? 1 : 0;
  const after = beyond && end < x.length ? 1 : 0;
  if (end - start <= 4 * pixels)
    return {
      x: x.slice(start - before, end + after),
      y: y.slice(start - before, end + after),
    };

  const place = log ? log10 : (value: number) => value;
  // On a logarithmic axis a window that begins at 0 begins, as drawn, at the first row.
  const begins = from !== undefined && (!log || from > 0);
  const origin = place(begins ? from : x[start]);
  const width = place(to ?? x[end - 1]) - origin;
  const pixelOf = (row: number) => {
    const share = width > 0 ? (place(x[row]) - origin) / width : 0;
    // The right edge belongs to the last pixel.
    return Math.min(Math.floor(share * pixels), pixels - 1);
  };
  const kept: number[] = before ? [start - 1] : [];
  keepEnvelope(y, start, end, kept, (row) => lastOfPixel(pixelOf, row, end));
  if (after) kept.push(end);
  return { x: rowsOf(x, kept), y: rowsOf(y, kept) };
}

/**
 * The same for a curve whose x goes forwards and backwards: rows in their order, those next to each other
 * in one pixel thinned out together. Of a stretch of rows to one side of the window the first and the last
 * are kept, so that lines to and from the window meet its edges, and none is drawn through it. Of rows that
 * have no place on the axis (x not finite, or ≤ 0 on a logarithmic one) one is kept, as NaN at NaN.
 *
 * @param x `[n]`
 * @param y `[n]`
 */
export function decimatePath(
  x: Float64Array,
  y: Float64Array,
  { pixels, from, to, log = false }: DecimateOptions,
): Curve {
  const place = log ? log10 : (value: number) => value;
  const hasPlace = (value: number) =>
    Number.isFinite(value) && (!log || value > 0);
  const extent = extentOf(x, log);
  const begins = from !== undefined && (!log || from > 0);
  const least = begins ? from : (extent?.min ?? 0);
  const origin = place(least);
  const most = to ?? extent?.max ?? least;
  const width = place(most) - origin;
  /** −1 before the window, `pixels` after it, NaN for a row without a place. */
  const pixelOf = (row: number) => {
    if (!hasPlace(x[row])) return NaN;
    if (x[row] < least) return -1;
    if (x[row] > most) return pixels;
    const share = width > 0 ? (place(x[row]) - origin) / width : 0;
    return Math.min(Math.floor(share * pixels), pixels - 1);
  };
  const stopOf = (row: number, isAlike: (other: number) => boolean) => {
    let stop = row + 1;
    while (stop < x.length && isAlike(pixelOf(stop))) stop++;
    return stop;
  };
  const isInside = (pixel: number) => pixel >= 0 && pixel < pixels;
  const kept: number[] = [];
  for (let begin = 0; begin < x.length;) {
    const pixel = pixelOf(begin);
    const inside = isInside(pixel);
    const stop = stopOf(
      begin,
      inside ? isInside : (other) => Object.is(other, pixel),
    );
    if (inside)
      keepEnvelope(y, begin, stop, kept, (row) =>
        Math.min(
          stop,
          stopOf(row, (other) => other === pixelOf(row)),
        ),
      );
    else kept.push(begin);
    // After what is inside, only a gap may be left: the next line must not go through it.
    if (kept.at(-1) !== stop - 1) kept.push(stop - 1);
    begin = stop;
  }
  const path = { x: rowsOf(x, kept), y: rowsOf(y, kept) };
  path.x.forEach((value, row) => {
    if (!hasPlace(value)) path.x[row] = path.y[row] = NaN;
  });
  return path;
}

/** From the least to the greatest x that has a place on an axis; null where none has. */
export function extentOf(
  x: Float64Array,
  log: boolean,
): { min: number; max: number } | null {
  let [min, max] = [Infinity, -Infinity];
  for (const value of x) {
    if (!Number.isFinite(value) || (log && value <= 0)) continue;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return min <= max ? { min, max } : null;
}

/**
 * Adds the rows of [start, end) that carry the envelope of each pixel, in order.
 * @param endOf the row after the last one in the pixel of a row
 */
function keepEnvelope(
  y: Float64Array,
  start: number,
  end: number,
  kept: number[],
  endOf: (row: number) => number,
) {
  /** The last finite row that was kept. */
  let lastSeen = start - 1;
  // Looking for gaps is a second pass over the rows, made only where there are some.
  let gapped = false;
  for (let begin = start; begin < end;) {
    const stop = endOf(begin);
    const { rows, hasGaps, hasFinite } = extremes(y, begin, stop);
    gapped ||= hasGaps;
    for (const row of rows) {
      const isFinite = Number.isFinite(y[row]);
      const isBridge = isFinite && (kept.at(-1) ?? -1) === lastSeen;
      if (gapped && isBridge) keepGap(y, lastSeen + 1, row, kept);
      kept.push(row);
      if (isFinite) lastSeen = row;
    }
    if (hasFinite) gapped = hasGaps;
    begin = stop;
  }
}

/** A loop: Float64Array.from would take as long for it as finding the rows does. */
function rowsOf(column: Float64Array, rows: number[]): Float64Array {
  const picked = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) picked[i] = column[rows[i]];
  return picked;
}

/**
 * The row after the last one in the pixel of `begin`: strides that double, then bisection, because
 * a redraw of eight runs of 100,000 rows has no time to place each of them.
 */
function lastOfPixel(
  pixelOf: (row: number) => number,
  begin: number,
  end: number,
): number {
  const pixel = pixelOf(begin);
  let inside = begin;
  let stride = 1;
  while (inside + stride < end && pixelOf(inside + stride) === pixel) {
    inside += stride;
    stride *= 2;
  }
  let outside = Math.min(inside + stride, end);
  while (outside - inside > 1) {
    const middle = (inside + outside) >>> 1;
    if (pixelOf(middle) === pixel) inside = middle;
    else outside = middle;
  }
  return outside;
}

/**
 * The rows whose x is within a window, both ends included.
 * @param x ascending
 * @returns first row and the row after the last
 */
export function rowsBetween(
  x: Float64Array,
  from: number,
  to: number,
): [start: number, end: number] {
  const start = firstRow(x, (value) => value >= from);
  return [
    start,
    Math.max(
      start,
      firstRow(x, (value) => value > to),
    ),
  ];
}

/** Bisection: the first row from which on `holds` is true. */
function firstRow(x: Float64Array, holds: (value: number) => boolean): number {
  let low = 0;
  let high = x.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(x[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * The distinct rows in [begin, stop) with the first, least, greatest and last finite y and with the first
 * NaN, ∞ and −∞, in order.
 */
function extremes(y: Float64Array, begin: number, stop: number) {
  /** First rows of NaN, ∞ and −∞. */
  const others = [-1, -1, -1];
  let first = -1;
  let least = -1;
  let greatest = -1;
  let last = -1;
  for (let row = begin; row < stop; row++) {
    const value = y[row];
    if (!Number.isFinite(value)) {
      const kind = Number.isNaN(value) ? 0 : value > 0 ? 1 : 2;
      if (others[kind] < 0) others[kind] = row;
      continue;
    }
    if (first < 0) first = least = greatest = row;
    if (value < y[least]) least = row;
    if (value > y[greatest]) greatest = row;
    last = row;
  }
  const hasFinite = first >= 0;
  const hasGaps = others.some((row) => row >= 0);
  const [low, high] = least < greatest ? [least, greatest] : [greatest, least];
  const finite = hasFinite ? [first, low, high, last] : [];
  const all = hasGaps
    ? [...finite, ...others.filter((row) => row >= 0)].sort((a, b) => a - b)
    : finite;
  const rows = all.filter((row, i) => row !== all[i - 1]);
  return { rows, hasGaps, hasFinite };
}

/** Keeps the first row of [begin, stop) that is not finite, if any. */
function keepGap(y: Float64Array, begin: number, stop: number, kept: number[]) {
  for (let row = begin; row < stop; row++)
    if (!Number.isFinite(y[row])) {
      kept.push(row);
      return;
    }
}
