/** A curve of a chart: typed arrays as they were read, and which of their rows show where. */
import { firstAtOrAfter, type Line } from "./columns";
import { laneOf, type Lane } from "./lane";
import type { Ink } from "./palette";

export interface Curve extends Line {
  /** Column it was made from. */
  key: string;
  /** Written at the end of the line; a digit after "_" is lowered. */
  label: string;
  /** In a legend, where the label is short for it. */
  name?: string;
  ink: Ink;
  /** Lengths of dashes and gaps in pixels; empty for a solid line. */
  dash: number[];
  width: number;
  /** Opacity of the line; 1 where nothing is said. */
  alpha?: number;
  /** Whether x goes to and fro, and the rows are in the order of something else. */
  isPath?: boolean;
  /**
   * What a NaN means: a missing value, which is marked; the same, except that the last row never has
   * one ("open"); or nothing, because the column is not defined in that row ("plain").
   */
  gaps: "marked" | "open" | "plain";
  /** Rows marked as not trustworthy, ascending. */
  flagged: number[];
  /** Least and greatest of several runs, shaded behind their mean. */
  band?: { low: Line; high: Line };
  /** Only drawn as a line, or only read and labelled; both where nothing is said. */
  shows?: "line" | "reading";
}

/** @param line undefined for a column that is not there */
export function curveOf(
  key: string,
  label: string,
  ink: Ink,
  line: Line | undefined,
  more: Partial<Curve> = {},
): Curve {
  const { x = new Float64Array(), y = new Float64Array() } = line ?? {};
  const usual = { dash: [], width: 1.75, gaps: "marked", flagged: [] } as const;
  return { key, label, ink, x, y, ...usual, dash: [], flagged: [], ...more };
}

/** Whether the axis has a place for a value. */
export function isOnAxis(y: number, log: boolean): boolean {
  return Number.isFinite(y) && (!log || y > 0);
}

/** The values of lines that have a place on the axis. */
export function valuesOf(lines: Line[], log: boolean): number[] {
  const values: number[] = [];
  for (const { y } of lines)
    for (const value of y) if (isOnAxis(value, log)) values.push(value);
  return values;
}

/**
 * The least and the greatest of the values of lines that have a place on the axis, within a window of x
 * with the row on either side of it; none where there are none. Fast enough for each frame of a zoom.
 */
export function endsOfValues(
  lines: (Line & Pick<Curve, "isPath">)[],
  log: boolean,
  window?: { min: number; max: number },
): number[] {
  let [least, most] = [Infinity, -Infinity];
  for (const { x, y, isPath } of lines) {
    const whole = window === undefined || isPath === true;
    const start = whole ? 0 : Math.max(0, firstAtOrAfter(x, window.min) - 1);
    const end = whole ? y.length : firstAtOrAfter(x, window.max) + 1;
    for (let row = start; row < end && row < y.length; row++) {
      const value = y[row];
      if (!isOnAxis(value, log)) continue;
      if (value < least) least = value;
      if (value > most) most = value;
    }
  }
  return least <= most ? [least, most] : [];
}

/**
 * Of lines that a picture is not made for, the values that have room beside its own: up to half as much again
 * as the largest of these, and the least of all.
 */
export function valuesBeside(lines: Line[], own: number[]): number[] {
  const beside = valuesOf(lines, false);
  let [least, most] = [Infinity, -Infinity];
  for (const value of own) most = Math.max(most, value);
  for (const value of beside) least = Math.min(least, value);
  return beside.filter((value) => value <= 1.5 * most || value === least);
}

export function hasValues({ y }: Line, log: boolean): boolean {
  return y.some((value) => isOnAxis(value, log));
}

/** The lane of a row; undefined where the axis has a place for its value, or where it shows nothing. */
export function laneOfRow(
  { y, gaps }: Curve,
  row: number,
  log: boolean,
): Lane | undefined {
  const lane = laneOf(y[row], log);
  if (lane !== "none" || gaps === "marked") return lane;
  return gaps === "open" && row < y.length - 1 ? lane : undefined;
}

/** Whether a row shows anything, on the axis or in a lane. */
export function isShown(curve: Curve, row: number, log: boolean): boolean {
  // A row of a path may have no x.
  if (Number.isNaN(curve.x[row])) return false;
  return isOnAxis(curve.y[row], log) || Boolean(laneOfRow(curve, row, log));
}

/** The row nearest in x of those that pass a test, the earlier of two; −1 when there is none. */
export function nearestRow(
  { x: xs, isPath }: Pick<Curve, "x" | "isPath">,
  x: number,
  passes: (row: number) => boolean,
): number {
  if (isPath) return nearestOfPath(xs, x, passes);
  let after = firstAtOrAfter(xs, x);
  let before = after - 1;
  while (before >= 0 && !passes(before)) before--;
  while (after < xs.length && !passes(after)) after++;
  if (before < 0) return after < xs.length ? after : -1;
  if (after === xs.length) return before;
  return x - xs[before] <= xs[after] - x ? before : after;
}

function nearestOfPath(
  xs: Float64Array,
  x: number,
  passes: (row: number) => boolean,
): number {
  let nearest = -1;
  let least = Infinity;
  for (let row = 0; row < xs.length; row++) {
    const distance = Math.abs(xs[row] - x);
    if (distance < least && passes(row)) [nearest, least] = [row, distance];
  }
  return nearest;
}
