import { describe, expect, test } from "vitest";
import { buildLandscape } from "../../../core/landscapes/spec";
import type { Objective } from "../../../core/objective/objective";
import { unitRoundoff } from "../../../core/rounding";
import { SharpnessTracker } from "../../../core/spectrum/sharpness";
import { edgePoint } from "../../../core/theory/edge-point";
import { precisions, project } from "../../../core/theory/projection";
import { finish } from "../support";

const landscape = (formula: string, start: Record<string, number>) =>
  buildLandscape({ kind: "landscape", name: "formula", formula, start });
const tracker = () => new SharpnessTracker(1, "float64", 0);

function projected(objective: Objective, theta: Float64Array, eta: number) {
  const { float64 } = precisions;
  const result = finish(project(objective, theta, eta, tracker(), float64));
  result?.linearization.dispose();
  return result;
}

function pointAt(objective: Objective, theta: Float64Array) {
  const at = objective.linearize(theta);
  const { float64 } = unitRoundoff;
  const point = finish(edgePoint(at, tracker(), theta, float64));
  at.dispose();
  return point;
}

describe("where S does not change with θ but for rounding", () => {
  // Products of a third and of 0.1, so that the third derivative of a constant curvature is not exactly 0.
  const constant = "(1/3 + 0.1*(p - p))*x^2*15 + 0.01*p";
  const nearly = "(5 + 1e-17*p)*x^2 + 0.01*p";

  test.each([
    ["a quadratic", constant, NaN],
    ["a change below the rounding of S", nearly, NaN],
    ["a change just above it", "(5 + 1e-13*p)*x^2 + 0.01*p", 4e-26],
  ])("β of %s", (_, formula, beta) => {
    const { objective, theta } = landscape(formula, { x: 0.1, p: 0.2 });
    const point = pointAt(objective, theta);
    if (Number.isNaN(beta)) {
      expect(point?.beta).toBeNaN();
      expect(point?.delta).toBeNaN();
      expect(point?.cosGamma).toBeNaN();
    } else expect(Math.abs((point?.beta ?? NaN) / beta - 1)).toBeLessThan(1e-3);
  });

  test("above the threshold there is no projection, and θ does not go far", () => {
    const { objective, theta } = landscape(nearly, { x: 0.1, p: 0.2 });
    // S = 10 is above 2/η = 8.
    expect(projected(objective, theta, 0.25)).toBeNull();
    expect([...theta]).toEqual([0.1, 0.2]);
  });

  test("below the threshold the slope alone is projected out", () => {
    const { objective, theta } = landscape(constant, { x: 0.1, p: 0.2 });
    const result = projected(objective, theta, 0.1);
    expect(result?.isActive).toBe(false);
    expect(result?.excess).toBe(0);
    // The slope asked for is 1e-10, and the curvature 10.
    expect(Math.abs(theta[0])).toBeLessThan(1e-11);
    expect(theta[1]).toBe(0.2);
  });
});
