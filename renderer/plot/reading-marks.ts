/** What is being read: the names of the curves, the cursor, and what is after the step held. */
import { isOnAxis, isShown, laneOfRow, nearestRow, type Curve } from "./curve";
import { Coverage } from "./coverage";
import { letter, widthOf } from "./lettering";
import { layoutEnds, type Box, type End } from "./line-ends";
import { isInside, type ChartModel } from "./model";
import { placesOf } from "./places";
import { mark, type CurveChart } from "./scene";
import { dot, rule } from "./strokes";
import { crowd } from "./styles";

/** The name of each curve at its end; only those that stand out, where some do; none in a crowd. */
export const endMarks = mark("end labels", "in front", (ctx, chart, scene) => {
  const { model, palette, lit } = scene;
  const { width, chartArea } = chart;
  const isCrowd = model.curves.length > crowd;
  const isNamed = (key: string) => (lit.size === 0 ? !isCrowd : lit.has(key));
  const named = model.curves.filter(({ key }) => isNamed(key));
  const ends = endsOf(chart, model, named);
  const box = { ...chartArea, right: width, top: chartArea.top - 4 };
  const labels = layoutEnds(
    ends,
    box,
    (label) => widthOf(ctx, label),
    clearIn(chart, model),
  );
  for (const { at, x, y, label, ink, hasLeader } of labels) {
    const colour = palette[ink];
    if (hasLeader) rule(ctx, colour, 1, [], [at.x, at.y], [x - 3, y]);
    letter(ctx, label, { x, y, align: "left", colour, halo: palette.paper });
  }
});

/** Whether curves leave a box free, for boxes that share their sides more often than not. */
function clearIn(chart: CurveChart, model: ChartModel) {
  const known = new Map<string, Coverage>();
  return ({ left, right, top, bottom }: Box) => {
    // Nothing is drawn beside the plot.
    if (left >= chart.chartArea.right) return true;
    const key = `${left} ${right}`;
    const coverage = known.get(key) ?? new Coverage(chart, model, left, right);
    known.set(key, coverage);
    return coverage.isFree(top, bottom);
  };
}

/** The last row of each named curve within the window that shows something. */
function endsOf(chart: CurveChart, model: ChartModel, curves: Curve[]): End[] {
  const { log } = model.y;
  const { top, bottom } = chart.chartArea;
  const { x: placeX, y: placeY } = placesOf(chart, model);
  return curves.flatMap((curve): End[] => {
    const { key, label, ink } = curve;
    if (!label || curve.shows === "line") return [];
    const row = curve.x.findLastIndex(
      (x, row) =>
        isInside(model.x, x) &&
        (isOnAxis(curve.y[row], log) ||
          (laneOfRow(curve, row, log) ?? "none") !== "none"),
    );
    const at = { x: placeX(curve.x[row]), y: placeY(curve, row) };
    // One that leaves a chosen range of y has no end in it.
    if (row < 0 || at.y < top - 2 || at.y > bottom + 2) return [];
    return [{ key, label, ink, at }];
  });
}

/** The step being read: an upright hairline and a dot on each curve. */
export const cursorMarks = mark(
  "cursor",
  "in front",
  (ctx, chart, { model, palette, cursor, lit }) => {
    if (cursor === null || !isInside(model.x, cursor)) return;
    const { scales, chartArea } = chart;
    const places = placesOf(chart, model);
    const x = Math.round(scales.x.getPixelForValue(cursor)) + 0.5;
    rule(
      ctx,
      palette.muted,
      1,
      [2, 2],
      [x, chartArea.top],
      [x, chartArea.bottom],
    );
    const isCrowd = model.curves.length > crowd;
    for (const curve of model.curves) {
      if (curve.shows === "line") continue;
      // A dot on each curve of a crowd would hide them.
      if (lit.size === 0 ? isCrowd : !lit.has(curve.key)) continue;
      const row = nearestRow(curve, cursor, (row) =>
        isShown(curve, row, model.y.log),
      );
      const at = curve.x[row];
      if (row < 0 || !isInside(model.x, at)) continue;
      // A missing value has a mark, but no place that the cursor could point at.
      const height = places.y(curve, row);
      if (Number.isNaN(height)) continue;
      dot(ctx, places.x(at), height, palette[curve.ink], palette.paper);
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
