import { describe, expect, it } from "vitest";
import { batchStory, type BatchRecord } from "../../../core/run/batch-story";

const writing = {
  quantity: (value: number) => String(Number(value.toPrecision(4))),
  count: (value: number) => String(value),
};
const nbsp = "\u00a0";

function texts(values: number[], changes: Partial<BatchRecord> = {}) {
  const told = batchStory(
    {
      step: Float64Array.from(values, (_, i) => 100 * i),
      value: Float64Array.from(values),
      error: new Float64Array(values.length).fill(0.5),
      threshold: 20,
      thresholdName: "2/η",
      ...changes,
    },
    writing,
  );
  return told.map(({ step, text }) => [step, text.replaceAll(nbsp, " ")]);
}

describe("batch sharpness", () => {
  it("that rises to the threshold and stays around it", () => {
    const hovering = Array.from({ length: 10 }, (_, i) => 19.6 + (i % 2));
    expect(texts([7, 12, 18, ...hovering])).toEqual([
      [
        300,
        "Batch sharpness started at 7, 0.35 × 2/η, and reached 2/η at step 300.",
      ],
      [
        300,
        "From step 300 on batch sharpness averaged 1.005 × 2/η, about the threshold.",
      ],
    ]);
  });

  it("that reaches it in the last measurements has no mean", () => {
    expect(texts([7, 20, 19])).toEqual([
      [
        100,
        "Batch sharpness started at 7, 0.35 × 2/η, and reached 2/η at step 100.",
      ],
    ]);
  });

  it("counts as there within its standard error, and not before", () => {
    expect(texts([7, 19.4, 19.5])[0][1]).toContain("at step 200");
  });

  it("that stays below", () => {
    expect(texts([7, 16, NaN, 12])).toEqual([
      [
        0,
        "Batch sharpness started at 7, 0.35 × 2/η, rose as far as 16, 0.80 × 2/η, and never reached 2/η.",
      ],
    ]);
    expect(texts([7, 6])).toEqual([
      [0, "Batch sharpness started at 7, 0.35 × 2/η, and never reached 2/η."],
    ]);
  });

  it("that begins above", () => {
    expect(texts([30, 25])).toEqual([
      [0, "Batch sharpness started at 30, 1.50 × 2/η."],
    ]);
  });

  it("without one threshold, and without measurements", () => {
    expect(texts([7, 12], { threshold: null })).toEqual([
      [0, "Batch sharpness started at 7 and ended at 12."],
    ]);
    expect(texts([7], { threshold: null })).toEqual([
      [0, "Batch sharpness started at 7."],
    ]);
    expect(texts([NaN])).toEqual([]);
  });
});
