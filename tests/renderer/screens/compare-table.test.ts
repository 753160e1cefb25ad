import { expect, it } from "vitest";
import {
  tablePage,
  valueNear,
  valueWithin,
} from "../../../renderer/screens/compare/table";

it("valueNear takes the nearest row, and NaN of an empty curve", () => {
  const curve = { x: Float64Array.of(0, 10, 20), y: Float64Array.of(1, 2, 3) };
  expect([-5, 4, 6, 99].map((x) => valueNear(curve, x))).toEqual([1, 1, 2, 3]);
  const empty = new Float64Array();
  expect(valueNear({ x: empty, y: empty }, 1)).toBeNaN();
});

it("valueWithin is NaN beyond the ends of the curve", () => {
  const curve = { x: Float64Array.of(0, 10), y: Float64Array.of(1, 2) };
  expect([-1, 0, 4, 10, 11].map((x) => valueWithin(curve, x))).toEqual([
    NaN,
    1,
    1,
    2,
    NaN,
  ]);
});

it("tablePage shows a hundred rows of the longest curve within the window", () => {
  const x = Float64Array.from({ length: 1000 }, (_, i) => i);
  const curves = [
    { x: x.subarray(0, 10), y: x },
    { x, y: x },
  ];
  const first = tablePage(curves, { min: 100, max: 349 }, 0);
  expect([first.page, first.pages, first.xs[0], first.xs.length]).toEqual([
    0, 3, 100, 100,
  ]);
  const last = tablePage(curves, { min: 100, max: 349 }, 9);
  expect([last.page, last.xs[0], last.xs.at(-1)]).toEqual([2, 300, 349]);
  expect(tablePage([], { min: 0, max: 1 }, 0)).toMatchObject({ pages: 1 });
});
