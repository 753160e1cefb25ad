import { describe, expect, it } from "vitest";
import {
  chartPanel,
  stacked,
  type Figure,
} from "../../../renderer/figures/figure";
import { scaleOf, usualFormat } from "../../../renderer/figures/format";
import {
  layOut,
  NoRoom,
  textsOf,
  type Sheet,
} from "../../../renderer/figures/layout";
import type { ChartModel } from "../../../renderer/plot/model";
import { measure, measuring } from "./canvas";

const model: ChartModel = {
  x: { min: 0, max: 10 },
  y: { min: 0, max: 1, log: false },
  curves: [],
  threshold: null,
  crossing: null,
};

function figure(entries: number, changes: Partial<Figure> = {}): Figure {
  return {
    title: "Runs that differ in step size",
    panels: stacked([
      { y: "Loss", plot: model },
      { y: "Sharpness", plot: model },
    ]),
    legend: Array.from({ length: entries }, (_, i) => ({
      label: `η = 0.${i}`,
      ink: "loss" as const,
      dash: [],
    })),
    caption: "A sentence about what is to be seen here. ".repeat(4),
    stamp: ["Where it comes from, in small print", "Edge Lab 1"],
    ...changes,
  };
}

function sheetOf(shown: Figure, changes: Partial<typeof usualFormat> = {}) {
  const format = { ...usualFormat, ...changes };
  return layOut(measuring(), shown, textsOf(shown), format);
}

/** The boxes of all texts: left, top, right, bottom. */
function boxes({ texts, entries }: Sheet): number[][] {
  return [
    ...texts.map(({ text, font, x, y, align }) => {
      const width = measure(text, font);
      const left = align === "left" ? x : x - width;
      const half = Number(/(\d+)px/.exec(font)?.[1]) / 2;
      return [left, y - half, left + width, y + half];
    }),
    ...entries.flatMap(({ lines, x, y }) =>
      lines.map((line, i) => {
        const left = x + 36;
        const right = left + measure(line, "12px Inter");
        return [left, y + 16 * i - 6, right, y + 16 * i + 6];
      }),
    ),
  ];
}

function expectInside(sheet: Sheet) {
  for (const [left, top, right, bottom] of boxes(sheet)) {
    expect(left).toBeGreaterThanOrEqual(0);
    expect(top).toBeGreaterThanOrEqual(0);
    expect(right).toBeLessThanOrEqual(sheet.width);
    expect(bottom).toBeLessThanOrEqual(sheet.height);
  }
  for (const { top, size } of sheet.panels) {
    expect(top).toBeGreaterThanOrEqual(0);
    expect(top + size.height).toBeLessThanOrEqual(sheet.height);
  }
}

describe.each([85, 170])("a figure of %i mm", (width) => {
  it.each([1, 2, 12, 24])("has all its words inside, with %i entries", (n) => {
    const sheet = sheetOf(figure(n), { width });
    expectInside(sheet);
    expect(sheet.leftOut).toEqual([]);
    expect(sheet.entries).toHaveLength(n === 1 ? 0 : n);
    // Letters of 12 pixels are 8 points.
    const points = (12 / scaleOf({ ...usualFormat, width })) * (72 / 25.4);
    expect(points).toBeCloseTo(8);
  });

  it("wraps long names, and breaks words that are longer than a line", () => {
    const long = "w".repeat(200);
    const shown = figure(2, { title: long });
    shown.legend[0].label = `${long} and more`;
    const sheet = sheetOf(shown, { width });
    expectInside(sheet);
    expect(sheet.texts.map(({ text }) => text).join("")).toContain("wwww");
    expect(sheet.entries[0].lines.length).toBeGreaterThan(1);
  });
});

it("a legend that is higher than the charts is left out, in a sentence", () => {
  const shown = figure(60);
  for (const entry of shown.legend) entry.label += ", a name for a whole line";
  const { entries, leftOut, texts } = sheetOf(shown);
  expect(entries).toEqual([]);
  expect(leftOut).toEqual([
    "The legend is left out: its 60 entries do not fit at this size. Make the figure wider, or the type size smaller.",
  ]);
  expect(texts.map(({ text }) => text).join(" ")).toContain(
    "Without a legend of its 60 entries.",
  );
});

it("a fixed height is kept; the caption goes first, then the legend, then it is refused", () => {
  const at = (height: number) => sheetOf(figure(24), { height });
  const scale = scaleOf(usualFormat);
  for (const height of [200, 120, 85]) {
    const sheet = at(height);
    expect(sheet.height).toBeCloseTo(height * scale);
    expectInside(sheet);
  }
  expect(at(200).leftOut).toEqual([]);
  expect(at(120).leftOut).toEqual([
    "The caption is left out: it does not fit at this height.",
  ]);
  expect(at(85).entries).toEqual([]);
  expect(() => at(30)).toThrow(NoRoom);
});

it("a short name of the x axis is at its end, a long one on a line of its own", () => {
  const shown = figure(1, { panels: [chartPanel("Loss", model)] });
  const laid = (x: string) =>
    layOut(measuring(), shown, { ...textsOf(shown), x }, usualFormat);
  expect(laid("step").panels[0].x).toBe("step");
  const long = laid("steps of gradient descent");
  expect(long.panels[0].x).toBe("");
  expect(long.texts).toContainEqual(
    expect.objectContaining({
      text: "steps of gradient descent",
      align: "right",
    }),
  );
});

it("charts above one another share the x axis of the longest, named by the last", () => {
  const short = { ...model, x: { min: 2, max: 5 } };
  const panels = stacked([
    { y: "Loss", plot: short },
    { y: "Sharpness", plot: model },
  ]);
  expect(panels.map(({ plot }) => (plot as ChartModel).x)).toEqual([
    { min: 0, max: 10, isBare: true },
    { min: 0, max: 10, isBare: false },
  ]);
});
