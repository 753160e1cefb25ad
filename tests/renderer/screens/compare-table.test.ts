import { expect, it } from "vitest";
import {
  tablePage,
  valueWithin,
} from "../../../renderer/screens/compare/table";

it("valueWithin takes the nearest row, as far as the curve goes", () => {
  const curve = { x: Float64Array.of(0, 10, 20), y: Float64Array.of(1, 2, 3) };
  const at = (x: number) => valueWithin(curve, x);
  expect([-1, 0, 4, 6, 20].map(at)).toEqual([NaN, 1, 1, 2, 3]);
  // The last row stands for as long as the one before it.
  expect([29, 31].map(at)).toEqual([3, NaN]);
  const empty = new Float64Array();
  expect(valueWithin({ x: empty, y: empty }, 1)).toBeNaN();
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
