/** The curve of the run that a fork goes on from, beneath the fork's own: what would have become without the change. */
import type { SeriesWindow } from "../../../../core/contract/api";
import { linearRange, logRange } from "../../../plot/axis";
import { curveOf, endsOfValues } from "../../../plot/curve";
import type { ChartModel } from "../../../plot/model";
import type { Ink } from "../../../plot/palette";

/** Columns of the parent that are drawn: of each chart one, in the colour of the fork's. */
export const parentColumns = {
  loss: { table: "steps", column: "loss", ink: "loss" },
  sharpness: { table: "spectrum", column: "lambda1", ink: "sharpness" },
} as const satisfies Record<
  string,
  { table: "steps" | "spectrum"; column: string; ink: Ink }
>;

/** Marks the curve in a model, see marks.ts. */
export const parentKey = "parent";

/**
 * @param chart its key
 * @param parent its curves as they were read; null where the run is no fork, or its parent is gone
 */
export function withParent(
  chart: string,
  model: ChartModel,
  parent: Record<"steps" | "spectrum", SeriesWindow> | null,
): ChartModel {
  const drawn = Object.entries(parentColumns).find(([key]) => key === chart);
  if (!parent || !drawn) return model;
  const [, { table, column, ink }] = drawn;
  const curve = curveOf(parentKey, "", ink, parent[table][column], {
    dash: [2, 3],
    width: 1.25,
    alpha: 0.75,
    gaps: "plain",
    shows: "line",
  });
  const { x, y } = model;
  const ends = endsOfValues([curve], y.log, x);
  if (ends.length === 0) return model;
  const isInside = ends.every((value) => value >= y.min && value <= y.max);
  const values = [y.min, y.max, ...ends];
  const range = y.log ? logRange(values) : linearRange(values);
  return {
    ...model,
    y: isInside ? y : { ...y, ...range },
    curves: [curve, ...model.curves],
  };
}
