import { expect, it } from "vitest";
import {
  dials,
  firstSettings,
  mapPath,
  positionOf,
  valueAt,
} from "../../../renderer/screens/theory/playground/map-play";

it("goes through three small cycles of the map", () => {
  const unit = { stepSize: 1, alpha: 1, beta: 2 };
  const { path } = mapPath({ ...unit, share: 2, y: 1 });
  expect(path.slice(0, 2)).toEqual([
    { step: 0, x: 2, y: 1 },
    { step: 1, x: -4, y: -2 },
  ]);
  const slow = mapPath(firstSettings);
  expect(slow.hasLeft).toBe(false);
  expect(slow.path.length).toBe(415);
});

it("ends where the map diverges, and says so", () => {
  const { path, hasLeft } = mapPath({
    stepSize: 1,
    alpha: 1,
    beta: 2,
    share: 3,
    y: 1,
  });
  expect(hasLeft).toBe(true);
  expect(path.every(({ x, y }) => Number.isFinite(x + y))).toBe(true);
});

it("has dials whose ends are their limits and that stand where the value is", () => {
  for (const dial of dials) {
    expect(valueAt(dial, 0)).toBeCloseTo(dial.min, 12);
    expect(valueAt(dial, 1)).toBeCloseTo(dial.max, 12);
    const value = firstSettings[dial.key];
    expect(valueAt(dial, positionOf(dial, value))).toBeCloseTo(value, 12);
  }
});
