/** Level lines of a grid as SVG paths, and the levels worth drawing. */
import { contours } from "d3-contour";
import { linearTicks } from "../plot/axis";
import type { Grid } from "../../core/landscapes/map";

/** At most so many lines of the loss. */
const mostLevels = 14;
/** Below the loss that this share of the cells stays under, a valley is too narrow for the grid. */
const bottom = 0.05;

/** Rings of [column, row] in units of cells: (0, 0) is the corner of the grid. */
export type Rings = [number, number][][];

/**
 * The edge of where values are at or above a level. Rings also run around the grid where the values
 * at its border are above: a plot has to leave out the outermost cells.
 */
export function ringsAt(
  values: number[],
  { columns, rows }: Pick<Grid, "columns" | "rows">,
  level: number,
): Rings {
  const { coordinates } = contours()
    .size([columns, rows])
    .contour(values, level);
  return coordinates.flat() as Rings;
}

/** Round levels of the loss, ascending: evenly spaced on a log scale where all of it is positive. */
export function lossLevels(loss: Float64Array): {
  levels: number[];
  log: boolean;
} {
  const sorted = loss.filter(Number.isFinite).sort();
  const [low, high] = [sorted[0], sorted[sorted.length - 1]];
  if (!(low < high)) return { levels: [], log: false };
  const resolved = sorted[Math.floor(bottom * sorted.length)];
  if (low < 0 || resolved === 0)
    return { levels: evenLevels(low, high), log: false };
  const first = Math.log10(resolved);
  const perDecade = [1, 2, 3].findLast(
    (n) => (Math.log10(high) - first) * n <= mostLevels,
  );
  const stride = perDecade
    ? 1 / perDecade
    : Math.ceil((Math.log10(high) - first) / mostLevels);
  const levels: number[] = [];
  for (let n = Math.ceil(first / stride); n * stride < Math.log10(high); n++)
    levels.push(rounded(10 ** (n * stride)));
  return { levels, log: true };
}

/** Lines are straight between two cells on the scale on which their levels are even. */
export function onScale(loss: Float64Array, log: boolean): number[] {
  return log
    ? Array.from(loss, (value) => Math.log10(Math.max(value, 1e-300)))
    : [...loss];
}

function evenLevels(low: number, high: number): number[] {
  return linearTicks({ min: low, max: high }, mostLevels).filter(
    (level) => level > low && level < high,
  );
}

/** 1, 2, 5 or 3 times a power of ten, as near as these come. */
function rounded(level: number): number {
  const power = 10 ** Math.floor(Math.log10(level) + 1e-9);
  const digit = [1, 2, 3, 5, 10].reduce((best, next) =>
    Math.abs(next - level / power) < Math.abs(best - level / power)
      ? next
      : best,
  );
  return Number((digit * power).toPrecision(3));
}
