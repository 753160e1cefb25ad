/** A landscape of two parameters as a picture: level lines, threshold and the path of descent. */
import type { Objective } from "../../core/objective/objective";
import { landscapeGrid, type Window } from "../../core/landscapes/map";
import type { Size } from "../plot/brush";
import { lossLevels, onScale, ringsAt, type Rings } from "./contours";
import { shareOf, tenth } from "../plot/plane";

export type { Window };

/** The path of a run: one entry per recorded step. */
export interface Path {
  step: Float64Array;
  x: Float64Array;
  y: Float64Array;
  loss: Float64Array;
}

/** Level lines over a window, in shares of its width and height from the upper left corner. */
export interface Terrain {
  window: Window;
  levels: { loss: number; rings: Rings }[];
  /** Where sharpness is at the threshold; none where there is no such curve in the window. */
  threshold: Rings;
  /** Where there is no such curve: whether sharpness is above the threshold all over. */
  isAbove: boolean;
}

/** Cells of the grid inside the window; one more on each side is left out of the picture. */
const cells = { columns: 84, rows: 56 };

/** @param threshold null where sharpness alone does not decide on stability */
export function terrainOf(
  objective: Objective,
  window: Window,
  threshold: number | null,
): Terrain {
  const [columns, rows] = [cells.columns + 2, cells.rows + 2];
  const wide = {
    x: widened(window.x, 1 / cells.columns),
    y: widened(window.y, 1 / cells.rows),
  };
  const grid = landscapeGrid(objective, wide, columns, rows);
  const { levels, log } = lossLevels(grid.loss);
  const loss = onScale(grid.loss, log);
  const shares = (rings: Rings): Rings =>
    rings.map((ring) =>
      ring.map(([column, row]) => [
        (column - 1) / cells.columns,
        1 - (row - 1) / cells.rows,
      ]),
    );
  return {
    window,
    levels: levels.map((level) => ({
      loss: level,
      rings: shares(ringsAt(loss, grid, log ? Math.log10(level) : level)),
    })),
    threshold:
      threshold === null
        ? []
        : shares(ringsAt([...grid.sharpness], grid, threshold)).filter(isSeen),
    isAbove: threshold !== null && grid.sharpness[0] >= threshold,
  };
}

/** Rings that run around the whole grid are not drawn. */
function isSeen(ring: Rings[number]): boolean {
  return ring.some(([x, y]) => x > 0 && x < 1 && y > 0 && y < 1);
}

/** How far above its start the loss of a run that diverged may be for a point to be in view. */
const excursion = 100;

/**
 * The window that holds the path with some air; of a run that diverged, the part before.
 * @param times how much wider than that
 */
export function windowOf(
  { x, y, loss }: Path,
  times: number,
  hasDiverged: boolean,
): Window {
  const bound = hasDiverged ? excursion * Math.abs(loss[0]) : Infinity;
  const shown = (i: number) =>
    i === 0 || (Math.abs(loss[i]) <= bound && Number.isFinite(x[i] + y[i]));
  const range = (values: Float64Array) => {
    let [min, max] = [Infinity, -Infinity];
    for (let i = 0; i < values.length; i++) {
      if (!shown(i)) continue;
      min = Math.min(min, values[i]);
      max = Math.max(max, values[i]);
    }
    return { min, max };
  };
  const [across, up] = [range(x), range(y)];
  const least =
    Math.max(across.max - across.min, up.max - up.min) / 4 ||
    Math.max(Math.abs(x[0]), Math.abs(y[0]), 1);
  const fit = ({ min, max }: Window["x"]) => {
    const half = (times * 1.36 * Math.max(max - min, least)) / 2;
    const middle = (min + max) / 2;
    return { min: middle - half, max: middle + half };
  };
  return { x: fit(across), y: fit(up) };
}

/** More segments than this would make the window slow. */
export const mostSegments = 20_000;

/** Two points closer than one pixel of a map of this size are the same one. */
const finest: Size = { width: 2000, height: 1200 };

/** Ends are in shares, as the level lines are. */
export interface Segment {
  /** The step at its end. */
  step: number;
  from: [number, number];
  to: [number, number];
}

/**
 * The path as segments, in order. One that would cover an earlier one to the pixel is left out, and
 * so are those wholly outside; of more than `mostSegments` the last ones are kept.
 */
export function segmentsOf(
  { step, x, y }: Path,
  window: Window,
): { segments: Segment[]; left: number } {
  const seen = new Set<string>();
  const segments: Segment[] = [];
  const beside = (a: number, b: number) => (a < 0 && b < 0) || (a > 1 && b > 1);
  const pixel = ([x, y]: [number, number]) =>
    `${Math.round(x * finest.width)},${Math.round(y * finest.height)}`;
  let from = shareOf({ x: x[0], y: y[0] }, window);
  for (let i = 1; i < step.length; i++) {
    const to = shareOf({ x: x[i], y: y[i] }, window);
    const outside =
      !Number.isFinite(from[0] + from[1] + to[0] + to[1]) ||
      beside(from[0], to[0]) ||
      beside(from[1], to[1]);
    const key = outside ? "" : `${pixel(from)} ${pixel(to)}`;
    if (!outside && !seen.has(key)) {
      seen.add(key);
      segments.push({ step: step[i], from, to });
    }
    from = to;
  }
  const left = Math.max(0, segments.length - mostSegments);
  return { segments: segments.slice(left), left };
}

/** Rings as the `d` of an SVG path. */
export function ringPath(rings: Rings, size: Size): string {
  return rings
    .map((ring) => `M${ring.map((at) => placed(at, size)).join("L")}Z`)
    .join("");
}

/** Segments as the `d` of an SVG path, continued where one ends where the next begins. */
export function segmentPath(segments: Segment[], size: Size): string {
  let at: [number, number] | null = null;
  let d = "";
  for (const { from, to } of segments) {
    if (from !== at) d += `M${placed(from, size)}`;
    d += `L${placed(to, size)}`;
    at = to;
  }
  return d;
}

function widened({ min, max }: Window["x"], share: number): Window["x"] {
  const air = share * (max - min);
  return { min: min - air, max: max + air };
}

function placed([x, y]: [number, number], { width, height }: Size): string {
  return `${tenth(x * width)} ${tenth(y * height)}`;
}
