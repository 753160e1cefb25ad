/** What is drawn over and around the curves, as small Chart.js plugins. */
import type { Chart, Plugin, Scale } from "chart.js";
import { scaledLabels, tickLabels } from "./axis";
import { canvasBrush, type Brush } from "./brush";
import { curves, placeOf, points } from "./curve-marks";
import { drawLanes } from "./lane-marks";
import { outsideOf } from "./lanes";
import { letter, widthOf } from "./lettering";
import { levelLabels } from "./levels";
import { isEmpty, type ChartModel } from "./model";
import type { Palette } from "./palette";
import { nearestPoint } from "./shape";
import { circle, dot, rule } from "./strokes";

/** What the marks look at each time the chart is drawn. */
export interface Scene {
  model: ChartModel;
  palette: Palette;
  /** Step being read, if any. */
  cursor: number | null;
  /** What is after this x is faint. */
  held: number | null;
}

export type Draw = (ctx: Brush, chart: Chart<"line">, scene: Scene) => void;

/** Faint horizontal lines, where there is something to read from them. */
const grid: Draw = (ctx, { scales, chartArea }, { model, palette }) => {
  if (isEmpty(model)) return;
  for (const { value } of scales.y.ticks) {
    const y = Math.round(scales.y.getPixelForValue(value)) + 0.5;
    rule(ctx, palette.line, 1, [], [chartArea.left, y], [chartArea.right, y]);
  }
};

/** Numbers beside the axes, and "step" at the end of the lower one. */
const axisLabels: Draw = (ctx, chart, { model, palette }) => {
  const { scales, chartArea } = chart;
  const colour = palette.muted;
  const valuesOf = (scale: Scale) => scale.ticks.map(({ value }) => value);
  const placed = (scale: Scale, labels: string[]) =>
    valuesOf(scale).map((value, i) => ({
      label: labels[i],
      at: scale.getPixelForValue(value),
    }));
  const x = chartArea.left - 10;
  const values = valuesOf(scales.y);
  const labels = tickLabels(values, model.y.log);
  const isTooWide = labels.some((label) => widthOf(ctx, label) > x);
  const scaled = isTooWide ? scaledLabels(values) : { labels, unit: "" };
  for (const { label, at } of placed(scales.y, scaled.labels))
    letter(ctx, label, { x, y: at, align: "right", colour });
  letter(ctx, scaled.unit, {
    x: 0,
    y: chartArea.top - 14,
    align: "left",
    colour,
  });
  const y = chartArea.bottom + 14;
  const name = model.x.name ?? "step";
  const nameFrom = chart.width - widthOf(ctx, name) - 8;
  const along = tickLabels(valuesOf(scales.x), model.x.log === true);
  for (const { label, at } of placed(scales.x, along))
    if (at + widthOf(ctx, label) / 2 < nameFrom)
      letter(ctx, label, { x: at, y, align: "center", colour });
  letter(ctx, name, { x: chart.width, y, align: "right", colour });
};

/** 2/η: dashed, in its own warm colour, named on the line. */
const thresholdLine: Draw = (ctx, chart, { model, palette }) => {
  if (!model.threshold) return;
  const { scales, chartArea } = chart;
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

/** The thresholds of several runs: long dashes in the colour of each, named at the left. */
const levels: Draw = (ctx, chart, { model, palette }) => {
  const { scales, chartArea } = chart;
  const place = (value: number) =>
    Math.round(scales.y.getPixelForValue(value)) + 0.5;
  const inside = (model.levels ?? []).filter(({ value }) => {
    const y = place(value);
    return y >= chartArea.top && y <= chartArea.bottom;
  });
  const { left, right } = chartArea;
  for (const { value, ink } of inside) {
    const y = place(value);
    rule(ctx, palette[ink], 1.25, [7, 4], [left, y], [right, y]);
  }
  for (const { line, text, ink } of levelLabels(inside, place))
    letter(ctx, text, {
      x: left + 8,
      y: line - 9,
      align: "left",
      colour: ink ? palette[ink] : palette.ink,
      halo: palette.paper,
    });
};

/** Where each of several runs crossed: a short flag above the plot with a thin rule. */
const crossingFlags: Draw = (ctx, chart, { model, palette }) => {
  const { scales, chartArea } = chart;
  for (const { x: at, label, ink } of model.crossings ?? []) {
    if (!isInside(model.x, at)) continue;
    const x = Math.round(scales.x.getPixelForValue(at)) + 0.5;
    const top = chartArea.top - 6;
    const colour = palette[ink];
    rule(ctx, colour, 1, [2, 2], [x, top], [x, chartArea.bottom]);
    letter(ctx, label, { x, y: top - 8, align: "center", colour });
  }
};

/** The crossing: a thin upright rule with a small flag. */
const crossingRule: Draw = (ctx, chart, { model, palette }) => {
  if (!model.crossing || !isInside(model.x, model.crossing.step)) return;
  const { scales, chartArea } = chart;
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

/** Other events: small ticks on the step axis, which the read-out names. */
const eventTicks: Draw = (ctx, chart, { model, palette }) => {
  const { scales, chartArea } = chart;
  for (const { step } of model.ticks ?? []) {
    if (!isInside(model.x, step)) continue;
    const x = Math.round(scales.x.getPixelForValue(step)) + 0.5;
    ctx.beginPath();
    ctx.moveTo(x, chartArea.bottom - 7);
    ctx.lineTo(x + 4, chartArea.bottom);
    ctx.lineTo(x - 4, chartArea.bottom);
    ctx.closePath();
    ctx.fillStyle = palette.threshold;
    ctx.fill();
  }
};

/** The name of each curve at its end, pushed apart where two would touch. */
const endLabels: Draw = (ctx, chart, { model, palette }) => {
  const { scales, chartArea } = chart;
  const apart = 14;
  const y = placeOf(chart, model);
  const ends = model.curves
    .flatMap((curve) => {
      const [value, outside] = [curve.points, outsideOf(curve)].map((points) =>
        points.findLast(
          (point) => isInside(model.x, point.x) && point.lane !== "none",
        ),
      );
      const last =
        outside && outside.x > (value?.x ?? -Infinity) ? outside : value;
      return last && curve.label ? [{ curve, last }] : [];
    })
    .map(({ curve, last }) => {
      return {
        curve,
        x: scales.x.getPixelForValue(last.x) + 8,
        y: y(last),
      };
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
};

/** The step being read: an upright hairline and a dot on each curve. */
const cursorRule: Draw = (ctx, chart, { model, palette, cursor }) => {
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
  const y = placeOf(chart, model);
  for (const curve of model.curves) {
    const [point, outside] = [curve.points, outsideOf(curve)].map((points) =>
      nearestPoint(points, cursor),
    );
    const isOutside =
      outside &&
      Math.abs(outside.x - cursor) < Math.abs((point?.x ?? Infinity) - cursor);
    const read = isOutside ? outside : point;
    if (read && isInside(model.x, read.x))
      dot(
        ctx,
        scales.x.getPixelForValue(read.x),
        y(read),
        palette[curve.ink],
        palette.paper,
      );
  }
};

/** A veil over what is after the step held. */
const veil: Draw = (ctx, { scales, chartArea }, { model, palette, held }) => {
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
};

/** Notes: a numbered disc above the point each is pinned to. */
const pins: Draw = (ctx, { scales, chartArea }, { model, palette }) => {
  for (const { x: at, y: value, label } of model.pins ?? []) {
    if (!isInside(model.x, at)) continue;
    const x = scales.x.getPixelForValue(at);
    const { top, bottom } = chartArea;
    const inside = Math.min(scales.y.getPixelForValue(value), bottom);
    const y = Math.max(inside, top);
    // Above the point, or below it where there is no room.
    const disc = y - top < 20 ? y + 20 : y - 20;
    rule(ctx, palette.ink, 1, [], [x, y], [x, disc]);
    circle(ctx, x, y, 2.5);
    ctx.fillStyle = palette.ink;
    ctx.fill();
    circle(ctx, x, disc, 9);
    ctx.fill();
    letter(ctx, label, {
      x,
      y: disc + 0.5,
      align: "center",
      colour: palette.paper,
    });
  }
};

function isInside({ min, max }: ChartModel["x"], x: number): boolean {
  return x >= min && x <= max;
}

/** Everything of a chart, from back to front. */
const layers: Draw[] = [
  grid,
  axisLabels,
  drawLanes,
  thresholdLine,
  curves,
  levels,
  points,
  veil,
  crossingRule,
  eventTicks,
  crossingFlags,
  endLabels,
  cursorRule,
  pins,
];

export function drawMarks(ctx: Brush, chart: Chart<"line">, scene: Scene) {
  for (const draw of layers) draw(ctx, chart, scene);
}

/** Draws the scene whenever its chart is drawn. */
export function marks(scene: () => Scene): Plugin<"line"> {
  return {
    id: "marks",
    beforeDatasetsDraw(chart) {
      chart.ctx.save();
      drawMarks(canvasBrush(chart.ctx), chart, scene());
      chart.ctx.restore();
    },
  };
}
