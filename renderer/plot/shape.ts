import type { SeriesWindow } from "../../core/contract/api";
import { laneOf } from "./lanes";
import type { Point } from "./model";

type Column = SeriesWindow[string];

/**
 * The line of a column: a y that has no place on the axis becomes NaN, with the lane that it is drawn in.
 * @param gaps what a NaN of the column is: marked where a value is missing; plain where the column has
 *   nothing to say, by its own definition
 */
export function lineOf(
  column: { x: ArrayLike<number>; y: ArrayLike<number> } | undefined,
  log = false,
  gaps: "marked" | "plain" = "marked",
): Point[] {
  const line: Point[] = [];
  if (!column) return line;
  for (let i = 0; i < column.x.length; i++) {
    const [x, y] = [column.x[i], column.y[i]];
    const lane = laneOf(y, log);
    if (lane === undefined) line.push({ x, y });
    else if (lane === "none" && gaps === "plain") line.push({ x, y: NaN });
    else line.push({ x, y: NaN, lane });
  }
  return line;
}

/** Without the mark at the end of a column whose last row never has a value. */
export function withOpenEnd(line: Point[]): Point[] {
  const last = line.at(-1);
  return last?.lane === "none"
    ? [...line.slice(0, -1), { x: last.x, y: NaN }]
    : line;
}

/** The line itself where nothing interrupts it. */
export function withoutGaps(line: Point[]): Point[] {
  return line.some((point) => Number.isNaN(point.y))
    ? line.filter((point) => !Number.isNaN(point.y))
    : line;
}

/**
 * The points whose measurement did not converge, or may have missed a larger eigenvalue. Where the window is thinned out and does not
 * tell for a point itself, one of these right beside it is enough: better a mark too
 * many than one too few.
 */
export function doubtfulPoints(
  points: Point[],
  { converged, certificate }: SeriesWindow,
): Point[] {
  const isRough = having(converged, 0);
  const isUncertified = having(certificate, 1);
  return points.filter(({ x }) => isRough(x) || isUncertified(x));
}

/** Whether a column has this value at x, or beside it where the window has no row for x. */
function having(column: Column | undefined, value: number) {
  if (!column || !column.y.includes(value)) return () => false;
  const { x: xs, y: ys } = column;
  return (x: number) => {
    const after = firstAtOrAfter(xs, x);
    if (xs[after] === x) return ys[after] === value;
    return ys[after] === value || ys[after - 1] === value;
  };
}

/** The value of a column at exactly this step, if the window has it. */
export function valueAt(
  column: Column | undefined,
  step: number,
): number | undefined {
  if (!column) return undefined;
  const at = firstAtOrAfter(column.x, step);
  return column.x[at] === step ? column.y[at] : undefined;
}

/** Index of the point nearest in x; −1 when there is none. */
export function nearest(xs: ArrayLike<number>, x: number): number {
  if (xs.length === 0) return -1;
  const after = firstAtOrAfter(xs, x);
  if (after === 0) return 0;
  if (after === xs.length) return after - 1;
  return x - xs[after - 1] <= xs[after] - x ? after - 1 : after;
}

/** The point nearest in x, by bisection; undefined when there is none. */
export function nearestPoint(points: Point[], x: number): Point | undefined {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (points[middle].x < x) low = middle + 1;
    else high = middle;
  }
  const [before, after] = [points[low - 1], points[low]] as (
    Point | undefined
  )[];
  if (!before || !after) return before ?? after;
  return x - before.x <= after.x - x ? before : after;
}

/** Columns side by side, one row a step; NaN where a column has no value there. */
export function inRows(window: SeriesWindow, columns: string[]): number[][] {
  const byStep = new Map<number, number[]>();
  columns.forEach((name, at) => {
    const column = window[name];
    column?.x.forEach((step, i) => {
      const row = byStep.get(step) ?? [step, ...columns.map(() => NaN)];
      row[at + 1] = column.y[i];
      byStep.set(step, row);
    });
  });
  return [...byStep.values()].sort((a, b) => a[0] - b[0]);
}

/** Index of the first entry ≥ x in ascending `xs`; its length when there is none. */
function firstAtOrAfter(xs: ArrayLike<number>, x: number): number {
  let low = 0;
  let high = xs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (xs[middle] < x) low = middle + 1;
    else high = middle;
  }
  return low;
}
