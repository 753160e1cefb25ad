import { describe, expect, it } from "vitest";
import {
  alignedX,
  ascends,
  columnsFor,
  curveOver,
  inThresholds,
} from "../../../core/series/align";

const step = Float64Array.of(0, 10, 20);
const run = {
  flowTimes: (at: Float64Array) => at.map((step) => 0.5 * step),
  crossingStep: 10,
  stepsPerEpoch: 1,
  columns: {
    steps: {
      step: Float64Array.of(0, 5, 10, 15),
      loss: Float64Array.of(4, 3, 2, 1),
      seconds: Float64Array.of(0, 0.1, 0.3, 0.4),
    },
    spectrum: { step, lambda1: Float64Array.of(7, 9, 8) },
  },
};
const loss = { table: "steps", column: "loss" } as const;
const sharpness = { table: "spectrum", column: "lambda1" } as const;

describe("alignedX", () => {
  it("is the step, η times it, or the steps since the crossing", () => {
    expect(alignedX(step, "step", run)).toEqual(step);
    expect(alignedX(step, "flow", run)).toEqual(Float64Array.of(0, 5, 10));
    expect(alignedX(step, "crossing", run)).toEqual(
      Float64Array.of(-10, 0, 10),
    );
  });

  it("has no place for a run that never crossed among steps since the crossing", () => {
    expect(alignedX(step, "crossing", { ...run, crossingStep: null })).toBe(
      "never-crossed",
    );
  });

  it("has an epoch for each step of a run on samples, and none on a landscape", () => {
    expect(alignedX(step, "epoch", run)).toEqual(step);
    expect(alignedX(step, "epoch", { ...run, stepsPerEpoch: null })).toBe(
      "no-epochs",
    );
  });

  it("has parts of an epoch for each step with mini-batches, and the running time of the batches", () => {
    const batched = {
      ...run,
      stepsPerEpoch: 4,
      columns: {
        ...run.columns,
        batchSteps: { step, seconds: Float64Array.of(1, 2, 3) },
      },
    };
    expect(alignedX(step, "epoch", batched)).toEqual(
      step.map((value) => value / 4),
    );
    expect(alignedX(step, "seconds", batched)).toEqual(
      Float64Array.of(1, 2, 3),
    );
  });

  it("takes the running time of the same step, or of the last one before it", () => {
    expect(alignedX(step, "seconds", run)).toEqual(
      Float64Array.of(0, 0.3, 0.4),
    );
    expect(alignedX(step, "seconds", { ...run, columns: {} })).toBe(
      "no-x-column",
    );
  });
});

describe("curveOver", () => {
  it("is a column over its own steps", () => {
    expect(curveOver(sharpness, "step", run)).toEqual({
      x: step,
      y: Float64Array.of(7, 9, 8),
    });
  });

  it("goes over another column in the order of the steps, which need not be its own", () => {
    expect(curveOver(sharpness, sharpness, run)).toEqual({
      x: Float64Array.of(7, 9, 8),
      y: Float64Array.of(7, 9, 8),
    });
  });

  it("has the steps that both tables have over a column of another table", () => {
    expect(curveOver(loss, sharpness, run)).toEqual({
      x: Float64Array.of(7, 9),
      y: Float64Array.of(4, 2),
    });
  });

  it("says which of the two columns a run lacks", () => {
    const trace = { table: "spectrum", column: "trace" } as const;
    expect(curveOver(trace, "step", run)).toBe("no-column");
    expect(curveOver(loss, trace, run)).toBe("no-x-column");
    const test = { table: "test", column: "loss" } as const;
    expect(curveOver(test, "step", run)).toBe("no-column");
    expect(curveOver(loss, test, run)).toBe("no-x-column");
  });

  it("knows which columns an axis needs, and over which x ascends", () => {
    expect(columnsFor("step")).toEqual([]);
    expect(columnsFor("seconds")).toEqual([
      { table: "steps", column: "seconds" },
      { table: "batchSteps", column: "seconds" },
    ]);
    expect(columnsFor(sharpness)).toEqual([sharpness]);
    expect(ascends("crossing")).toBe(true);
    expect(ascends(sharpness)).toBe(false);
  });
});

it("inThresholds makes the edge of stability 1", () => {
  expect(inThresholds(Float64Array.of(20, 40, NaN), 40)).toEqual(
    Float64Array.of(0.5, 1, NaN),
  );
});
