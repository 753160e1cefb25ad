import { describe, expect, test } from "vitest";
import { selfStabilizationSchema } from "../../../core/experiment/analysis-spec";
import { presetOf } from "../../../core/experiment/presets";
import { requireExperiment } from "../../../core/experiment/validate";
import {
  analysisToo,
  extentOfRun,
  forecastAnalysis,
  forecastAsked,
} from "../../../core/theory/duration";

const same = (seconds: number) => ({ low: seconds, high: seconds });
const costs = {
  step: same(0.01),
  measurement: same(0.09),
  perProduct: same(0.01),
};
const { spec } = presetOf("chebyshev");
const wanted = selfStabilizationSchema.parse({ steps: 100, flows: false });
const crossed = { crossingStep: 50, step: 900 };
const never = { crossingStep: null, step: 900 };
const extentOf = (summary: typeof crossed | typeof never, by = wanted) =>
  extentOfRun({ spec, summary, fork: null, kept: { steps: [] } }, by, 5000);
const large = extentOf(crossed);

function takes(extent: typeof large, known = costs) {
  const seconds = forecastAnalysis(extent, known);
  if (!seconds) throw new Error("There is no forecast.");
  return seconds;
}

describe("the time of an analysis", () => {
  test("is that of the way, of its start and of its steps", () => {
    expect(large).toMatchObject({ from: same(50), steps: 100, isSmooth: true });
    const { low, high } = takes(large);
    // 50 steps of 10 ms, as many rows of 9 products, a start of 130 and 100 steps of 55, 10 ms each.
    const way = 50 * 0.01 + 50 * 0.09;
    const rest = 1.3 + 55;
    expect(low).toBeCloseTo(0.3 + way + rest / 1.6, 9);
    expect(high).toBeCloseTo(2 + way + rest * 1.6, 9);
  });

  test("has at most a hundred rows on a long way", () => {
    const [from, walked] = [same(10_000), same(10_000)];
    const far = { ...large, from, walked, steps: 0 };
    expect(takes(far).low).toBeCloseTo(0.3 + 100 + 9, 9);
  });

  test("grows with the flows, and counts whole measurements where all of the Hessian is computed", () => {
    expect(takes({ ...large, flows: true }).low).toBeGreaterThan(
      1.3 * takes(large).low,
    );
    const small = takes({ ...large, parameters: 61 });
    const rest = (36 + 100 * 8.6) * 0.61;
    expect(small.low).toBeCloseTo(0.3 + 0.5 + 50 * 2 * 0.61 + rest / 1.6, 9);
  });

  test("of a model with kinks is that of its measurements", () => {
    const { low } = takes({ ...large, isSmooth: false, flows: true });
    expect(low).toBeCloseTo(0.3 + 0.5 + 4.5 + (100 * 0.09) / 1.6, 9);
  });

  test("of a run that never crossed is that of the way", () => {
    const extent = extentOf(never);
    expect(extent).toMatchObject({ from: same(900), steps: 0 });
    // Unless it begins at a step.
    const from = { ...wanted, from: 40 };
    expect(extentOf(never, from)).toMatchObject({
      from: same(40),
      steps: 100,
    });
  });

  test("measured at every step, the way may take no more than its rows", () => {
    const every = { ...costs, step: same(0.1), measurement: same(0) };
    const { low, high } = takes({ ...large, steps: 0 }, every);
    expect(low).toBeCloseTo(0.3 + 4.5, 9);
    expect(high).toBeCloseTo(2 + 5 + 4.5, 9);
  });

  test("is not told where no products were counted", () => {
    const { step, measurement } = costs;
    expect(forecastAnalysis(large, { step, measurement })).toBeNull();
  });
});

describe("before a run", () => {
  const asking = (selfStabilization: object, more = {}) =>
    requireExperiment({
      ...structuredClone(spec),
      ...more,
      analysis: { selfStabilization },
    });

  test("the way may be none or all of it", () => {
    const asks = asking({ steps: 100, flows: false });
    const seconds = forecastAsked(asks, costs, 5000);
    expect(seconds?.low).toBeCloseTo(0.3 + 56.3 / 1.6, 9);
    expect(seconds?.high).toBeCloseTo(2 + 40 + 9 + 56.3 * 1.6, 9);
    expect(analysisToo(asks, seconds)).toBe(
      ", and 35 s to 3 min for the analysis if sharpness reaches 2/η",
    );
    const from = asking({ from: 10, steps: 100 });
    expect(analysisToo(from, { low: 8, high: 9 })).toBe(
      ", and 8 to 9 s for the analysis",
    );
  });

  test("nothing is said of an analysis that is not asked for, or of which nothing is known", () => {
    expect(forecastAsked(spec, costs, 61)).toBeNull();
    expect(analysisToo(spec, null)).toBe("");
    const { step, measurement } = costs;
    const asks = asking({});
    expect(forecastAsked(asks, { step, measurement }, 61)).toBeNull();
    expect(analysisToo(asks, null)).toBe(", without the analysis");
    const { optimizer } = presetOf("mnist-1k-adam").spec;
    expect(forecastAsked(asking({}, { optimizer }), costs, 61)).toBeNull();
  });
});
