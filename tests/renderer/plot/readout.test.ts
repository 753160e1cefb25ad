import { describe, expect, it } from "vitest";
import { rowStep, rowValues } from "../../../renderer/plot/readout";
import { series } from "../fake-lab";

const window = series([0, 10, 20], {
  lambda1: [34, 39, NaN],
  residual1: [0.001, 0.3, NaN],
});

describe("the row being read", () => {
  it("is the nearest, also one without a value, or the last with a value", () => {
    expect(rowStep(window, "lambda1", 6)).toBe(10);
    expect(rowStep(window, "lambda1", 20)).toBe(20);
    expect(rowStep(window, "lambda1", null)).toBe(10);
    expect(rowStep(window, "loss", null)).toBeNull();
    const infinite = series([0, 1], { loss: [3, Infinity] });
    expect(rowStep(infinite, "loss", null)).toBe(1);
    expect(rowStep(infinite, "loss", 1, "valued")).toBe(0);
    const none = series([0, 10], { loss: [NaN, NaN] });
    expect(rowStep(none, "loss", null)).toBe(10);
  });

  it("is completed from the exact row where the window is thinned out", () => {
    const exact = series([10], { lambda2: [21], lambda1: [-1] });
    expect(rowValues(window, exact, ["lambda1", "lambda2", "x"], 10)).toEqual({
      lambda1: 39,
      lambda2: 21,
      x: undefined,
    });
    // The exact row of another step is not this one's.
    expect(rowValues(window, exact, ["lambda2"], 0).lambda2).toBeUndefined();
  });
});
