import { describe, expect, it } from "vitest";
import {
  changeWords,
  forkProblems,
  isChangeable,
  requireForked,
} from "../../../core/experiment/forked";
import { presetOf } from "../../../core/experiment/presets";
import type { ExperimentSpec } from "../../../core/experiment/spec";
import { flowTimes, type StepSize } from "../../../core/optimizers/step-size";
import { flowTimesOf, legsOf, type Fork } from "../../../core/run/fork";

const { spec } = presetOf("chebyshev");
const withStepSize = (stepSize: StepSize): ExperimentSpec => ({
  ...spec,
  optimizer: { ...spec.optimizer, stepSize },
});

const fork: Fork = {
  step: 40,
  parent: { name: "B", createdAt: 0, spec: withStepSize(0.4) },
  earlier: [{ until: 10, spec: withStepSize(0.1) }],
  precision: "float64",
  digest: null,
};

describe("a fork", () => {
  it("knows the way from step 0", () => {
    expect(legsOf(fork).map(({ until }) => until)).toEqual([10, 40]);
    expect(legsOf(null)).toEqual([]);
  });

  it("has the time of gradient flow of the steps before it", () => {
    const table: [number, number][] = [
      [0, 0.1],
      [10, 0.4],
      [40, 0.05],
    ];
    const at = Float64Array.of(0, 5, 10, 11, 39, 40, 41, 60);
    const times = flowTimesOf({ spec: withStepSize(0.05), fork }, at);
    const sums = flowTimes({ table }, 100, at);
    times.forEach((time, i) => expect(time).toBeCloseTo(sums[i], 12));
    const own = flowTimesOf(
      { spec: withStepSize(0.05), fork },
      Float64Array.of(40, 60),
    );
    expect([...own]).toEqual([times[5], times[7]]);
  });

  it("of a run without a fork is η·step", () => {
    const at = Float64Array.of(0, 3);
    const run = { spec: withStepSize(0.5), fork: null };
    expect([...flowTimesOf(run, at)]).toEqual([0, 1.5]);
  });
});

describe("the experiment of a fork", () => {
  it("is named after what it changes", () => {
    const name = (changes: object) =>
      requireForked(spec, { ...spec, ...changes }, 1000).name;
    const { optimizer } = withStepSize(0.1);
    expect(name({ steps: 5000 })).toBe(
      `${spec.name}, steps 5,000 from step 1,000`,
    );
    expect(name({ steps: 5000, optimizer })).toBe(
      `${spec.name}, 2 changes from step 1,000`,
    );
    expect(name({ steps: 5000, name: "Mine" })).toBe("Mine");
    expect(name({ name: spec.name })).toBe(
      `${spec.name}, goes on from step 1,000`,
    );
  });

  it("keeps data, model, loss and precision, and says why", () => {
    const changed = {
      ...spec,
      loss: "logistic" as const,
      precision: "float32" as const,
      steps: 10,
    };
    expect(forkProblems(spec, changed, 10)).toMatchObject([
      { path: "loss", message: expect.stringContaining("cannot change") },
      { path: "precision", suggestion: "To change it, start a new run." },
      { path: "steps", suggestion: "11 is the smallest number allowed." },
    ]);
    expect(isChangeable("model.layers[0].units")).toBe(false);
    expect(isChangeable("optimizer.stepSize.peak")).toBe(true);
  });

  it("says what it changes in words", () => {
    expect(changeWords(spec, spec)).toBe("");
    expect(changeWords(spec, { ...withStepSize(0.1), steps: 77 })).toBe(
      `step size ${String(spec.optimizer.stepSize)} → 0.1, steps ${spec.steps.toLocaleString("en")} → 77`,
    );
  });
});
