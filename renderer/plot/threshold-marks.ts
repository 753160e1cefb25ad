/** Horizontal lines at thresholds, with their names on them. */
import type { Brush } from "./brush";
import { Coverage } from "./coverage";
import type { Curve } from "./curve";
import { letter, widthOf } from "./lettering";
import { beside, levelLabels } from "./levels";
import type { ChartModel } from "./model";
import type { Palette } from "./palette";
import { placesOf } from "./places";
import { mark, type CurveChart } from "./scene";
import { rule } from "./strokes";
import { crowd } from "./styles";

/** 2/η: dashed, in its own warm colour, named on the line. */
export const thresholdMarks = mark(
  "threshold",
  "behind",
  (ctx, chart, { model, palette }) => {
    const { scales, chartArea } = chart;
    for (const curve of model.curves)
      if (curve.ink === "threshold")
        nameOnCurve(ctx, chart, model, curve, palette);
    if (!model.threshold) return;
    const y =
      Math.round(scales.y.getPixelForValue(model.threshold.value)) + 0.5;
    rule(
      ctx,
      palette.threshold,
      1.5,
      [7, 4],
      [chartArea.left, y],
      [chartArea.right, y],
    );
    const { label } = model.threshold;
    const at = (height: number) =>
      labelSide(chart, model, height, widthOf(ctx, label));
    const above = at(y - beside);
    const below = at(y + beside);
    // Below the line only where a curve would go through the letters above it everywhere.
    const isBelow = above.room < halfLetter && below.room > above.room;
    const { x, align } = isBelow ? below : above;
    letter(ctx, label, {
      x,
      align,
      y: isBelow ? y + beside : y - beside,
      colour: palette.threshold,
      halo: palette.paper,
    });
  },
);

/**
 * The name of a threshold that varies, where its curve comes into the picture; behind the rule of a crossing that
 * would go through it.
 */
function nameOnCurve(
  ctx: Brush,
  chart: CurveChart,
  model: ChartModel,
  curve: Curve,
  palette: Palette,
) {
  const { top, bottom, left, right } = chart.chartArea;
  const place = placesOf(chart, model);
  const places = Array.from(curve.y, (_, row) => ({
    x: place.x(curve.x[row]),
    y: place.y(curve, row),
  }));
  const first = places.find(
    ({ x, y }) => x >= left && x <= right && y >= top && y <= bottom,
  );
  if (!first) return;
  const name = curve.name ?? "";
  const begin = first.x + margin;
  const struck = rulesOf(model)
    .map(place.x)
    .filter((x) => isIn(x, begin, begin + widthOf(ctx, name)));
  letter(ctx, name, {
    x: Math.max(begin, ...struck.map((x) => x + margin)),
    y: Math.max(top + 8, first.y - 10),
    align: "left",
    colour: palette.threshold,
    halo: palette.paper,
  });
}

/** Steps of the crossings, each of which has a vertical rule. */
function rulesOf({ crossing, crossings = [] }: ChartModel): number[] {
  return [...(crossing ? [crossing.step] : []), ...crossings.map(({ x }) => x)];
}

/** Whether a rule goes through letters, or touches them. */
function isIn(rule: number, from: number, to: number): boolean {
  return rule > from - 3 && rule < to + 3;
}

/** Between a name and an end of the plot, in pixels. */
const margin = 8;
/** Between a name and the curves, so that they do not touch, in pixels. */
const enoughRoom = 12;
/** With less room a curve goes through the letters, in pixels. */
const halfLetter = 6;

/** Between two places that are tried, in pixels. */
const stride = 40;

/**
 * Where on a line its name is put: at the left end, behind the rule of the crossing, at the right end, or between
 * them. The first place where the curves leave enough room is taken, otherwise the one with most; no rule strikes a
 * name through.
 */
function labelSide(
  chart: CurveChart,
  model: ChartModel,
  y: number,
  width: number,
): { x: number; align: "left" | "right"; room: number } {
  const { left, right } = chart.chartArea;
  const { x: placeX } = placesOf(chart, model);
  const rules = rulesOf(model).map(placeX);
  /** From the letters to the nearest curve, in pixels; 0 where a rule goes through them. */
  const roomIn = (from: number) => {
    const to = from + width;
    if (rules.some((x) => isIn(x, from, to))) return 0;
    return new Coverage(chart, model, from, to).roomAt(y, enoughRoom);
  };
  const last = right - margin - width;
  const behind = model.crossing ? [placeX(model.crossing.step) + margin] : [];
  const starts = [left + margin, ...behind, last];
  // All points of a crowd would be gone through.
  if (model.curves.length <= crowd)
    for (let x = left + margin + stride; x < last; x += stride) starts.push(x);
  let best = { x: last, room: -1 };
  for (const x of starts) {
    if (x <= left || x > last) continue;
    const room = roomIn(x);
    if (room > best.room) best = { x, room };
    if (room >= enoughRoom) break;
  }
  const { x, room } = best;
  return x === last
    ? { x: right - margin, align: "right", room }
    : { x, align: "left", room };
}

/** With more thresholds than this, the stretch from the least to the greatest is shaded. */
export const mostLevels = 12;

/** The thresholds of several runs: long dashes in the colour of each, named at the left. */
export const levelMarks = mark(
  "levels",
  "in front",
  (ctx, chart, { model, palette }) => {
    const { scales, chartArea } = chart;
    const place = (value: number) =>
      Math.round(scales.y.getPixelForValue(value)) + 0.5;
    const inside = (model.levels ?? []).filter(({ value }) => {
      const y = place(value);
      return y >= chartArea.top && y <= chartArea.bottom;
    });
    const { left, right } = chartArea;
    if (inside.length > mostLevels) {
      // The lines of many runs would cover the curves.
      const ys = inside.map(({ value }) => place(value));
      const [high, low] = [Math.min(...ys), Math.max(...ys)];
      ctx.fillStyle = palette.threshold;
      ctx.globalAlpha = 0.08;
      ctx.fillPath(`M${left} ${high}H${right}V${low}H${left}Z`);
      ctx.globalAlpha = 1;
    } else
      for (const { value, ink } of inside) {
        const y = place(value);
        rule(ctx, palette[ink], 1.25, [7, 4], [left, y], [right, y]);
      }
    for (const { y, text, ink } of levelLabels(inside, place, chartArea.top)) {
      const { x, align } = labelSide(chart, model, y, widthOf(ctx, text));
      letter(ctx, text, {
        x,
        align,
        y,
        colour: ink ? palette[ink] : palette.ink,
        halo: palette.paper,
      });
    }
  },
);
