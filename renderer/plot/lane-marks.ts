/** The lanes of a chart as they are drawn: their names and rules, and the marks of missing values. */
import type { Line } from "./columns";
import { isOnAxis } from "./curve";
import { laneLabels, laneOf, type Lane } from "./lane";
import { laneAt, lanesOf, outsideOf } from "./lanes";
import { letter } from "./lettering";
import type { ChartModel } from "./model";
import { mark, type CurveChart } from "./scene";

/** Half the size of the cross of a missing value, in pixels. */
const arm = 3;

/**
 * Where a row of a line is, in pixels from the top: at its value, or in the middle of its lane. NaN for
 * a missing value, which is marked apart from the line.
 * @param place of a value on the axis
 */
export function rowPlacer(
  { scales }: CurveChart,
  model: ChartModel,
  place: (value: number) => number,
): (line: Line, row: number) => number {
  const { log } = model.y;
  const lanes = lanesOf(model);
  const middles = new Map<Lane | undefined, number>(
    [...lanes.foot, ...lanes.head]
      .filter((lane) => lane !== "none")
      .map((lane) => [lane, laneAt(scales.y, lanes, lane)]),
  );
  return ({ y }, row) =>
    isOnAxis(y[row], log)
      ? place(y[row])
      : (middles.get(laneOf(y[row], log)) ?? NaN);
}

export const laneMarks = mark("lanes", "behind", (ctx, chart, scene) => {
  const { scales, chartArea } = chart;
  const { model, palette } = scene;
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
      for (const { x: at, lane } of outsideOf(curve, model.y.log)) {
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
});
