/** What came of runs, ready to be drawn against their settings. */
import type { AxisNames, Drawing, Size } from "../../plot/brush";
import type { Point } from "../../plot/model";
import type { VariedValue } from "../../../core/experiment/varied";

/** A result of one run; null where it has none. */
export interface Spot {
  /** Number of the run. */
  id: number;
  name: string;
  /** On the horizontal axis. */
  x: VariedValue;
  /** The second setting: the colour of a dot, the row of a map. */
  by: VariedValue;
  /** Runs with the same text are repetitions along one line. */
  line: string;
  value: number | null;
  diverged: boolean;
}

export interface Mean {
  mean: number;
  low: number;
  high: number;
  /** Values that it is of. */
  count: number;
}

/** Of the runs that have a value; null where none has. */
export function meanOf(spots: readonly Spot[]): Mean | null {
  const values = spots.flatMap(({ value }) => (value === null ? [] : [value]));
  if (values.length === 0) return null;
  return {
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
    low: Math.min(...values),
    high: Math.max(...values),
    count: values.length,
  };
}

/** Why a run has no value, as a picture writes it. */
export function absence({ diverged }: Pick<Spot, "diverged">): string {
  return diverged ? "diverged" : "none";
}

/** In groups by a text, in order of appearance. */
export function grouped<T>(list: readonly T[], of: (one: T) => string) {
  const groups = new Map<string, T[]>();
  for (const one of list) {
    const group = groups.get(of(one));
    if (group) group.push(one);
    else groups.set(of(one), [one]);
  }
  return [...groups.values()];
}

/** A picture of results that is read by pointer and keys. */
export interface ResultPicture {
  /** How many things can be read from it. */
  count: number;
  /** Names of its axes; empty where they have none, or the title names them. */
  axes: AxisNames;
  /** Draws it, with one of them marked. */
  draw: (at: number | null) => Drawing;
  /** The one nearest to a place in pixels; null where none is near. */
  near: (point: Point, size: Size) => number | null;
  /** The one that an arrow leads to. */
  move: (at: number, key: Arrow) => number;
  /** The runs behind it. */
  runs: (at: number) => number[];
}

export type Arrow = "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown";
