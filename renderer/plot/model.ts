/** What a chart draws. Plain data: Chart.js must never see a Svelte proxy. */
import { hasValues, isShown, type Curve } from "./curve";
import type { Level } from "./levels";
import type { Ink } from "./palette";

export interface Point {
  x: number;
  y: number;
}

export interface Axis {
  min: number;
  max: number;
}

export interface XAxis extends Axis {
  /** Linear where nothing is said. */
  log?: boolean;
  /** Written at its end; "step" where nothing is said. */
  name?: string;
  /** How much of x is 1 of the numbers along it; 1 where nothing is said. */
  unit?: number;
  /** Whether only whole numbers mean something along it; true where nothing is said. */
  isWhole?: boolean;
  /** Whether another chart below it has its numbers and name. */
  isBare?: boolean;
}

export interface ChartModel {
  x: XAxis;
  y: Axis & { log: boolean };
  curves: Curve[];
  threshold: { value: number; label: string } | null;
  crossing: { step: number; label: string } | null;
  /** Small ticks on the step axis. */
  ticks?: { step: number; label: string }[];
  /** Thresholds and crossings of several runs, in the colour of each. */
  levels?: Level[];
  crossings?: { x: number; label: string; ink: Ink }[];
  /** Notes at points of the chart, by their numbers. */
  pins?: { x: number; y: number; label: string }[];
}

export function isEmpty({ curves, y }: ChartModel): boolean {
  return !curves.some((curve) => ownRows(curve, y.log) !== null);
}

/** Whether there is a number to read from the axis. */
export function hasNumbers({ curves, y }: ChartModel): boolean {
  return curves.some(
    (curve) => curve.shows !== "line" && hasValues(curve, y.log),
  );
}

/** Every x at which a curve has something to read, in no order. */
export function readXs({ curves, y }: ChartModel): number[] {
  const xs: number[] = [];
  for (const curve of curves)
    if (curve.shows !== "line")
      curve.x.forEach((x, row) => {
        if (isShown(curve, row, y.log)) xs.push(x);
      });
  return xs;
}

/** The least and the greatest of these, within the window; null where there are none. */
export function readEnds({ curves, x, y }: ChartModel): Axis | null {
  let [min, max] = [Infinity, -Infinity];
  for (const curve of curves) {
    const rows = ownRows(curve, y.log);
    if (!rows) continue;
    for (const row of rows) {
      min = Math.min(min, curve.x[row]);
      max = Math.max(max, curve.x[row]);
    }
  }
  return min <= max
    ? { min: Math.max(min, x.min), max: Math.min(max, x.max) }
    : null;
}

/** The rows with the least and the greatest x at which a curve has something to read. */
function ownRows(curve: Curve, log: boolean): [number, number] | null {
  if (curve.shows === "line") return null;
  const isRead = (_: number, row: number) => isShown(curve, row, log);
  const first = curve.x.findIndex(isRead);
  if (first < 0) return null;
  if (!curve.isPath) return [first, curve.x.findLastIndex(isRead)];
  let [least, most] = [first, first];
  curve.x.forEach((x, row) => {
    if (!isRead(x, row)) return;
    if (x < curve.x[least]) least = row;
    if (x > curve.x[most]) most = row;
  });
  return [least, most];
}

export function isInside({ min, max }: Axis, x: number): boolean {
  return x >= min && x <= max;
}
