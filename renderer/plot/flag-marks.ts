/** What happened along x: flags, ticks on the axis, pinned notes. */
import { count, plain } from "../lib/format";
import type { Brush } from "./brush";
import { mergedFlags, type PlacedFlag } from "./flags";
import { letter, widthOf } from "./lettering";
import { isInside, type ChartModel } from "./model";
import { mark } from "./scene";
import { circle, rule } from "./strokes";
import { tickGroups } from "./tick-groups";

/** With more flags than this in one, a bracket spans them in place of their rules. */
export const mostFlags = 12;

/** By the flags of a chart: measuring hundreds of texts takes a part of a frame. */
const merged = new WeakMap<
  object,
  { model: ChartModel; ctx: Brush; width: number; placed: PlacedFlag[] }
>();

/** The crossing: a thin upright rule with a small flag. */
export const crossingMarks = mark(
  "crossing",
  "in front",
  (ctx, chart, { model, palette }) => {
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
  },
);

/** Other events: small ticks on the step axis, which the read-out names; one with a number for those that crowd. */
export const tickMarks = mark(
  "ticks",
  "in front",
  (ctx, chart, { model, palette }) => {
    const { scales, chartArea } = chart;
    const { left, right, bottom } = chartArea;
    const ticks = (model.ticks ?? []).filter(({ step }) =>
      isInside(model.x, step),
    );
    const place = (step: number) =>
      Math.round(scales.x.getPixelForValue(step)) + 0.5;
    for (const { label, steps, from, to } of tickGroups(ticks, place)) {
      ctx.beginPath();
      ctx.moveTo(from, bottom - 7);
      ctx.lineTo(to, bottom - 7);
      ctx.lineTo(to + 4, bottom);
      ctx.lineTo(from - 4, bottom);
      ctx.closePath();
      ctx.fillStyle = palette.threshold;
      ctx.fill();
      if (steps.length === 1) continue;
      const text = `${count(steps.length)} ${label}s`;
      const half = widthOf(ctx, text) / 2;
      const middle = (from + to) / 2;
      letter(ctx, text, {
        x: Math.max(left + half, Math.min(right - half, middle)),
        y: bottom - 15,
        align: "center",
        colour: palette.threshold,
        halo: palette.paper,
      });
    }
  },
);

/** Where each of several runs crossed: a thin rule below a short flag; one flag for those that crowd. */
export const flagMarks = mark(
  "flags",
  "in front",
  (ctx, chart, { model, palette }) => {
    const { scales, chartArea } = chart;
    const { left, top, bottom } = chartArea;
    const place = (x: number) => scales.x.getPixelForValue(x);
    const { crossings = [] } = model;
    if (crossings.length === 0) return;
    const known = merged.get(crossings);
    const placed =
      known?.model === model && known.ctx === ctx && known.width === chart.width
        ? known.placed
        : mergedFlags(
            crossings.filter(({ x }) => isInside(model.x, x)),
            place,
            { left, right: chart.width },
            (text) => widthOf(ctx, text),
            (x) => (Number.isInteger(x) ? count(x) : plain(x, 3)),
          );
    merged.set(crossings, { model, ctx, width: chart.width, placed });
    for (const { flags, text, at, ink } of placed) {
      if (flags.length > mostFlags) {
        const [from, to] = [flags[0], flags[flags.length - 1]].map(({ x }) =>
          place(x),
        );
        // A bracket hides nothing, as rules or a shade across the curves would.
        const y = top - 6.5;
        for (const x of [from, to])
          rule(ctx, palette.muted, 1, [], [x, y], [x, y + 5]);
        rule(ctx, palette.muted, 1, [], [from, y], [to, y]);
      } else
        for (const flag of flags) {
          const x = Math.round(place(flag.x)) + 0.5;
          const colour = palette[flag.ink];
          rule(ctx, colour, 1, [2, 2], [x, top - 6], [x, bottom]);
        }
      letter(ctx, text, {
        x: at,
        y: top - 14,
        align: "center",
        colour: ink ? palette[ink] : palette.ink,
      });
    }
  },
);

/** Notes: a numbered disc above the point each is pinned to. */
export const pinMarks = mark(
  "pins",
  "in front",
  (ctx, { scales, chartArea }, { model, palette }) => {
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
  },
);
