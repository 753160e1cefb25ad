/** Points of curves: those that no line goes through, and those in doubt. */
import type { Line } from "./columns";
import { isOnAxis, valuesOf } from "./curve";
import { rowPlacer } from "./lane-marks";
import { mark } from "./scene";
import { dot } from "./strokes";

/**
 * A single point makes no line, nor does one between two gaps; a measurement in doubt is drawn hollow.
 */
export const pointMarks = mark("points", "in front", (ctx, chart, scene) => {
  const { model, palette } = scene;
  const { scales } = chart;
  const y = rowPlacer(chart, model, (value) =>
    scales.y.getPixelForValue(value),
  );
  for (const curve of model.curves) {
    const colour = palette[curve.ink];
    const at = (row: number) =>
      [scales.x.getPixelForValue(curve.x[row]), y(curve, row)] as const;
    // Parts of a curve that is read as a whole have none of their own.
    const lone = curve.shows ? [] : alone(curve, y);
    const values = lone.length > 0 ? valuesOf([curve], model.y.log).length : 0;
    if (values === 1 && lone.length === 1) {
      const row = curve.y.findIndex((value) => isOnAxis(value, model.y.log));
      dot(ctx, ...at(row), colour, palette.paper);
    } else if (values > 0)
      for (const row of lone) dot(ctx, ...at(row), colour, colour, 0, 1.5);
    for (const row of curve.flagged)
      dot(ctx, ...at(row), palette.paper, colour, 1.5);
  }
});

/** Rows that no line goes to. */
function alone(line: Line, y: (line: Line, row: number) => number): number[] {
  const isDrawn = (row: number) =>
    row >= 0 && row < line.x.length && !Number.isNaN(y(line, row));
  const rows: number[] = [];
  for (let row = 0; row < line.x.length; row++)
    if (isDrawn(row) && !isDrawn(row - 1) && !isDrawn(row + 1)) rows.push(row);
  return rows;
}
