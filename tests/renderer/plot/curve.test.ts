import { describe, expect, it } from "vitest";
import {
  curveOf,
  endsOfValues,
  hasValues,
  isShown,
  laneOfRow,
  nearestRow,
  valuesOf,
  type Curve,
} from "../../../renderer/plot/curve";

const curve = (values: number[], more?: Partial<Curve>) =>
  curveOf(
    "loss",
    "L",
    "loss",
    { x: Float64Array.from(values.keys()), y: Float64Array.from(values) },
    more,
  );

const lanes = (of: Curve, log: boolean) =>
  [...of.x.keys()].map((row) => laneOfRow(of, row, log));

describe("a curve", () => {
  it("keeps the arrays it was given, and is empty without a column", () => {
    const y = Float64Array.of(1, 2);
    expect(curveOf("a", "A", "loss", { x: y, y }).y).toBe(y);
    expect(curveOf("a", "A", "loss", undefined).x).toHaveLength(0);
  });

  it("has a place on the axis for finite values, on a logarithmic one for those above 0", () => {
    const line = curve([2, NaN, 0, -1, Infinity]);
    expect(valuesOf([line], false)).toEqual([2, 0, -1]);
    expect(valuesOf([line], true)).toEqual([2]);
    expect(hasValues(curve([0]), true)).toBe(false);
  });

  it("has lanes for the others; a missing value has one where it is marked", () => {
    const values = [2, NaN, 0, Infinity, NaN];
    const none = undefined;
    expect(lanes(curve(values), true)).toEqual([
      none,
      "none",
      "zero",
      "infinity",
      "none",
    ]);
    expect(lanes(curve(values, { gaps: "open" }), false)).toEqual([
      none,
      "none",
      none,
      "infinity",
      none,
    ]);
    const plain = curve(values, { gaps: "plain" });
    expect(lanes(plain, false)).toEqual([none, none, none, "infinity", none]);
    expect(isShown(plain, 1, false)).toBe(false);
    expect(isShown(plain, 3, false)).toBe(true);
  });
});

it("the nearest row is the earlier of two, and one that passes", () => {
  const xs = Float64Array.of(0, 10, 20, 30);
  const at = (x: number, passes: (row: number) => boolean = () => true) =>
    nearestRow({ x: xs }, x, passes);
  expect([-5, 5, 6, 99].map((x) => at(x))).toEqual([0, 0, 1, 3]);
  expect(at(12, (row) => row !== 1)).toBe(2);
  expect(at(12, (row) => row === 3)).toBe(3);
  expect(at(12, () => false)).toBe(-1);
});

it("endsOfValues are those within a window and the rows beside it", () => {
  const line = curve([9, 0, 3, NaN, 5, 1, 20]);
  expect(endsOfValues([line], false)).toEqual([0, 20]);
  expect(endsOfValues([line], true)).toEqual([1, 20]);
  expect(endsOfValues([line], false, { min: 1.5, max: 3.5 })).toEqual([0, 5]);
  expect(endsOfValues([curve([NaN])], false)).toEqual([]);
  const path = { ...line, isPath: true };
  expect(endsOfValues([path], false, { min: 1.5, max: 3.5 })).toEqual([0, 20]);
});
