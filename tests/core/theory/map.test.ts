import { expect, test } from "vitest";
import { selfStabilization } from "../../../core/landscapes/self-stabilization";
import {
  advance,
  conserved,
  growthPerCycle,
  period,
  width,
} from "../../../core/theory/map";
import { stageOf } from "../../../core/theory/stages";
import { addScaled } from "../../../core/vector";

const unit = { stepSize: 1, alpha: 1, beta: 2 };

test.each([
  [2, 1, -4, -2],
  [0.5, -0.5, -0.25, 0.25],
  [1, 0, -1, 0],
  [-1, 0, 1, 0],
])("whole numbers: (%d, %d) → (%d, %d)", (x, y, x1, y1) => {
  expect(advance({ x, y }, unit)).toEqual({ x: x1, y: y1 });
});

test("the 2-cycle sits at δ, where the conserved quantity is 0", () => {
  expect(width(unit)).toBe(1);
  expect(conserved({ x: 1, y: 0 }, unit)).toBe(0);
  expect(conserved({ x: -1, y: 0 }, unit)).toBe(0);
  expect(conserved({ x: 0.5, y: 0 }, unit)).toBeGreaterThan(0);
});

const slow = { stepSize: 0.01, alpha: 0.04, beta: 3 };

test("the slow flow conserves h, and the map raises it by O(ε) of a turn", () => {
  const ode = { ...slow, stepSize: 1e-5 };
  let state = { x: 0.5 * width(ode), y: 0 };
  const h = conserved(state, ode);
  const turn = Math.round(period(ode));
  for (let i = 0; i < turn; i++) state = advance(state, ode);
  // ε = 2e-6 here, and a turn adds √2·π·ε·2 of it.
  expect(Math.abs(conserved(state, ode) / h - 1)).toBeLessThan(1e-4);
});

test("period and growth of a small cycle, seen from the 2-cycle", () => {
  const rates = slow;
  const delta = width(rates);
  let state = { x: delta * 1.001, y: 0 };
  const tops: number[] = [];
  let before = -Infinity;
  let rising = false;
  for (let t = 0; t < 8000; t++) {
    const distance = Math.hypot(
      (Math.abs(state.x) / delta - 1) * Math.sqrt(2 * rates.alpha),
      state.y,
    );
    const a = Math.abs(state.x);
    if (rising && a < before) tops.push(t - 1, distance);
    rising = a > before;
    before = a;
    state = advance(state, rates);
  }
  const turn = (tops[4] - tops[2]) / 1;
  // Tops fall on whole steps: half a step of 2,221.
  expect(Math.abs(turn / period(rates) - 1)).toBeLessThan(1e-3);
  // Linear in a cycle this small; the amplitude at a top is known to (turn/2π)⁻².
  expect(tops[5] / tops[3]).toBeCloseTo(growthPerCycle(rates), 3);
});

test("T11: gradient descent on the landscape of the map is the map", () => {
  const [sharpness, alpha, beta, stepSize] = [9.5, 0.03, 28, 0.2];
  const objective = selfStabilization(sharpness, alpha, beta);
  const theta = Float64Array.of(0.02, 0);
  const gradient = new Float64Array(2);
  const y = () => sharpness + Math.sqrt(beta) * theta[1] - 2 / stepSize;
  let state = { x: theta[0], y: y() };
  for (let t = 0; t < 3000; t++) {
    objective.evaluate(theta, gradient);
    addScaled(theta, -stepSize, gradient);
    state = advance(state, { stepSize, alpha, beta });
    // Rounding grows with the spirals; the reference is 4e-11 over 3,000 steps.
    expect(Math.abs(theta[0] - state.x)).toBeLessThan(1e-10);
    expect(Math.abs(y() - state.y)).toBeLessThan(1e-10);
  }
});

test("stages by signs", () => {
  expect(stageOf({ x: 0.1, y: -1 }, 1)).toBe(1);
  expect(stageOf({ x: -0.1, y: 1 }, 1)).toBe(2);
  expect(stageOf({ x: -2, y: 1 }, 1)).toBe(3);
  expect(stageOf({ x: 2, y: -1 }, 1)).toBe(4);
  expect(stageOf({ x: 2, y: -1 }, 0)).toBeNull();
  expect(stageOf({ x: NaN, y: -1 }, 1)).toBeNull();
});
