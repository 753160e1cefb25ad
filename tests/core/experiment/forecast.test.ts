import { describe, expect, test } from "vitest";
import {
  costsOf,
  forecastRuns,
  forecastSeconds,
  isSettled,
  leftOut,
  timedRows,
  type TimedRow,
} from "../../../core/experiment/forecast";
import { golden, requireNetwork } from "../support";

/** Rows of the given seconds, each measured whose index is a multiple of `every`. */
function timed(seconds: number[], every: number): TimedRow[] {
  let at = 0;
  return seconds.map((each, i) => {
    const row = { at, seconds: each, isMeasured: i % every === 0 };
    at += each;
    return row;
  });
}

const spec = (steps: number, every: number) =>
  requireNetwork({ ...golden, steps, measure: { sharpness: { every } } });

describe("what a trial tells of the whole run", () => {
  test("counts its second half: a cold start is left out", () => {
    const cold = Array.from({ length: 10 }, () => 0.05);
    const warm = Array.from({ length: 500 }, () => 0.001);
    const costs = costsOf(timed([...cold, ...warm], 1));
    const { low, high } = forecastSeconds(spec(4000, 1), costs);
    // 4,000 measured steps of a millisecond; the cold ones alone would say 200 s.
    expect(low).toBeLessThan(4);
    expect(high).toBeGreaterThan(4);
    expect(high / low).toBeLessThan(2);
  });

  test("tells steps from measurements, so that the number of steps may change", () => {
    const rows = Array.from({ length: 200 }, (_, i) => (i % 10 ? 0.01 : 0.11));
    const costs = costsOf(timed(rows, 10));
    const { low, high } = forecastSeconds(spec(1000, 10), costs);
    // 1,000 steps of 10 ms and 101 measurements of 100 ms.
    expect(low).toBeLessThan(20.1);
    expect(high).toBeGreaterThan(20.1);
    expect(high / low).toBeLessThan(2);
  });

  test("is settled once its second half goes at an even pace", () => {
    const even = Array.from({ length: 100 }, () => 0.01);
    expect(isSettled(timed(even, 10))).toBe(true);
    const cold = Array.from({ length: 100 }, (_, i) => 0.1 / (1 + i));
    expect(isSettled(timed(cold, 10))).toBe(false);
    expect(isSettled(timed([...cold, ...even, ...even, ...even], 10))).toBe(
      true,
    );
  });

  test("counts all of a run that came to its end", () => {
    const costs = costsOf(timed([0.3, 0.01, 0.01, 0.01], 1), true);
    const { low, high } = forecastSeconds(spec(4, 1), costs);
    expect(low).toBeLessThan(0.33);
    expect(high).toBeGreaterThan(0.33);
  });

  test("spans what drifts", () => {
    const rows = Array.from({ length: 1000 }, (_, i) => 0.001 * (1 + i / 500));
    const { step } = costsOf(timed(rows, 1));
    expect(step.high / step.low).toBeGreaterThan(1.8);
  });

  test("of the first measurement alone knows that later ones are cheaper", () => {
    const { measurement } = costsOf(timed([2, 0.1, 0.1, 0.1], 10));
    expect(measurement.low).toBeLessThan(0.2);
    expect(measurement.high).toBeLessThan(1.2);
  });

  describe("with batch sharpness", () => {
    /** Steps of 10 ms; sharpness takes 100 ms more, batch sharpness 200 ms with 50 of at most 100 batches. */
    const rows = (sharpness: number, batches: number, most = 50) =>
      timed(
        Array.from(
          { length: 400 },
          (_, i) => 0.01 + (i % sharpness ? 0 : 0.1) + (i % batches ? 0 : 0.2),
        ),
        sharpness,
      ).map((row, i) =>
        i % batches ? row : { ...row, batches: { used: 50, most } },
      );
    const batchSpec = (every: number) =>
      requireNetwork({
        ...golden,
        steps: 1000,
        batch: { size: 4 },
        measure: { sharpness: { every: 10 }, batchSharpness: { every } },
      });

    test.each([
      ["at other steps than the sharpness", rows(10, 7)],
      ["at some of its steps", rows(10, 20)],
      ["at all of its steps and others", rows(10, 5)],
    ])("counts it, measured %s", (_, some) => {
      const costs = costsOf(some);
      const { low, high } = forecastSeconds(batchSpec(100), costs);
      // 1,000 steps, 101 measurements of the sharpness and 11 of the batch sharpness.
      expect(low).toBeLessThan(22.3);
      expect(high).toBeGreaterThan(22.3);
      expect(high / low).toBeLessThan(2);
      const often = forecastSeconds(batchSpec(2), costs);
      expect(often.low).toBeLessThan(120.3);
      expect(often.high).toBeGreaterThan(120.3);
    });

    test("allows for more batches later on", () => {
      const [{ batchSharpness: same }, { batchSharpness: more }] = [
        rows(10, 7),
        rows(10, 7, 100),
      ].map((some) => costsOf(some));
      expect((more?.high ?? NaN) / (same?.high ?? NaN)).toBeCloseTo(2, 9);
      expect(more?.low).toBe(same?.low);
    });

    test("measured in every row is part of the rows", () => {
      expect(costsOf(rows(10, 1)).batchSharpness).toBeUndefined();
    });

    test("seen once takes no longer than the row in which it was seen", () => {
      const [first, ...later] = rows(10, 500);
      const { batchSharpness } = costsOf([first, ...later.slice(0, 5)]);
      expect(batchSharpness?.low).toBe(0);
      expect(batchSharpness?.high).toBeCloseTo(1.3 * 0.31, 9);
    });
  });

  test("of a run that ended where it began is nothing", () => {
    expect(forecastSeconds(spec(10, 1), costsOf([]))).toEqual({
      low: 0,
      high: 0,
    });
  });
});

describe("the recorded times of a run", () => {
  const columns = (of: Record<string, number[]>) =>
    Object.fromEntries(
      Object.entries(of).map(([name, values]) => [
        name,
        Float64Array.from(values),
      ]),
    );
  const steps = columns({
    step: [0, 1, 2, 3, 4],
    seconds: [1, 1.5, 1.6, 2, 2.1],
  });

  test("are rows, with the products of those that were measured", () => {
    const spectrum = columns({ step: [0, 2, 4], products: [10, 8, 9] });
    const rows = timedRows(steps, spectrum);
    expect(rows.map(({ isMeasured }) => isMeasured)).toEqual([
      true,
      false,
      true,
      false,
    ]);
    const { perProduct } = costsOf(rows, true);
    // 50 ms a product at both, within the margin.
    expect(perProduct?.low).toBeCloseTo(0.05 / 1.3, 9);
    expect(perProduct?.high).toBeCloseTo(0.05 * 1.3, 9);
  });

  test("of a run without measurements tell nothing of a product", () => {
    const costs = costsOf(timedRows(steps, {}), true);
    expect(costs).not.toHaveProperty("perProduct");
    expect(timedRows({}, {})).toEqual([]);
  });
});

test("the time of an analysis is not in it, which is said where one is asked for", () => {
  expect(leftOut({})).toBe("");
  expect(leftOut({ analysis: {} })).toBe("");
  const analysed = { ...golden, analysis: { selfStabilization: {} } };
  expect(leftOut(requireNetwork(analysed))).toBe(", without the analysis");
});

describe("the time of several runs", () => {
  const runs = [
    { low: 1, high: 2 },
    { low: 3, high: 6 },
    { low: 2, high: 4 },
  ];

  test("is their sum on one engine", () => {
    expect(forecastRuns(runs, 1)).toEqual({ low: 6, high: 12 });
  });

  test("is at least that of the longest, and shared at best", () => {
    expect(forecastRuns(runs, 2)).toEqual({ low: 3, high: 9 });
    expect(forecastRuns(runs, 9).low).toBe(3);
    expect(forecastRuns([], 2)).toEqual({ low: 0, high: 0 });
  });
});
