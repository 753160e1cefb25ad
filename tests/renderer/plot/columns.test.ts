import { describe, expect, it } from "vitest";
import { inRows, nearest, valueAt } from "../../../renderer/plot/columns";
import { series } from "../fake-lab";

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
