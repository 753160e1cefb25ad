import { describe, expect, it } from "vitest";
import {
  linearRange,
  linearTicks,
  logRange,
  logTicks,
  tickLabels,
} from "../../../renderer/plot/axis";

describe("ticks", () => {
  it("are round and inside the axis", () => {
    expect(linearTicks({ min: 0, max: 500 }, 5)).toEqual([
      0, 100, 200, 300, 400, 500,
    ]);
    expect(linearTicks({ min: 17.3, max: 43.1 }, 4)).toEqual([20, 30, 40]);
    expect(linearTicks({ min: 0, max: 0.35 }, 4)).toEqual([0, 0.1, 0.2, 0.3]);
    expect(linearTicks({ min: 1, max: 1 }, 4)).toEqual([]);
  });

  it("of a logarithmic axis are decades only", () => {
    expect(logTicks({ min: 0.003, max: 20 }, 5)).toEqual([0.01, 0.1, 1, 10]);
    expect(logTicks({ min: 1e-12, max: 1 }, 4)).toEqual([1e-12, 1e-8, 1e-4, 1]);
  });

  it("fall back to values in between when the range has no two decades", () => {
    expect(logTicks({ min: 0.15, max: 0.6 }, 5)).toEqual([0.2, 0.5]);
    expect(logTicks({ min: 0.31, max: 0.34 }, 3)).toEqual([0.32, 0.34]);
  });

  it("are labelled as powers only where all are powers", () => {
    expect(tickLabels([0.01, 0.1, 1, 10, 100], true)).toEqual([
      "10⁻²",
      "10⁻¹",
      "1",
      "10",
      "10²",
    ]);
    expect(tickLabels([0.05, 0.1, 0.2], true)).toEqual(["0.05", "0.1", "0.2"]);
    expect(tickLabels([0, 1000, 2000], false)).toEqual(["0", "1,000", "2,000"]);
  });
});

describe("ranges", () => {
  it("show every value with air", () => {
    const range = linearRange([34, 41]);
    expect(range.min).toBeLessThan(34);
    expect(range.max).toBeGreaterThan(41);
    expect(linearRange([1, 10]).min).toBe(0);
    expect(linearRange([5]).max).toBeGreaterThan(5);
    expect(linearRange([])).toEqual({ min: 0, max: 1 });
  });

  it("of a logarithmic axis ignore what it cannot show", () => {
    const range = logRange([-1, 0, 0.01, 10]);
    expect(range.min).toBeGreaterThan(0);
    expect(range.min).toBeLessThan(0.01);
    expect(range.max).toBeGreaterThan(10);
    expect(range.max).toBeLessThan(30);
  });

  it("survive a long column", () => {
    const values = Array.from({ length: 300_000 }, (_, i) => i);
    expect(linearRange(values).max).toBeGreaterThan(299_999);
  });
});
