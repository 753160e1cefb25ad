/** The curves of a chart, with the points that no line goes through. */
import type { Chart, Scale } from "chart.js";
import type { Brush } from "./brush";
import { lanePlacer } from "./lane-marks";
import type { Draw } from "./marks";
import type { ChartModel, Curve, Point } from "./model";
import { dot } from "./strokes";

/** The curves themselves, kept inside the plot. */
export const curves: Draw = (ctx, chart, { model, palette }) => {
  const { left, top, width, height } = chart.chartArea;
  const x = placer(chart.scales.x, model.x.log === true);
  const y = lanePlacer(chart, model, placer(chart.scales.y, model.y.log));
  ctx.clipTo(left, top - 2, width, height + 4);
  for (const curve of model.curves) {
    const colour = palette[curve.ink];
    if (curve.band) {
      ctx.fillStyle = colour;
      ctx.globalAlpha = 0.18;
      for (const piece of bandPieces(curve.band, y)) {
        ctx.beginPath();
        trace(ctx, piece, x, y);
        ctx.closePath();
        ctx.fill();
      }
      ctx.globalAlpha = 1;
    }
    ctx.beginPath();
    const climb = trace(ctx, curve.line, x, y);
    // Where an oscillation fills the plot, dashes could not be seen and take long to draw.
    const dense = climb > 12 * width;
    ctx.strokeStyle = colour;
    ctx.lineWidth = curve.width;
    ctx.lineJoin = dense ? "bevel" : "round";
    ctx.setLineDash(dense ? [] : curve.dash);
    ctx.stroke();
  }
  ctx.setLineDash([]);
  ctx.unclip();
};

/** The outline of each stretch of a band: no shade across a gap. */
function bandPieces(
  { low, high }: NonNullable<Curve["band"]>,
  y: (point: Point) => number,
): Point[][] {
  const pieces: Point[][] = [];
  let from = 0;
  for (let i = 0; i <= low.length; i++) {
    if (i < low.length && !Number.isNaN(y(low[i]))) continue;
    const stretch = low.slice(from, i);
    from = i + 1;
    if (stretch.length === 0) continue;
    const [first, last] = [stretch[0].x, stretch[stretch.length - 1].x];
    const above = high.filter((point) => point.x >= first && point.x <= last);
    pieces.push([...stretch, ...above.toReversed()]);
  }
  return pieces;
}

/**
 * The path along points, lifted at those without a y.
 * @returns how far it goes up and down in all, in pixels
 */
function trace(
  ctx: Brush,
  points: Curve["line"],
  x: (value: number) => number,
  y: (point: Point) => number,
): number {
  let climb = 0;
  let before = NaN;
  for (const point of points) {
    const at = y(point);
    if (Number.isNaN(before)) {
      if (!Number.isNaN(at)) ctx.moveTo(x(point.x), at);
    } else if (!Number.isNaN(at)) {
      ctx.lineTo(x(point.x), at);
      climb += Math.abs(at - before);
    }
    before = at;
  }
  return climb;
}

/** What getPixelForValue does, without its detours: it is asked for each point of each frame. */
function placer(scale: Scale, log: boolean): (value: number) => number {
  const [first, last] = [scale.min, scale.max].map((value) =>
    scale.getPixelForValue(value),
  );
  const [min, max] = log
    ? [Math.log10(scale.min), Math.log10(scale.max)]
    : [scale.min, scale.max];
  const slope = (last - first) / (max - min);
  return log
    ? (value) => first + (Math.log10(value) - min) * slope
    : (value) => first + (value - min) * slope;
}

/**
 * A single point makes no line, nor does one between two gaps; a measurement that did not converge is
 * drawn hollow.
 */
export const points: Draw = (ctx, chart, { model, palette }) => {
  const { scales } = chart;
  const y = placeOf(chart, model);
  const x = (point: Point) => scales.x.getPixelForValue(point.x);
  for (const { points, line, flagged, ink } of model.curves) {
    const isOnly = points.length === 1 && alone(line, y).length === 1;
    if (isOnly)
      dot(ctx, x(points[0]), y(points[0]), palette[ink], palette.paper);
    // Parts of a curve that is read as a whole have none of their own.
    else if (points.length > 0)
      for (const point of alone(line, y))
        dot(ctx, x(point), y(point), palette[ink], palette[ink], 0, 1.5);
    for (const point of flagged)
      dot(ctx, x(point), y(point), palette.paper, palette[ink], 1.5);
  }
};

/** Points that no line goes to. */
function alone(line: Point[], y: (point: Point) => number): Point[] {
  const isDrawn = (i: number) => i in line && !Number.isNaN(y(line[i]));
  return line.filter(
    (_, i) => isDrawn(i) && !isDrawn(i - 1) && !isDrawn(i + 1),
  );
}

/** Where a point is, in pixels from the top: at its value or in its lane. */
export function placeOf(chart: Chart<"line">, model: ChartModel) {
  return lanePlacer(chart, model, (value) =>
    chart.scales.y.getPixelForValue(value),
  );
}
