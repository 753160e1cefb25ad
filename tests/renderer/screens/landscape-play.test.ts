import { expect, it } from "vitest";
import { descentOn } from "../../../renderer/screens/theory/playground/landscape-play";
import {
  firstSettings,
  mapPath,
} from "../../../renderer/screens/theory/playground/map-play";

it("gradient descent on the landscape is the map, to rounding", () => {
  const { path } = mapPath(firstSettings);
  const { way, terrain, distance } = descentOn(firstSettings, path);
  expect(way.step.length).toBe(path.length);
  // Rounding grows along the spirals; it is about 1e-12 δ after three cycles.
  expect(distance).toBeLessThan(1e-9);
  expect(way.x[1]).toBeCloseTo(path[1].x, 15);
  expect(terrain.levels.length).toBeGreaterThan(2);
  expect(terrain.threshold.length).toBeGreaterThan(0);
});

it("other settings make another landscape", () => {
  const settings = { ...firstSettings, y: 0.2, share: 0.1 };
  const { way, distance } = descentOn(settings, mapPath(settings).path);
  expect(way.y[0]).toBeCloseTo(0.2 / Math.sqrt(28), 12);
  expect(distance).toBeLessThan(1e-9);
});
