import { rowsBetween, type Curve } from "../../../core/series/decimate";
import { nearest } from "../../plot/columns";
import type { Axis } from "../../plot/model";

const pageLength = 100;

export interface TablePage {
  /** The page shown: the wanted one, or the last there is. */
  page: number;
  pages: number;
  /** The x of its rows, those of the curve with the most. */
  xs: Float64Array;
}

/** A page of a table over several curves within a window. */
export function tablePage(
  curves: Curve[],
  window: Axis,
  wanted: number,
): TablePage {
  const { x } = curves.reduce<Pick<Curve, "x">>(
    (most, curve) => (curve.x.length > most.x.length ? curve : most),
    { x: new Float64Array() },
  );
  const [start, end] = rowsBetween(x, window.min, window.max);
  const pages = Math.max(1, Math.ceil((end - start) / pageLength));
  const page = Math.min(wanted, pages - 1);
  const first = start + page * pageLength;
  return {
    page,
    pages,
    xs: x.subarray(first, Math.min(end, first + pageLength)),
  };
}

/** The value of a curve in the row nearest to x. */
function valueNear({ x, y }: Curve, wanted: number): number {
  const row = nearest(x, wanted);
  return row < 0 ? NaN : y[row];
}

/**
 * The same where the curve is, NaN beyond it. Its last row stands for as long as the one before it:
 * sharpness measured every ten steps has a value at a last step in between.
 */
export function valueWithin(curve: Curve, wanted: number): number {
  const { x } = curve;
  const last = x[x.length - 1];
  const reach = x.length > 1 ? last - x[x.length - 2] : 0;
  const isInside = wanted >= x[0] && wanted <= last + reach;
  return isInside ? valueNear(curve, wanted) : NaN;
}
