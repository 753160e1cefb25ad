/** The controller with which Chart.js draws a curve straight from its typed arrays. */
import { DatasetController, PointElement, type Scale } from "chart.js";
import type { Brush } from "./brush";
import type { Line } from "./columns";
import type { Curve } from "./curve";
import { rowPlacer } from "./lane-marks";
import { sceneOf, type CurveChart } from "./scene";

/** Without an element for each point: those of eight runs would not be ready within a frame. */
export class CurveController extends DatasetController<"curve"> {
  static id = "curve";
  /** Chart.js wants to know an element for each row, though none is ever made. */
  static defaults = {
    datasetElementType: false,
    dataElementType: PointElement.id,
  };

  // The arrays are neither parsed nor watched: a dataset gets another curve instead.
  override addElements() {}
  override buildOrUpdateElements() {}
  override parse() {}
  override update() {}

  /** Draws the curve inside the plot, with its band behind it. */
  override draw() {
    const chart = this.chart as unknown as CurveChart;
    const { model, palette, brush } = sceneOf(chart);
    const curve = chart.data.datasets[this.index].data;
    const { left, top, width, height } = chart.chartArea;
    const x = placer(chart.scales.x, model.x.log === true);
    const y = rowPlacer(chart, model, placer(chart.scales.y, model.y.log));
    brush.clipTo(left, top - 2, width, height + 4);
    const colour = palette[curve.ink];
    if (curve.band) shade(brush, curve.band, colour, x, y);
    if (curve.shows !== "reading") {
      brush.beginPath();
      const climb = trace(brush, curve, x, y);
      // Where an oscillation fills the plot, dashes could not be seen and take long to draw.
      const dense = climb > 12 * width;
      brush.strokeStyle = colour;
      brush.lineWidth = curve.width;
      brush.lineJoin = dense ? "bevel" : "round";
      brush.setLineDash(dense ? [] : curve.dash);
      brush.stroke();
      brush.setLineDash([]);
    }
    brush.unclip();
  }
}

type PlaceX = (value: number) => number;
type PlaceY = (line: Line, row: number) => number;

/**
 * The path along a line, lifted at rows without a place.
 * @returns how far it goes up and down in all, in pixels
 */
function trace(brush: Brush, line: Line, x: PlaceX, y: PlaceY): number {
  let climb = 0;
  let before = NaN;
  for (let row = 0; row < line.x.length; row++) {
    const at = y(line, row);
    if (Number.isNaN(before)) {
      if (!Number.isNaN(at)) brush.moveTo(x(line.x[row]), at);
    } else if (!Number.isNaN(at)) {
      brush.lineTo(x(line.x[row]), at);
      climb += Math.abs(at - before);
    }
    before = at;
  }
  return climb;
}

/** Shades each stretch of a band: not across a gap. */
function shade(
  brush: Brush,
  { low, high }: NonNullable<Curve["band"]>,
  colour: string,
  x: PlaceX,
  y: PlaceY,
) {
  brush.fillStyle = colour;
  brush.globalAlpha = 0.18;
  let from = 0;
  for (let row = 0; row <= low.x.length; row++) {
    if (row < low.x.length && !Number.isNaN(y(low, row))) continue;
    if (row > from) shadeBetween(from, row - 1);
    from = row + 1;
  }
  brush.globalAlpha = 1;

  function shadeBetween(first: number, last: number) {
    brush.beginPath();
    trace(brush, rowsOf(low, first, last + 1), x, y);
    for (let row = high.x.length - 1; row >= 0; row--) {
      const isInside =
        high.x[row] >= low.x[first] && high.x[row] <= low.x[last];
      const at = y(high, row);
      if (isInside && !Number.isNaN(at)) brush.lineTo(x(high.x[row]), at);
    }
    brush.closePath();
    brush.fill();
  }
}

function rowsOf({ x, y }: Line, from: number, to: number): Line {
  return { x: x.subarray(from, to), y: y.subarray(from, to) };
}

/** What getPixelForValue does, without its detours: it is asked for each point of each frame. */
function placer(scale: Scale, log: boolean): PlaceX {
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
