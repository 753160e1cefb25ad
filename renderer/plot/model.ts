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
  /** Whether only whole numbers mean something along it; true where nothing is said. */
  isWhole?: boolean;
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

export function isEmpty(model: ChartModel): boolean {
  return readXs(model).length === 0;
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

export function isInside({ min, max }: Axis, x: number): boolean {
  return x >= min && x <= max;
}
