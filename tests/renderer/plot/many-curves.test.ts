/** Two dozen curves as they are drawn: each in its own style, and labels only at ends of curves. */
import { describe, expect, it } from "vitest";
import { curveOf } from "../../../renderer/plot/curve";
import type { ChartModel } from "../../../renderer/plot/model";
import { scaleFor, stylesOf } from "../../../renderer/plot/styles";
import { drawnChart } from "./drawn-chart";

const runs = 24;

/** Curves that end at several places, some of them early; values of the setting that is coloured by. */
function modelOf(values: (string | number)[]): ChartModel {
  const items = values.map((value, id) => ({ id, value }));
  const styles = stylesOf(items, scaleFor(values));
  const curves = values.map((_, run) => {
    const length = run % 5 === 3 ? 60 + run : 101;
    const x = Float64Array.from({ length }, (_, i) => i);
    const y = x.map((at) => run / 3 + Math.sin(at / 9 + run));
    const style = styles.get(run);
    if (!style) throw new Error("A run has no style.");
    return curveOf(String(run), `R${run}`, style.ink, { x, y }, style);
  });
  return {
    x: { min: 0, max: 100 },
    y: { min: -2, max: 10, log: false },
    curves,
    threshold: null,
    crossing: null,
    crossings: curves.map(({ label, ink }, run) => ({
      x: 30 + run,
      label,
      ink,
    })),
  };
}

const attribute = (tag: string, name: string) =>
  new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? "";

/** What is in the SVG of the chart: long paths, and words that have paper around them. */
function drawingOf(model: ChartModel) {
  const svg = drawnChart(model);
  const paths = (svg.match(/<path [^>]*>/g) ?? []).map((tag) => ({
    points: [...attribute(tag, "d").matchAll(/[ML]([-\d.]+) ([-\d.]+)/g)].map(
      ([, x, y]) => ({ x: Number(x), y: Number(y) }),
    ),
    style: ["stroke", "stroke-width", "stroke-dasharray"]
      .map((name) => attribute(tag, name))
      .join(" "),
    stroke: attribute(tag, "stroke"),
  }));
  const labels = (svg.match(/<text [^>]*>R\d+<\/text>/g) ?? [])
    .filter((tag) => attribute(tag, "fill") !== "none")
    .map((tag) => ({
      run: Number(/>R(\d+)</.exec(tag)?.[1]),
      x: Number(attribute(tag, "x")),
      // The middle of the letters; the text stands on its baseline.
      y: Number(attribute(tag, "y")) - 0.36 * 12,
    }));
  return { svg, paths, labels };
}

describe.each([
  ["names", Array.from({ length: runs }, (_, i) => `run ${i}`)],
  ["numbers", Array.from({ length: runs }, (_, i) => 0.01 * 1.1 ** i)],
  ["few values", Array.from({ length: runs }, (_, i) => i % 6)],
])("24 curves coloured by %s", (_, values) => {
  const { svg, paths, labels } = drawingOf(modelOf(values));
  const lines = paths.filter(({ points }) => points.length > 50);
  const ends = lines.map(({ points }) => points[points.length - 1]);

  it("have 24 styles", () => {
    expect(lines).toHaveLength(runs);
    expect(new Set(lines.map(({ style }) => style)).size).toBe(runs);
  });

  it("are labelled within 8 pixels of their ends, or at the end of a leader from there", () => {
    expect(labels.length).toBeGreaterThan(8);
    for (const { run, x, y } of labels) {
      const end = ends[run];
      const distance = Math.hypot(x - end.x, y - end.y);
      const leader = paths.find(
        ({ points }) =>
          points.length === 2 &&
          Math.hypot(points[0].x - end.x, points[0].y - end.y) < 0.1 &&
          Math.hypot(points[1].x - x, points[1].y - y) < 5,
      );
      expect(distance < 8 || leader !== undefined).toBe(true);
    }
  });

  it("have labels that do not touch", () => {
    for (const [i, a] of labels.entries())
      for (const b of labels.slice(0, i))
        expect(Math.abs(a.y - b.y) >= 13.9 || Math.abs(a.x - b.x) >= 12).toBe(
          true,
        );
  });

  it("have one flag where their crossings crowd", () => {
    expect(svg).toContain("24 crossings, 30–53");
  });
});
