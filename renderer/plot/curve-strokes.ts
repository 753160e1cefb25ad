/** A curve as strokes of a brush: its band, its line, and the points that no line goes through. */
import type { Brush } from "./brush";
import type { Line } from "./columns";
import { isOnAxis, valuesOf, type Curve } from "./curve";
import type { ChartModel } from "./model";
import type { Palette } from "./palette";
import type { Places, PlaceY } from "./places";
import { dot } from "./strokes";

/** Draws a curve, not clipped. @param width of the plot in pixels */
export function strokeCurve(
  brush: Brush,
  curve: Curve,
  places: Places,
  palette: Palette,
  width: number,
) {
  const colour = palette[curve.ink];
  if (curve.band) shade(brush, curve.band, colour, places);
  if (curve.shows === "reading") return;
  brush.beginPath();
  const climb = trace(brush, curve, places);
  // Where an oscillation fills the plot, dashes could not be seen and take long to draw.
  const dense = climb > 12 * width;
  brush.strokeStyle = colour;
  brush.lineWidth = curve.width;
  brush.globalAlpha = curve.alpha ?? 1;
  brush.lineJoin = dense ? "bevel" : "round";
  brush.setLineDash(dense ? [] : curve.dash);
  brush.stroke();
  brush.setLineDash([]);
  brush.globalAlpha = 1;
}

/**
 * A single point makes no line, nor does one between two gaps; a measurement in doubt is drawn hollow.
 */
export function dotPoints(
  brush: Brush,
  curve: Curve,
  { x, y }: Places,
  palette: Palette,
  { y: { log } }: ChartModel,
) {
  const colour = palette[curve.ink];
  const at = (row: number) => [x(curve.x[row]), y(curve, row)] as const;
  // Parts of a curve that is read as a whole have none of their own.
  const lone = curve.shows ? [] : alone(curve, y);
  const values = lone.length > 0 ? valuesOf([curve], log).length : 0;
  if (values === 1 && lone.length === 1) {
    const row = curve.y.findIndex((value) => isOnAxis(value, log));
    dot(brush, ...at(row), colour, palette.paper);
  } else if (values > 0)
    for (const row of lone) dot(brush, ...at(row), colour, colour, 0, 1.5);
  for (const row of curve.flagged)
    dot(brush, ...at(row), palette.paper, colour, 1.5);
}

/**
 * The path along a line, lifted at rows without a place.
 * @returns how far it goes up and down in all, in pixels
 */
function trace(brush: Brush, line: Line, { x, y }: Places): number {
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
  places: Places,
) {
  const { x, y } = places;
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
    trace(brush, rowsOf(low, first, last + 1), places);
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

/** Rows that no line goes to. */
function alone(line: Line, y: PlaceY): number[] {
  const isDrawn = (row: number) =>
    row >= 0 && row < line.x.length && !Number.isNaN(y(line, row));
  const rows: number[] = [];
  for (let row = 0; row < line.x.length; row++)
    if (isDrawn(row) && !isDrawn(row - 1) && !isDrawn(row + 1)) rows.push(row);
  return rows;
}
