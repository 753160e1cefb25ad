import { describe, expect, it } from "vitest";
import { alignedX, inThresholds } from "../../../core/series/align";

const step = Float64Array.of(0, 10, 20);
const run = {
  stepSize: 0.5,
  crossingStep: 10,
  clock: {
    step: Float64Array.of(0, 5, 10, 15),
    seconds: Float64Array.of(0, 0.1, 0.3, 0.4),
  },
};

describe("alignedX", () => {
  it("is the step, η times it, or the steps since the crossing", () => {
    expect(alignedX(step, "step", run)).toEqual(step);
    expect(alignedX(step, "flow", run)).toEqual(Float64Array.of(0, 5, 10));
    expect(alignedX(step, "crossing", run)).toEqual(
      Float64Array.of(-10, 0, 10),
    );
  });

  it("has no place for a run that never crossed among steps since the crossing", () => {
    expect(
      alignedX(step, "crossing", { ...run, crossingStep: null }),
    ).toBeNull();
  });

  it("takes the running time of the same step, or of the last one before it", () => {
    expect(alignedX(step, "seconds", run)).toEqual(
      Float64Array.of(0, 0.3, 0.4),
    );
    const clock = { step: new Float64Array(), seconds: new Float64Array() };
    expect(alignedX(step, "seconds", { ...run, clock })).toEqual(
      Float64Array.of(0, 0, 0),
    );
  });
});

it("inThresholds makes the edge of stability 1", () => {
  expect(inThresholds(Float64Array.of(20, 40, NaN), 40)).toEqual(
    Float64Array.of(0.5, 1, NaN),
  );
});
