import { expect, it } from "vitest";
import { bandOf, relativeTo } from "../../../core/series/band";

const curves = [
  { x: Float64Array.of(0, 1, 2, 4), y: Float64Array.of(1, 2, NaN, 8) },
  {
    x: Float64Array.of(0, 1, 2, 3, 4, 5),
    y: Float64Array.of(3, 6, 1, 0, 4, 9),
  },
];

it("is the mean and the ends of runs at the steps that all of them have", () => {
  expect(bandOf(curves)).toEqual({
    x: Float64Array.of(0, 1, 2, 4),
    mean: Float64Array.of(2, 4, NaN, 6),
    low: Float64Array.of(1, 2, NaN, 4),
    high: Float64Array.of(3, 6, NaN, 8),
  });
});

it("is as long as the shortest run: the mean is one of the same runs everywhere", () => {
  const [first, second] = curves;
  const short = { x: second.x.subarray(0, 2), y: second.y.subarray(0, 2) };
  expect(bandOf([first, second, short]).x).toEqual(Float64Array.of(0, 1));
  expect(
    bandOf([first, { x: short.x.map((x) => x + 0.5), y: short.y }]).x,
  ).toHaveLength(0);
});

it("goes one standard deviation of the sample to both sides on request", () => {
  const x = Float64Array.of(0, 1);
  const runs = [
    [2, Infinity],
    [4, 1],
    [9, 1],
  ].map((y) => ({ x, y: Float64Array.from(y) }));
  const { mean, low, high } = bandOf(runs, "deviation");
  expect(mean).toEqual(Float64Array.of(5, Infinity));
  expect(low[0]).toBeCloseTo(5 - Math.sqrt(13), 12);
  expect(high[0]).toBeCloseTo(5 + Math.sqrt(13), 12);
  expect([low[1], high[1]]).toEqual([NaN, NaN]);
});

it("relativeTo takes a run away from another where both have a row", () => {
  expect(relativeTo(curves[0], curves[1], "difference")).toEqual({
    x: Float64Array.of(0, 1, 2, 4),
    y: Float64Array.of(2, 4, NaN, -4),
  });
});
