/** The grid of a chart and the numbers beside its axes. */
import type { Scale } from "chart.js";
import { scaledLabels, tickLabels } from "./axis";
import { letter, widthOf } from "./lettering";
import { isEmpty } from "./model";
import { mark } from "./scene";
import { rule } from "./strokes";

/** Faint horizontal lines, where there is something to read from them. */
export const gridMarks = mark(
  "grid",
  "behind",
  (ctx, { scales, chartArea }, { model, palette }) => {
    if (isEmpty(model)) return;
    for (const { value } of scales.y.ticks) {
      const y = Math.round(scales.y.getPixelForValue(value)) + 0.5;
      rule(ctx, palette.line, 1, [], [chartArea.left, y], [chartArea.right, y]);
    }
  },
);

/** Numbers beside the axes, and "step" at the end of the lower one. */
export const axisMarks = mark(
  "axis labels",
  "behind",
  (ctx, chart, { model, palette }) => {
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
    if (model.x.isBare) return;
    const y = chartArea.bottom + 14;
    const name = model.x.name ?? "step";
    const nameFrom = chart.width - widthOf(ctx, name) - 8;
    const { unit = 1 } = model.x;
    const numbers = valuesOf(scales.x).map((value) => value / unit);
    const along = tickLabels(numbers, model.x.log === true);
    for (const { label, at } of placed(scales.x, along))
      if (at + widthOf(ctx, label) / 2 < nameFrom)
        letter(ctx, label, { x: at, y, align: "center", colour });
    letter(ctx, name, { x: chart.width, y, align: "right", colour });
  },
);
