/** What happened along x: flags, ticks on the axis, pinned notes. */
import { letter, widthOf } from "./lettering";
import { isInside } from "./model";
import { mark } from "./scene";
import { circle, rule } from "./strokes";

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

/** Other events: small ticks on the step axis, which the read-out names. */
export const tickMarks = mark(
  "ticks",
  "in front",
  (ctx, chart, { model, palette }) => {
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
  },
);

/** Where each of several runs crossed: a short flag above the plot with a thin rule. */
export const flagMarks = mark(
  "flags",
  "in front",
  (ctx, chart, { model, palette }) => {
    const { scales, chartArea } = chart;
    for (const { x: at, label, ink } of model.crossings ?? []) {
      if (!isInside(model.x, at)) continue;
      const x = Math.round(scales.x.getPixelForValue(at)) + 0.5;
      const top = chartArea.top - 6;
      const colour = palette[ink];
      rule(ctx, colour, 1, [2, 2], [x, top], [x, chartArea.bottom]);
      letter(ctx, label, { x, y: top - 8, align: "center", colour });
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
