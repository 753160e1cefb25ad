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
