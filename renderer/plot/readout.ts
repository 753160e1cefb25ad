/** The exact values at the step being read, as short labelled pieces. */
import { count } from "../lib/format";
import { nearest, valueAt, type Line } from "./columns";
import type { Axis, ChartModel } from "./model";
import type { Ink } from "./palette";

type Window = Record<string, Line>;

export interface Reading {
  /** "λ_2": a digit after "_" is lowered. */
  label: string;
  value: string;
  ink?: Ink;
  /** Shown as a warning. */
  warning?: boolean;
}

/**
 * The drawn row nearest to a step, or the last one with a value when no step is being read.
 * @param rows whether a row without a finite value may be it
 */
export function rowStep(
  window: Window,
  column: string,
  cursor: number | null,
  rows: "all" | "valued" = "all",
): number | null {
  const line = (window as Partial<Window>)[column];
  if (!line || line.x.length === 0) return null;
  const isValued = (_: number, row: number) =>
    Number.isFinite(line.y[row]) ||
    // Infinity is what a run may end with.
    (rows === "all" && line.y[row] === Infinity);
  const valued = line.x.filter(isValued);
  const read = rows === "all" && cursor !== null ? line.x : valued;
  const xs = read.length > 0 ? read : line.x;
  return xs[cursor === null ? xs.length - 1 : nearest(xs, cursor)];
}

/** Values of one row: taken from the drawn window and, where that is thinned out, from `exact`. */
export function rowValues(
  window: Window,
  exact: Window,
  columns: string[],
  step: number,
): Record<string, number | undefined> {
  return Object.fromEntries(
    columns.map((name) => [
      name,
      valueAt(window[name], step) ?? valueAt(exact[name], step),
    ]),
  );
}

/** The readings as one sentence. */
export function spoken(readings: Reading[]): string {
  return readings
    .map(({ label, value }) => `${label.replace("_", " ")} ${value}`)
    .join(", ");
}

/** Names the tick that the cursor is on, give or take the width of a tick. */
export function tickReadings(
  ticks: NonNullable<ChartModel["ticks"]>,
  { min, max }: Axis,
  cursor: number | null,
): Reading[] {
  if (cursor === null || ticks.length === 0) return [];
  const steps = ticks.map(({ step }) => step);
  const { step, label } = ticks[nearest(steps, cursor)];
  if (Math.abs(step - cursor) > (max - min) / 200) return [];
  return [{ label, value: `at ${count(step)}` }];
}
