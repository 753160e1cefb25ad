/** Samples of a picture of a network, drawn and counted. */
import { markPath } from "../phase-plane";
import type { Brush } from "../../plot/brush";
import type { Axis } from "../../plot/model";
import type { Ink } from "../../plot/palette";

/** Inks and marks that tell classes apart; classes further on repeat them. */
const inks = 8;
const marks = [1, 2, 3, 4] as const;

export function classInk(own: number): Ink {
  return `series-${own % inks}`;
}

/** The mark of a class around a place in pixels. */
export function classMark(own: number, x: number, y: number, radius: number) {
  return markPath(marks[own % marks.length], x, y, radius);
}

/**
 * Fills training samples; test samples are outlines.
 * @param colours.around drawn around filled marks, to part them from what is behind; nothing where left out
 */
export function drawMarks(
  brush: Brush,
  d: string,
  colours: { ink: string; around?: string },
  isTest: boolean,
) {
  const { ink, around } = colours;
  brush.setLineDash([]);
  brush.lineWidth = isTest ? 1.5 : 1;
  brush.fillStyle = ink;
  brush.strokeStyle = isTest ? ink : (around ?? ink);
  if (!isTest) brush.fillPath(d);
  if (isTest || around !== undefined) brush.strokePath(d);
}

/** The range of finite numbers in all of these with some air; from 0 to 1 where there are none. */
export function rangeOf(columns: Float64Array[], air = 0.08): Axis {
  let [min, max] = [Infinity, -Infinity];
  for (const column of columns)
    for (const value of column)
      if (Number.isFinite(value)) {
        min = Math.min(min, value);
        max = Math.max(max, value);
      }
  if (min > max) return { min: 0, max: 1 };
  const span = max - min || Math.abs(max) || 1;
  return { min: min - air * span, max: max + air * span };
}

/** "912 of 1,000" needs how many of two columns agree. */
export function agreeing(
  target: ArrayLike<number>,
  predicted: ArrayLike<number>,
): number {
  let right = 0;
  for (let i = 0; i < target.length; i++)
    if (target[i] === predicted[i]) right++;
  return right;
}

/** The greatest distance of two columns, and where it is; NaN where a number is not finite. */
export function largestMiss(
  targets: Float64Array[],
  predicted: Float64Array[],
): { miss: number; at: number } {
  let [miss, at] = [0, 0];
  targets.forEach((target, column) =>
    target.forEach((y, i) => {
      const off = Math.abs(y - predicted[column][i]);
      if (off > miss || Number.isNaN(off)) [miss, at] = [off, i];
    }),
  );
  return { miss, at };
}
