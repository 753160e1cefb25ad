import type { Curve } from "./decimate";

/** What a band shows: from least to greatest, or the standard deviation (of a sample, n − 1) on both sides. */
export const bandKinds = ["range", "deviation"] as const;
export type BandKind = (typeof bandKinds)[number];

/** Several runs as one: at each x that all of them have, their mean and the ends of a band around it. */
export interface Band {
  x: Float64Array;
  mean: Float64Array;
  low: Float64Array;
  high: Float64Array;
}

/**
 * Mean and band of curves at the x that all of them have, so that the mean is one of the same runs
 * everywhere; NaN where one of them has no value.
 * @param curves at least one, x ascending
 */
export function bandOf(curves: Curve[], kind: BandKind = "range"): Band {
  const most = Math.min(...curves.map(({ x }) => x.length));
  const band = {
    x: new Float64Array(most),
    mean: new Float64Array(most),
    low: new Float64Array(most),
    high: new Float64Array(most),
  };
  const values = new Float64Array(curves.length);
  let rows = 0;
  forCommonRows(curves, (x, at) => {
    for (let i = 0; i < curves.length; i++) values[i] = curves[i].y[at[i]];
    const { mean, low, high } = spreadOf(values, kind);
    band.x[rows] = x;
    band.mean[rows] = mean;
    band.low[rows] = low;
    band.high[rows++] = high;
  });
  const used = (column: Float64Array) => column.subarray(0, rows);
  const { x, mean, low, high } = band;
  return { x: used(x), mean: used(mean), low: used(low), high: used(high) };
}

/** How a curve is told from a baseline: by what is between them, or as a multiple of it. */
export const relations = ["difference", "ratio"] as const;
export type Relation = (typeof relations)[number];

/**
 * y − base, or y ÷ base, at the x that both have. A ratio is NaN where the base is 0 or not finite.
 * @param base x ascending, as that of the curve
 */
export function relativeTo(
  base: Curve,
  curve: Curve,
  relation: Relation,
): Curve {
  const apart =
    relation === "difference"
      ? (value: number, zero: number) => value - zero
      : (value: number, one: number) =>
          one !== 0 && Number.isFinite(one) ? value / one : NaN;
  const x = new Float64Array(curve.x.length);
  const y = new Float64Array(curve.x.length);
  let rows = 0;
  forCommonRows([curve, base], (at, [row, other]) => {
    x[rows] = at;
    y[rows++] = apart(curve.y[row], base.y[other]);
  });
  return { x: x.subarray(0, rows), y: y.subarray(0, rows) };
}

/** Calls back for each x that all curves have, ascending, with the row of each curve there. */
function forCommonRows(
  curves: Curve[],
  found: (x: number, rows: number[]) => void,
) {
  const rows = curves.map(() => 0);
  const [{ x: first }] = curves;
  for (; rows[0] < first.length; rows[0]++) {
    const x = first[rows[0]];
    let isCommon = true;
    for (let i = 1; i < curves.length && isCommon; i++) {
      const { x: other } = curves[i];
      while (rows[i] < other.length && other[rows[i]] < x) rows[i]++;
      isCommon = other[rows[i]] === x;
    }
    if (isCommon) found(x, rows);
  }
}

function spreadOf(values: Float64Array, kind: BandKind) {
  let sum = 0;
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    sum += value;
    // NaN stays NaN.
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const mean = sum / values.length;
  if (kind === "range") return { mean, low, high };
  let squares = 0;
  for (const value of values) squares += (value - mean) * (value - mean);
  const deviation = Math.sqrt(squares / Math.max(1, values.length - 1));
  return { mean, low: mean - deviation, high: mean + deviation };
}
