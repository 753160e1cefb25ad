import { expect } from "vitest";
import type { Landscape } from "../../../core/landscapes/definition";
import { requireExperiment } from "../../../core/experiment/validate";
import {
  buildLandscape,
  type LandscapeSpec,
} from "../../../core/landscapes/spec";
import type { Objective } from "../../../core/objective/objective";
import { createRandom } from "../../../core/random";
import { dot } from "../../../core/vector";
import { along } from "../support";

/** The landscape of a model as a person writes it in an experiment file. */
export function landscape(model: object): Landscape {
  const spec = requireExperiment({
    edgeLab: 1,
    name: "landscape",
    model: { kind: "landscape", ...model },
    optimizer: { kind: "gd", stepSize: 0.1 },
    steps: 10,
  });
  return buildLandscape(spec.model as LandscapeSpec);
}

/** A formula whose variables start at the given values. */
export const formula = (text: string, start: Record<string, number>) =>
  landscape({ formula: text, start });

/**
 * Central differences with h = 1e-5 are off by h² of a third derivative and by rounding of 1e-16/h:
 * near 1e-10 for functions of size 1, times what growth the functions here have.
 */
const tolerance = 1e-7;
const h = 1e-5;

/** Compares gradient, Hv and D³L(v, v, ·) with differences of what comes one order before. */
export function expectDerivatives(objective: Objective, theta: Float64Array) {
  const random = createRandom(11);
  const v = theta.map(() => random.normal());
  const u = theta.map(() => random.normal());
  const at = objective.linearize(theta);
  const plus = objective.linearize(along(theta, h, v));
  const minus = objective.linearize(along(theta, -h, v));
  const slope = (plus.loss - minus.loss) / (2 * h);
  close([dot(at.gradient, v)], [slope]);
  const difference = (a: Float64Array, b: Float64Array) =>
    a.map((x, i) => (x - b[i]) / (2 * h));
  close(at.hvp(v), difference(plus.gradient, minus.gradient));
  close(at.third(v), difference(plus.hvp(v), minus.hvp(v)));
  // T14, to rounding.
  const [uHv, vHu] = [dot(u, at.hvp(v)), dot(v, at.hvp(u))];
  expect(Math.abs(uHv - vHu)).toBeLessThanOrEqual(1e-13 * (1 + Math.abs(uHv)));
  // evaluate answers the same as linearize.
  const gradient = new Float64Array(theta.length);
  expect(objective.evaluate(theta, gradient)).toBe(at.loss);
  expect(gradient).toEqual(at.gradient);
  for (const point of [minus, plus, at]) point.dispose();
}

function close(found: ArrayLike<number>, wanted: ArrayLike<number>) {
  for (let i = 0; i < wanted.length; i++) {
    const error = Math.abs(found[i] - wanted[i]) / (1 + Math.abs(wanted[i]));
    expect(error).toBeLessThan(tolerance);
  }
}
