/** What is being read: the names of the curves, the cursor, and what is after the step held. */
import { isOnAxis, isShown, laneOfRow, nearestRow } from "./curve";
import { rowPlacer } from "./lane-marks";
import { letter } from "./lettering";
import { isInside } from "./model";
import { mark, type CurveChart, type Scene } from "./scene";
import { dot, rule } from "./strokes";

/** The name of each curve at its end, pushed apart where two would touch. */
export const endMarks = mark(
  "end labels",
  "in front",
  (ctx, chart, { model, palette }) => {
    const { scales, chartArea } = chart;
    const apart = 14;
    const { log } = model.y;
    const y = placerOf(chart, model);
    const ends = model.curves
      .flatMap((curve) => {
        const row = curve.x.findLastIndex(
          (x, row) =>
            isInside(model.x, x) &&
            (isOnAxis(curve.y[row], log) ||
              (laneOfRow(curve, row, log) ?? "none") !== "none"),
        );
        if (row < 0 || !curve.label || curve.shows === "line") return [];
        const x = scales.x.getPixelForValue(curve.x[row]) + 8;
        return [{ curve, x, y: y(curve, row) }];
      })
      .sort((a, b) => a.y - b.y);
    ends.forEach((end, i) => {
      const above = i > 0 ? ends[i - 1].y + apart : chartArea.top;
      end.y = Math.max(end.y, above);
    });
    ends.forEach((end, i) => {
      // Those below it have to fit as well.
      const lowest = chartArea.bottom - 4 - apart * (ends.length - 1 - i);
      const y = Math.min(end.y, lowest);
      letter(ctx, end.curve.label, {
        x: end.x,
        y,
        align: "left",
        colour: palette[end.curve.ink],
        halo: palette.paper,
      });
    });
  },
);

/** The step being read: an upright hairline and a dot on each curve. */
export const cursorMarks = mark(
  "cursor",
  "in front",
  (ctx, chart, { model, palette, cursor }) => {
    if (cursor === null || !isInside(model.x, cursor)) return;
    const { scales, chartArea } = chart;
    const x = Math.round(scales.x.getPixelForValue(cursor)) + 0.5;
    rule(
      ctx,
      palette.muted,
      1,
      [2, 2],
      [x, chartArea.top],
      [x, chartArea.bottom],
    );
    const y = placerOf(chart, model);
    for (const curve of model.curves) {
      if (curve.shows === "line") continue;
      const row = nearestRow(curve.x, cursor, (row) =>
        isShown(curve, row, model.y.log),
      );
      const at = curve.x[row];
      if (row < 0 || !isInside(model.x, at)) continue;
      // A missing value has a mark, but no place that the cursor could point at.
      const height = y(curve, row);
      if (Number.isNaN(height)) continue;
      dot(
        ctx,
        scales.x.getPixelForValue(at),
        height,
        palette[curve.ink],
        palette.paper,
      );
    }
  },
);

/** A veil over what is after the step held. */
export const veilMarks = mark(
  "veil",
  "in front",
  (ctx, { scales, chartArea }, { model, palette, held }) => {
    if (held === null || !isInside(model.x, held)) return;
    const { top, bottom, right } = chartArea;
    const left = scales.x.getPixelForValue(held);
    ctx.beginPath();
    ctx.moveTo(left, top - 2);
    ctx.lineTo(right + 1, top - 2);
    ctx.lineTo(right + 1, bottom + 2);
    ctx.lineTo(left, bottom + 2);
    ctx.closePath();
    ctx.fillStyle = palette.paper;
    ctx.globalAlpha = 0.72;
    ctx.fill();
    ctx.globalAlpha = 1;
  },
);

function placerOf(chart: CurveChart, model: Scene["model"]) {
  return rowPlacer(chart, model, (value) =>
    chart.scales.y.getPixelForValue(value),
  );
}
