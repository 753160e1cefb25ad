/** Measurements in doubt: not converged, or perhaps not of the largest eigenvalue. */
import type { SeriesWindow } from "../../core/contract/api";
import { firstAtOrAfter, type Line } from "../plot/columns";

/**
 * The rows of a line whose measurement did not converge, or may have missed a larger eigenvalue. Where
 * the window is thinned out and lacks the row itself, a doubtful neighbour is enough: better a mark too
 * many than one too few.
 */
export function doubtfulRows(
  { x, y }: Line,
  { converged, certificate }: SeriesWindow,
): number[] {
  const isRough = having(converged, 0);
  const isUncertified = having(certificate, 1);
  const rows: number[] = [];
  x.forEach((at, row) => {
    if (Number.isFinite(y[row]) && (isRough(at) || isUncertified(at)))
      rows.push(row);
  });
  return rows;
}

/** Whether a column has this value at x, or beside it where the window has no row for x. */
function having(column: Line | undefined, value: number) {
  if (!column || !column.y.includes(value)) return () => false;
  const { x: xs, y: ys } = column;
  return (x: number) => {
    const after = firstAtOrAfter(xs, x);
    if (xs[after] === x) return ys[after] === value;
    return ys[after] === value || ys[after - 1] === value;
  };
}
