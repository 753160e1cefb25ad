import type { Curve } from "./decimate";

/** Several runs as one: at each x that all of them have, their mean and the ends between them. */
export interface Band {
  x: Float64Array;
  mean: Float64Array;
  low: Float64Array;
  high: Float64Array;
}

/**
 * Mean, least and greatest of curves at the x that all of them have; NaN where one has no value.
 * @param curves at least one, x ascending
 */
export function bandOf(curves: Curve[]): Band {
  const rows = curves.map(() => 0);
  const kept: { x: number; mean: number; low: number; high: number }[] = [];
  for (const x of curves[0].x) {
    const values = curves.map((curve, i) => {
      while (rows[i] < curve.x.length && curve.x[rows[i]] < x) rows[i]++;
      return curve.x[rows[i]] === x ? curve.y[rows[i]] : undefined;
    });
    if (values.includes(undefined)) continue;
    const here = values as number[];
    kept.push({
      x,
      mean: here.reduce((sum, value) => sum + value, 0) / here.length,
      low: Math.min(...here),
      high: Math.max(...here),
    });
  }
  const column = (name: keyof (typeof kept)[number]) =>
    Float64Array.from(kept, (row) => row[name]);
  return {
    x: column("x"),
    mean: column("mean"),
    low: column("low"),
    high: column("high"),
  };
}
