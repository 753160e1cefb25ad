/** What pictures of a plane have in common: where things are in them, and their axes. */
import { linearTicks, tickLabels } from "./axis";
import type { Brush, Size } from "./brush";
import { letter } from "./lettering";
import type { Axis, Point } from "./model";
import type { Palette } from "./palette";

/** What is seen of a plane. */
export interface View {
  x: Axis;
  y: Axis;
}

/** Room beside the plot in pixels, as beside the charts. */
export const room = { left: 52, right: 56, top: 10, bottom: 28 };

/** The plot within the whole picture. */
export function plotIn({ width, height }: Size): Size {
  return {
    width: Math.max(120, width - room.left - room.right),
    height: height - room.top - room.bottom,
  };
}

/** Where a point is, in shares of the plot from its upper left corner. */
export function shareOf({ x, y }: Point, view: View): [number, number] {
  return [
    (x - view.x.min) / (view.x.max - view.x.min),
    1 - (y - view.y.min) / (view.y.max - view.y.min),
  ];
}

/** Numbers beside the plot, the names of its axes at their ends, and its frame. */
export function drawAxes(
  brush: Brush,
  view: View,
  [nameX, nameY]: readonly string[],
  { width, height }: Size,
  palette: Palette,
) {
  const colour = palette.muted;
  const left = (x: number) => shareOf({ x, y: 0 }, view)[0] * width;
  const top = (y: number) => shareOf({ x: 0, y }, view)[1] * height;
  brush.strokeStyle = palette.line;
  brush.lineWidth = 1;
  brush.strokePath(`M0 0H${tenth(width)}V${tenth(height)}H0Z`);
  const under = height + 14;
  const xTicks = linearTicks(view.x, width / 90);
  tickLabels(xTicks, false).forEach((label, i) =>
    letter(brush, label, {
      x: left(xTicks[i]),
      y: under,
      align: "center",
      colour,
    }),
  );
  // The name of the axis is at its upper end.
  const yTicks = linearTicks(view.y, height / 55).filter((y) => top(y) > 16);
  tickLabels(yTicks, false).forEach((label, i) =>
    letter(brush, label, { x: -10, y: top(yTicks[i]), align: "right", colour }),
  );
  letter(brush, nameX, { x: width + 8, y: under, align: "left", colour });
  letter(brush, nameY, { x: -10, y: 0, align: "right", colour });
}

/** A tenth of a pixel is enough for a path. */
export function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
