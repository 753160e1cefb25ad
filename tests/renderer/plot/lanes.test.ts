import { describe, expect, it } from "vitest";
import { curveOf } from "../../../renderer/plot/curve";
import { laneOf } from "../../../renderer/plot/lane";
import { lanesOf, lanesSentence } from "../../../renderer/plot/lanes";
import type { ChartModel } from "../../../renderer/plot/model";
import { drawnChart } from "./drawn-chart";

const log = { min: 0.01, max: 100, log: true };
const linear = { min: 0, max: 10, log: false };

function modelOf(y: ChartModel["y"], values: number[]): ChartModel {
  const column = {
    x: Float64Array.from(values.keys()),
    y: Float64Array.from(values),
  };
  return {
    x: { min: 0, max: values.length - 1 },
    y,
    curves: [curveOf("loss", "L", "loss", column)],
    threshold: null,
    crossing: null,
  };
}

/** The path of the curve as [x, y] and whether the pen was down on the way there. */
function pathOf(svg: string) {
  const d = /d="(M[^"]*)"[^>]*stroke="loss"[^>]*stroke-width="1.75"/.exec(svg);
  return [...(d?.[1] ?? "").matchAll(/([ML])([-\d.]+) ([-\d.]+)/g)].map(
    ([, pen, x, y]) => ({ isDown: pen === "L", x: Number(x), y: Number(y) }),
  );
}

describe("the lane of a value", () => {
  it.each([
    [1, false, undefined],
    [0, false, undefined],
    [-1, false, undefined],
    [0, true, "zero"],
    [-1, true, "negative"],
    [NaN, false, "none"],
    [Infinity, true, "infinity"],
    [-Infinity, false, "-infinity"],
  ])("of %s, on a logarithmic axis: %s, is %s", (y, isLog, lane) => {
    expect(laneOf(y, isLog)).toBe(lane);
  });
});

describe("an axis with lanes", () => {
  it("is as it was where none is needed", () => {
    const { min, max, foot, head } = lanesOf(modelOf(log, [1, 2]));
    expect({ min, max, foot, head }).toEqual({
      min: 0.01,
      max: 100,
      foot: [],
      head: [],
    });
  });

  it("makes room at the end where they are", () => {
    const lanes = lanesOf(modelOf(log, [1, 0, NaN, Infinity]));
    expect(lanes.foot).toEqual(["none", "zero"]);
    expect(lanes.head).toEqual(["infinity"]);
    // Two lanes and one of 9 % each of four decades.
    expect(Math.log10(lanes.min)).toBeCloseTo(-2 - 0.72, 9);
    expect(Math.log10(lanes.max)).toBeCloseTo(2.36, 9);
    const plain = lanesOf(modelOf(linear, [1, -Infinity]));
    expect(plain.min).toBeCloseTo(-0.9, 9);
  });
});

describe("drawn", () => {
  it("a curve goes on into the lane of 0 and stays there", () => {
    const path = pathOf(drawnChart(modelOf(log, [1, 0, 0, 0])));
    expect(path.map(({ isDown }) => isDown)).toEqual([false, true, true, true]);
    const [first, ...zeros] = path.map(({ y }) => y);
    // The lane is the lowest 9/109 of 200 pixels; its middle is 8 pixels above the foot.
    for (const y of zeros) expect(y).toBeCloseTo(226 - (200 * 4.5) / 109, 0);
    expect(first).toBeLessThan(200);
  });

  it("infinity is at the head, above every value", () => {
    const path = pathOf(drawnChart(modelOf(linear, [1, 10, Infinity])));
    expect(path).toHaveLength(3);
    expect(path[2].y).toBeLessThan(path[1].y);
    expect(path[2].y).toBeGreaterThan(26);
  });

  it("a missing value interrupts the line and has a cross at the foot", () => {
    const svg = drawnChart(modelOf(linear, [1, 2, NaN, 4, 5]));
    expect(pathOf(svg).map(({ isDown }) => isDown)).toEqual([
      false,
      true,
      false,
      true,
    ]);
    expect(svg).toContain("no value");
    expect(svg).toMatch(/stroke="loss"[^>]*stroke-width="1.25"/);
  });

  it("a value between two missing ones is a dot", () => {
    const between = drawnChart(modelOf(linear, [1, 2, NaN, 4, NaN, 6, 7]));
    const without = drawnChart(modelOf(linear, [1, 2, NaN, NaN, NaN, 6, 7]));
    const dots = (svg: string) => svg.split('fill="loss"').length;
    expect(dots(between)).toBe(dots(without) + 1);
  });

  it("a band is not shaded across a gap", () => {
    const model = modelOf(linear, [1, 2, NaN, 4, 5]);
    const [line] = model.curves;
    line.band = { low: line, high: line };
    expect(drawnChart(model).match(/Z"/g)?.length).toBeGreaterThanOrEqual(2);
  });

  it("numbers too wide for the room beside the axis share a power of ten", () => {
    const small = { min: -0.00056, max: -0.00031, log: false };
    const svg = drawnChart(modelOf(small, [-0.0005, -0.00033]));
    expect(svg).toContain(">−5.5<");
    expect(svg).not.toContain("0.00055");
    expect(svg).toMatch(/× 10/);
  });
});

it("is said in words", () => {
  expect(lanesSentence(modelOf(log, [1, 2]))).toBe("");
  expect(lanesSentence(modelOf(log, [1, 0, 0, Infinity]))).toBe(
    "Some values are exactly 0, between step 1 and 2: drawn at the bottom edge, because the axis is logarithmic. Infinite at step 3: drawn at the top edge.",
  );
});
