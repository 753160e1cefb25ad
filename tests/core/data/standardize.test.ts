import { describe, expect, test } from "vitest";
import { byteScale, standardizeColumns } from "../../../core/data/standardize";

describe("byteScale", () => {
  test("(p/255 − mean)/deviation of the training bytes", () => {
    const scale = byteScale(Uint8Array.of(0, 255, 0, 255));
    expect([...scale(Uint8Array.of(0, 255, 51))]).toEqual([-1, 1, -0.6]);
  });

  test("has a mean and a deviation for each interleaved channel", () => {
    const scale = byteScale(Uint8Array.of(0, 10, 255, 30), 2);
    expect([...scale(Uint8Array.of(255, 10, 0, 20))]).toEqual([
      1,
      // Roundings of 1/255.
      expect.closeTo(-1, 12),
      -1,
      expect.closeTo(0, 12),
    ]);
  });

  test("bytes without spread become 0", () => {
    const scale = byteScale(new Uint8Array(7).fill(85));
    expect([...scale(Uint8Array.of(85, 0, 255))]).toEqual([0, 0, 0]);
  });
});

describe("standardizeColumns", () => {
  test("each column by its own training rows, the others by the same", () => {
    const training = Float64Array.of(1, 100, 3, 300);
    const others = Float64Array.of(2, 500);
    standardizeColumns(2, training, others);
    expect([...training]).toEqual([-1, -1, 1, 1]);
    expect([...others]).toEqual([0, 3]);
  });

  test("a column without spread becomes 0, also where its mean is rounded", () => {
    const training = new Float64Array(3).fill(0.1);
    const others = Float64Array.of(5);
    standardizeColumns(1, training, others);
    // The mean of three times 0.1 is not 0.1 in floating point.
    expect([...training, ...others]).toEqual([0, 0, 0, 0]);
  });

  test("a spread too small for floating point counts as none", () => {
    const training = Float64Array.of(0, 1e-200);
    standardizeColumns(1, training, new Float64Array(0));
    expect([...training]).toEqual([0, 0]);
  });
});
