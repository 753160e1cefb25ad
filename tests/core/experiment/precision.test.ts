import { expect, test } from "vitest";
import { choosePrecision } from "../../../core/experiment/precision";
import { multiplications } from "../../../core/layers/network";
import { layerList } from "../support";

const run = (work: number, available = true) => ({
  work,
  hasTensorflow: () => available,
});

test("auto takes float64 for small work, float32 for more, and says why", () => {
  expect(choosePrecision("auto", run(1_500_000))).toEqual({
    precision: "float64",
    reason:
      "auto: a forward sweep takes 1,500,000 multiplications; up to 1,500,000 float64 is as fast.",
  });
  expect(choosePrecision("auto", run(1_500_001))).toMatchObject({
    precision: "float32",
    reason: expect.stringContaining("TensorFlow is faster"),
  });
  expect(choosePrecision("auto", run(1e9, false))).toMatchObject({
    precision: "float64",
    reason: expect.stringContaining("not installed"),
  });
});

test("what is asked for is taken", () => {
  expect(choosePrecision("float32", run(1))).toMatchObject({
    precision: "float32",
  });
  expect(choosePrecision("float64", run(1e12)).reason).toContain("asks for");
});

test("multiplications: weights of a dense layer, places × taps × filters of a convolution", () => {
  const layers = layerList([
    { type: "conv2d", filters: 4, kernel: 3, padding: "valid" },
    { type: "pool", kind: "max", size: 2 },
    { type: "dense", units: 5 },
  ]);
  // 8 × 6 × 2 → 6 × 4 × 4 → 3 × 2 × 4 → 5
  expect(multiplications(layers, [8, 6, 2])).toBe(6 * 4 * 4 * 18 + 24 * 5);
});
