/** What a chart draws. Plain data: Chart.js must never see a Svelte proxy. */
import { outsideOf, type Lane } from "./lanes";
import type { Level } from "./levels";

export interface Point {
  x: number;
  y: number;
  /** Where a value that the axis has no place for is drawn; y is NaN then. */
  lane?: Lane;
}

/** Names of the colours in theme.css that a curve may have. */
export type Ink =
  "loss" | "sharpness" | "second" | "curvature" | `series-${number}`;

export interface Curve {
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
  /** Finite ones only. */
  points: Point[];
  /** The same with a NaN, and where it says so a lane, wherever a value has no place on the axis. */
  line: Point[];
  /** Those of `points` to be marked as not trustworthy. */
  flagged: Point[];
  /** Least and greatest of several runs, shaded behind their mean. */
  band?: { low: Point[]; high: Point[] };
}

export interface Axis {
  min: number;
  max: number;
}

export interface XAxis extends Axis {
  /** Linear where nothing is said. */
  log?: boolean;
  /** What is counted along it; "step", in whole numbers, where nothing is said. */
  name?: string;
}

/** Whether only whole numbers mean something along an axis. */
export function countsSteps({ name = "step" }: XAxis): boolean {
  return name.startsWith("step");
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
  return model.curves.every((curve) => drawnXs(curve).length === 0);
}

/** Whether there is a number to read from the axis. */
export function hasNumbers(model: ChartModel): boolean {
  return model.curves.some((curve) => curve.points.length > 0);
}

/** Every x at which a curve shows something, in no order. */
export function drawnXs(curve: Curve): number[] {
  return [...curve.points, ...outsideOf(curve)].map(({ x }) => x);
}
