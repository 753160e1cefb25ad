/** What is drawn over and around the curves, as small Chart.js plugins. */
import type { Chart, Plugin, Scale } from "chart.js";
import { tickLabels } from "./axis";
import { letter, widthOf } from "./lettering";
import type { ChartModel, Point } from "./model";
import type { Palette } from "./palette";
import { nearest } from "./shape";

/** What the marks look at each time the chart is drawn. */
export interface Scene {
  model: ChartModel;
  palette: Palette;
  /** Step being read, if any. */
  cursor: number | null;
}

type Draw = (chart: Chart<"line">, scene: Scene) => void;

/** Numbers beside the axes, and "step" at the end of the lower one. */
const axisLabels: Draw = (chart, { model, palette }) => {
  const { ctx, scales, chartArea } = chart;
  const colour = palette.muted;
  const labelled = (scale: Scale, log: boolean) => {
    const values = scale.ticks.map((tick) => tick.value);
    const labels = tickLabels(values, log);
    return values.map((value, i) => ({
      label: labels[i],
      at: scale.getPixelForValue(value),
    }));
  };
  const x = chartArea.left - 10;
  for (const { label, at } of labelled(scales.y, model.y.log))
    letter(ctx, label, { x, y: at, align: "right", colour });
  const y = chartArea.bottom + 14;
  for (const { label, at } of labelled(scales.x, false))
    letter(ctx, label, { x: at, y, align: "center", colour });
  letter(ctx, "step", { x: chart.width, y, align: "right", colour });
};

/** 2/η: dashed, in its own warm colour, named on the line. */
const thresholdLine: Draw = (chart, { model, palette }) => {
  if (!model.threshold) return;
  const { ctx, scales, chartArea } = chart;
  const y = Math.round(scales.y.getPixelForValue(model.threshold.value)) + 0.5;
  rule(
    ctx,
    palette.threshold,
    1.5,
    [7, 4],
    [chartArea.left, y],
    [chartArea.right, y],
  );
  const right = labelSide(chart, model, y - 10) === "right";
  letter(ctx, model.threshold.label, {
    x: right ? chartArea.right - 8 : chartArea.left + 8,
    y: y - 10,
    align: right ? "right" : "left",
    colour: palette.threshold,
    halo: palette.paper,
  });
};

/** The end of the threshold line where the curves leave more room for its name. */
function labelSide(chart: Chart<"line">, model: ChartModel, y: number) {
  const ends = (index: number) =>
    model.curves.flatMap(({ points }) => {
      const point = points.at(index);
      return point ? [chart.scales.y.getPixelForValue(point.y)] : [];
    });
  const room = (index: number) =>
    Math.min(...ends(index).map((end) => Math.abs(end - y)), Infinity);
  return room(0) < 16 && room(-1) > room(0) ? "right" : "left";
}

/** The crossing: a thin upright rule with a small flag. */
const crossingRule: Draw = (chart, { model, palette }) => {
  if (!model.crossing) return;
  const { ctx, scales, chartArea } = chart;
  const x = Math.round(scales.x.getPixelForValue(model.crossing.step)) + 0.5;
  const top = chartArea.top - 12;
  rule(ctx, palette.threshold, 1, [], [x, top - 5], [x, chartArea.bottom]);
  const room = chartArea.right - x > widthOf(ctx, model.crossing.label) + 16;
  const side = room ? 1 : -1;
  ctx.fillStyle = palette.threshold;
  ctx.beginPath();
  ctx.moveTo(x, top - 5);
  ctx.lineTo(x + side * 8, top - 1);
  ctx.lineTo(x, top + 3);
  ctx.fill();
  letter(ctx, model.crossing.label, {
    x: x + side * 13,
    y: top - 1,
    align: room ? "left" : "right",
    colour: palette.threshold,
    halo: palette.paper,
  });
};

/** The name of each curve at its end, pushed apart where two would touch. */
const endLabels: Draw = (chart, { model, palette }) => {
  const { ctx, scales, chartArea } = chart;
  const apart = 14;
  const ends = model.curves
    .filter((curve) => curve.label && curve.points.length > 0)
    .map((curve) => {
      const last = curve.points[curve.points.length - 1];
      return {
        curve,
        x: scales.x.getPixelForValue(last.x) + 8,
        y: scales.y.getPixelForValue(last.y),
      };
    })
    .sort((a, b) => a.y - b.y);
  ends.forEach((end, i) => {
    if (i > 0) end.y = Math.max(end.y, ends[i - 1].y + apart);
    const y = Math.min(Math.max(end.y, chartArea.top), chartArea.bottom - 4);
    letter(ctx, end.curve.label, {
      x: end.x,
      y,
      align: "left",
      colour: palette[end.curve.ink],
      halo: palette.paper,
    });
  });
};

/** The step being read: an upright hairline and a dot on each curve. */
const cursorRule: Draw = (chart, { model, palette, cursor }) => {
  if (cursor === null) return;
  const { ctx, scales, chartArea } = chart;
  const x = Math.round(scales.x.getPixelForValue(cursor)) + 0.5;
  rule(
    ctx,
    palette.muted,
    1,
    [2, 2],
    [x, chartArea.top],
    [x, chartArea.bottom],
  );
  for (const curve of model.curves) {
    const at = nearest(
      curve.points.map((point) => point.x),
      cursor,
    );
    if (at >= 0)
      dot(chart, curve.points[at], palette[curve.ink], palette.paper);
  }
};

/** A single point makes no line, and a measurement that did not converge is drawn hollow. */
const points: Draw = (chart, { model, palette }) => {
  for (const { points, flagged, ink } of model.curves) {
    if (points.length === 1) dot(chart, points[0], palette[ink], palette.paper);
    for (const point of flagged)
      dot(chart, point, palette.paper, palette[ink], 1.5);
  }
};

function dot(
  chart: Chart<"line">,
  at: Point,
  fill: string,
  edge: string,
  edgeWidth = 2,
) {
  const { ctx, scales } = chart;
  const x = scales.x.getPixelForValue(at.x);
  const y = scales.y.getPixelForValue(at.y);
  ctx.beginPath();
  ctx.arc(x, y, 4, 0, 2 * Math.PI);
  ctx.fillStyle = fill;
  ctx.fill();
  ctx.lineWidth = edgeWidth;
  ctx.strokeStyle = edge;
  ctx.stroke();
}

function rule(
  ctx: CanvasRenderingContext2D,
  colour: string,
  width: number,
  dash: number[],
  from: [number, number],
  to: [number, number],
) {
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.setLineDash(dash);
  ctx.beginPath();
  ctx.moveTo(...from);
  ctx.lineTo(...to);
  ctx.stroke();
  ctx.setLineDash([]);
}

/** The marks of one chart, in two layers: under the curves and over them. */
export function marks(scene: () => Scene): Plugin<"line"> {
  const layer = (draws: Draw[]) => (chart: Chart<"line">) => {
    chart.ctx.save();
    for (const draw of draws) draw(chart, scene());
    chart.ctx.restore();
  };
  return {
    id: "marks",
    beforeDatasetsDraw: layer([axisLabels, thresholdLine]),
    afterDatasetsDraw: layer([points, crossingRule, endLabels, cursorRule]),
  };
}
