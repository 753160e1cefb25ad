/** The lanes of a chart as they are drawn: their names and rules, and the marks of missing values. */
import type { Chart } from "chart.js";
import type { Brush } from "./brush";
import { laneAt, laneLabels, lanesOf, outsideOf, type Lane } from "./lanes";
import { letter } from "./lettering";
import type { ChartModel, Point } from "./model";
import type { Palette } from "./palette";

/** Half the size of the cross of a missing value, in pixels. */
const arm = 3;

/**
 * Where a point is, in pixels from the top: at its value, or in the middle of its lane. NaN where it is
 * nowhere; a missing value is marked apart from the line.
 */
export function lanePlacer(
  { scales }: Chart<"line">,
  model: ChartModel,
  place: (value: number) => number,
): (point: Point) => number {
  const lanes = lanesOf(model);
  const middles = new Map(
    [...lanes.foot, ...lanes.head].map((lane) => [
      lane,
      laneAt(scales.y, lanes, lane),
    ]),
  );
  return ({ y, lane }) =>
    lane === undefined || lane === "none"
      ? place(y)
      : (middles.get(lane) ?? NaN);
}

export function drawLanes(
  ctx: Brush,
  { scales, chartArea }: Chart<"line">,
  { model, palette }: { model: ChartModel; palette: Palette },
) {
  const lanes = lanesOf(model);
  const { left, right } = chartArea;
  const name = (lane: Lane) => {
    const y = laneAt(scales.y, lanes, lane);
    const isWide = lane === "none";
    letter(ctx, laneLabels[lane], {
      x: isWide ? left + 8 : left - 10,
      y,
      align: isWide ? "left" : "right",
      colour: palette.muted,
      ...(isWide && { halo: palette.paper }),
    });
  };
  for (const [list, value] of [
    [lanes.foot, lanes.from],
    [lanes.head, lanes.to],
  ] as const) {
    if (list.length === 0) continue;
    const y = Math.round(scales.y.getPixelForValue(value)) + 0.5;
    ctx.strokeStyle = palette.muted;
    ctx.lineWidth = 1;
    ctx.setLineDash([1, 3]);
    ctx.beginPath();
    ctx.moveTo(left, y);
    ctx.lineTo(right, y);
    ctx.stroke();
    ctx.setLineDash([]);
  }
  if (lanes.foot.includes("none")) missing();
  [...lanes.foot, ...lanes.head].forEach(name);

  /** A cross at each missing value; those that touch become a line. */
  function missing() {
    const y = laneAt(scales.y, lanes, "none");
    for (const curve of model.curves) {
      ctx.strokeStyle = palette[curve.ink];
      ctx.lineWidth = 1.25;
      ctx.beginPath();
      let until = -Infinity;
      for (const { x: at, lane } of outsideOf(curve)) {
        if (lane !== "none" || at < model.x.min || at > model.x.max) continue;
        const x = scales.x.getPixelForValue(at);
        if (x - until < 2 * arm) {
          ctx.moveTo(until, y);
          ctx.lineTo(x, y);
        } else {
          ctx.moveTo(x - arm, y - arm);
          ctx.lineTo(x + arm, y + arm);
          ctx.moveTo(x - arm, y + arm);
          ctx.lineTo(x + arm, y - arm);
        }
        until = x;
      }
      ctx.stroke();
    }
  }
}
