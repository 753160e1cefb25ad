/**
 * Curves on their way to the window: thousands of small arrays cross the bridge far more slowly than one
 * large one.
 */
import type { DrawnCurve } from "./curves";
import type { Curve } from "./decimate";

/** A curve without its numbers. */
export interface PackedCurve extends Omit<DrawnCurve, "x" | "y" | "band"> {
  /** Points of the curve, and of the low and the high end of its band. */
  lengths: number[];
}

export interface PackedCurves {
  /** x and y of each line of each curve, one after the other. */
  numbers: Float64Array;
  curves: PackedCurve[];
}

export function packCurves(curves: DrawnCurve[]): PackedCurves {
  const lines = curves.flatMap(linesOf);
  const length = lines.reduce((sum, { x }) => sum + 2 * x.length, 0);
  const numbers = new Float64Array(length);
  let at = 0;
  for (const { x, y } of lines) {
    numbers.set(x, at);
    numbers.set(y, at + x.length);
    at += 2 * x.length;
  }
  return {
    numbers,
    curves: curves.map((curve) => {
      const rest: Partial<DrawnCurve> = { ...curve };
      delete rest.x;
      delete rest.y;
      delete rest.band;
      const lengths = linesOf(curve).map(({ x }) => x.length);
      return { ...(rest as Omit<PackedCurve, "lengths">), lengths };
    }),
  };
}

/** The curves as they were packed; their arrays are parts of the one that came. */
export function unpackCurves({ numbers, curves }: PackedCurves): DrawnCurve[] {
  let at = 0;
  const next = (length: number): Curve => {
    const [x, y] = [at, at + length].map((from) =>
      numbers.subarray(from, from + length),
    );
    at += 2 * length;
    return { x, y };
  };
  return curves.map(({ lengths, ...rest }) => {
    const [line, low, high] = lengths.map(next) as [Curve, Curve?, Curve?];
    return { ...line, ...(low && high && { band: { low, high } }), ...rest };
  });
}

function linesOf({ x, y, band }: DrawnCurve): Curve[] {
  return band ? [{ x, y }, band.low, band.high] : [{ x, y }];
}
