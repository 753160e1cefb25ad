import { expect, it } from "vitest";
import { bandOf } from "../../../core/series/band";

it("is the mean and the ends of runs at the steps that all of them have", () => {
  const band = bandOf([
    { x: Float64Array.of(0, 1, 2, 4), y: Float64Array.of(1, 2, NaN, 8) },
    {
      x: Float64Array.of(0, 1, 2, 3, 4, 5),
      y: Float64Array.of(3, 6, 1, 0, 4, 9),
    },
  ]);
  expect(band.x).toEqual(Float64Array.of(0, 1, 2, 4));
  expect(band.mean).toEqual(Float64Array.of(2, 4, NaN, 6));
  expect(band.low).toEqual(Float64Array.of(1, 2, NaN, 4));
  expect(band.high).toEqual(Float64Array.of(3, 6, NaN, 8));
});
