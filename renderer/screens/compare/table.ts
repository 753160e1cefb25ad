import { rowsBetween, type Curve } from "../../../core/series/decimate";
import { nearest } from "../../charts/shape";
import type { Axis } from "../../charts/model";

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
export function valueNear({ x, y }: Curve, wanted: number): number {
  const row = nearest(x, wanted);
  return row < 0 ? NaN : y[row];
}

/** The same between the ends of the curve, NaN beyond them. */
export function valueWithin(curve: Curve, wanted: number): number {
  const { x } = curve;
  const isInside = wanted >= x[0] && wanted <= x[x.length - 1];
  return isInside ? valueNear(curve, wanted) : NaN;
}
