import { describe, expect, it } from "vitest";
import { curveOf } from "../../../renderer/plot/curve";
import { drawnChart } from "./drawn-chart";

/** Of the name in the drawing, whose letters are 6 pixels wide. */
const name = "2/η = 10";
const width = 6 * name.length;

/** Where the name begins, in pixels, with a crossing and a curve through some points. */
function begins(crossing: number, points: [x: number, y: number][]): number {
  return placeOf(crossing, points).x;
}

/** Where the name begins, and the middle of its letters. */
function placeOf(crossing: number, points: [x: number, y: number][]) {
  const [x, y] = [0, 1].map((i) => Float64Array.from(points, (one) => one[i]));
  const svg = drawnChart({
    x: { min: 0, max: 100 },
    y: { min: 0, max: 20, log: false },
    curves: [curveOf("sharpness", "S", "sharpness", { x, y })],
    threshold: { value: 10, label: name },
    crossing: { step: crossing, label: "crossing" },
  });
  return textPlace(svg, name);
}

function textPlace(svg: string, text: string) {
  const found = new RegExp(`<text x="([^"]*)" y="([^"]*)"[^>]*>${text}<`);
  const [, left, top] = found.exec(svg) ?? [];
  return { x: Number(left), y: Number(top) };
}

/** From the chart's left edge, where x = 0, to its right one, where x = 100, 500 pixels further. */
const left = 52;
const pixel = (x: number) => left + 5 * x;
const below = Array.from({ length: 101 }, (_, x): [number, number] => [x, 0]);

describe("the name of a threshold", () => {
  it("stands at the left end of the line", () => {
    expect(begins(50, below)).toBe(left + 8);
  });

  it("stands behind the rule of a crossing that would go through it", () => {
    expect(begins(5, below)).toBe(pixel(5) + 8);
  });

  it("stands at the right end where the curve is in the way at the left and behind the rule", () => {
    const high = below.map(([x]): [number, number] => [x, x < 60 ? 11 : 0]);
    expect(begins(5, high)).toBe(pixel(100) - 8 - width);
  });

  it("is not struck through where the curve leaves little room everywhere", () => {
    const close = below.map(([x]): [number, number] => [x, 10.5]);
    const at = begins(4, close);
    expect(pixel(4) < at || pixel(4) > at + width).toBe(true);
  });

  it("stands below the line where a curve goes through its letters everywhere above", () => {
    const close = below.map(([x]): [number, number] => [x, 10.5]);
    const above = placeOf(50, below).y;
    expect(placeOf(50, close)).toEqual({ x: left + 8, y: above + 18 });
  });
});

describe("the name of a threshold that varies", () => {
  const course = curveOf(
    "course",
    "",
    "threshold",
    { x: Float64Array.of(0, 100), y: Float64Array.of(16, 4) },
    { name: "the SAM threshold", shows: "line" },
  );
  const placed = (crossing: number) =>
    textPlace(
      drawnChart({
        x: { min: 0, max: 100 },
        y: { min: 0, max: 20, log: false },
        curves: [course],
        threshold: null,
        crossing: { step: crossing, label: "crossing" },
      }),
      "the SAM threshold",
    ).x;

  it("stands where its curve begins", () => {
    expect(placed(50)).toBe(left + 8);
  });

  it("stands behind the rule of a crossing that would go through it", () => {
    expect(placed(5)).toBe(pixel(5) + 8);
  });
});
