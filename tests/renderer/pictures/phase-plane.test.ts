import { describe, expect, it } from "vitest";
import { conserved } from "../../../core/theory/map";
import {
  levelRing,
  phaseModel,
  staged,
  visits,
} from "../../../renderer/pictures/phase-plane";

const rates = { alpha: 0.03, beta: 28 };
const delta = Math.sqrt(0.06 / 28);

describe("a level set of what the slow flow conserves", () => {
  const h = conserved({ x: 0.2 * delta, y: 0 }, rates);
  const ring = levelRing(h, rates);

  it("has the same h at every point", () => {
    for (const point of ring)
      expect(conserved(point, rates) / h).toBeCloseTo(1, 9);
  });

  it("begins at its inner turning point, goes around the 2-cycle and does not reach x = 0", () => {
    expect(ring[0].x).toBeCloseTo(0.2 * delta, 12);
    expect(Math.max(...ring.map(({ x }) => x))).toBeGreaterThan(delta);
    expect(ring.every(({ x }) => x > 0)).toBe(true);
    expect(ring.some(({ y }) => y > 0)).toBe(true);
    expect(ring.some(({ y }) => y < 0)).toBe(true);
  });
});

describe("the plane", () => {
  const trail = staged(
    [
      { step: 0, x: 0.5 * delta, y: -0.1 },
      { step: 1, x: -0.5 * delta, y: 0.1 },
      { step: 2, x: 3 * delta, y: 0.1 },
      { step: 3, x: -3 * delta, y: 0.2 },
    ],
    delta,
  );

  it("holds the path with air, the same on both sides of zero", () => {
    const { x, y } = phaseModel(trail, rates);
    expect(x.max).toBeGreaterThan(3 * delta);
    expect(x.min).toBe(-x.max);
    expect(y.max).toBeGreaterThan(0.2);
    expect(y.min).toBe(-y.max);
  });

  it("has level sets on both sides, and none without an α > 0", () => {
    const { rings } = phaseModel(trail, rates);
    expect(rings.length).toBeGreaterThan(0);
    expect(rings[1][0].x).toBe(-rings[0][0].x);
    const without = phaseModel(trail, { ...rates, alpha: -1 });
    expect(without.delta).toBeNull();
    expect(without.rings).toEqual([]);
  });

  it("names stages by the signs, and cuts the path where they change", () => {
    expect(trail.map(({ stage }) => stage)).toEqual([1, 2, 3, 3]);
    expect(visits(trail)).toEqual([
      { stage: 1, first: 0, last: 0 },
      { stage: 2, first: 1, last: 1 },
      { stage: 3, first: 2, last: 3 },
    ]);
  });
});
