import { describe, expect, it } from "vitest";
import {
  inRows,
  lineOf,
  nearest,
  doubtfulPoints,
  valueAt,
  withoutGaps,
} from "../../../renderer/plot/shape";
import { series } from "../fake-lab";

describe("lineOf", () => {
  it("breaks where there is no value, and at 0 on a logarithmic axis", () => {
    const { loss } = series([0, 1, 2, 3], { loss: [2, NaN, 0, Infinity] });
    expect(lineOf(loss).map(({ y }) => y)).toEqual([2, NaN, 0, NaN]);
    expect(lineOf(loss, true).map(({ y }) => y)).toEqual([2, NaN, NaN, NaN]);
    expect(withoutGaps(lineOf(loss))).toEqual([
      { x: 0, y: 2 },
      { x: 2, y: 0 },
    ]);
    expect(lineOf(undefined)).toEqual([]);
  });
});

describe("doubtfulPoints", () => {
  const points = [0, 10, 20, 30, 40].map((x) => ({ x, y: 1 }));

  it("flags exactly the rows that did not converge", () => {
    const spectrum = series([0, 10, 20, 30, 40], {
      converged: [1, 0, 1, 1, 0],
    });
    expect(doubtfulPoints(points, spectrum).map(({ x }) => x)).toEqual([
      10, 40,
    ]);
  });

  it("flags the rows of which it is not known whether they are the largest", () => {
    const spectrum = series([0, 10, 20, 30, 40], {
      converged: [1, 0, 1, 1, 1],
      certificate: [0, 1, 0.02, 1, 0.02],
    });
    expect(doubtfulPoints(points, spectrum).map(({ x }) => x)).toEqual([
      10, 30,
    ]);
  });

  it("flags none when all converged", () => {
    const spectrum = series([0, 40], { converged: [1, 1] });
    expect(doubtfulPoints(points, spectrum)).toEqual([]);
    expect(doubtfulPoints(points, {})).toEqual([]);
  });

  it("flags the neighbours when the window left the row itself out", () => {
    const spectrum = series([0, 15, 40], { converged: [1, 0, 1] });
    expect(doubtfulPoints(points, spectrum).map(({ x }) => x)).toEqual([
      10, 20, 30,
    ]);
  });
});

describe("finding rows", () => {
  const { loss } = series([0, 10, 20], { loss: [3, 2, 1] });

  it("finds the value at exactly a step", () => {
    expect(valueAt(loss, 10)).toBe(2);
    expect(valueAt(loss, 11)).toBeUndefined();
    expect(valueAt(loss, 99)).toBeUndefined();
    expect(valueAt(undefined, 0)).toBeUndefined();
  });

  it("finds the nearest", () => {
    const at = (x: number) => nearest(loss.x, x);
    expect([-5, 4, 5, 6, 19, 99].map(at)).toEqual([0, 0, 0, 1, 2, 2]);
    expect(nearest([], 3)).toBe(-1);
  });

  it("puts columns side by side", () => {
    const a = series([0, 10], { a: [1, 2] });
    const b = series([10, 20], { b: [3, 4] });
    expect(inRows({ ...a, ...b }, ["a", "b"])).toEqual([
      [0, 1, NaN],
      [10, 2, 3],
      [20, NaN, 4],
    ]);
  });
});
