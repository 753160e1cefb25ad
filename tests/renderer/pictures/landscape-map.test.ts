import { describe, expect, it } from "vitest";
import { buildLandscape } from "../../../core/landscapes/spec";
import { lossLevels, ringsAt } from "../../../renderer/pictures/contours";
import {
  mostSegments,
  segmentPath,
  segmentsOf,
  terrainOf,
  windowOf,
  type Path,
} from "../../../renderer/pictures/landscape-map";
import { labelsAtEdge } from "../../../renderer/pictures/map-labels";

const { objective } = buildLandscape({
  kind: "landscape",
  name: "product",
  start: [1.7, 0.3],
});

function path(points: [number, number][], loss?: number[]): Path {
  return {
    step: Float64Array.from(points, (_, i) => i),
    x: Float64Array.from(points, ([x]) => x),
    y: Float64Array.from(points, ([, y]) => y),
    loss: Float64Array.from(loss ?? points.map(() => 1)),
  };
}

const window = { x: { min: 0, max: 3 }, y: { min: -1, max: 2 } };

describe("terrain of ½(xy − 1)²", () => {
  const terrain = terrainOf(objective, window, 4);
  const back = ([u, v]: [number, number]) => [3 * u, -1 + 3 * (1 - v)];
  const inside = ([u, v]: [number, number]) => u > 0 && u < 1 && v > 0 && v < 1;

  it("has each level line where the loss has that level", () => {
    expect(terrain.levels.length).toBeGreaterThan(4);
    for (const { loss, rings } of terrain.levels) {
      if (loss < 0.01) continue;
      for (const [x, y] of rings.flat().filter(inside).map(back))
        expect((x * y - 1) ** 2 / 2 / loss).toBeCloseTo(1, 0);
    }
  });

  it("has the threshold where the larger eigenvalue is 2/η", () => {
    const points = terrain.threshold.flat().filter(inside).map(back);
    expect(points.length).toBeGreaterThan(50);
    for (const [x, y] of points) {
      const half = (x * x - y * y) / 2;
      const sharpness = (x * x + y * y) / 2 + Math.hypot(half, 2 * x * y - 1);
      expect(Math.abs(sharpness - 4)).toBeLessThan(0.02);
    }
  });

  it("has no threshold where none is asked for or none is there", () => {
    expect(terrainOf(objective, window, null).threshold).toEqual([]);
    const low = terrainOf(objective, window, 1e6);
    expect([low.threshold, low.isAbove]).toEqual([[], false]);
    const high = terrainOf(objective, window, -1e6);
    expect([high.threshold, high.isAbove]).toEqual([[], true]);
  });

  it("names its lines at the right edge, apart from one another", () => {
    const labels = labelsAtEdge(terrain.levels, { width: 500, height: 300 });
    expect(labels.length).toBeGreaterThan(2);
    const ys = labels.map(({ y }) => y).sort((a, b) => a - b);
    ys.forEach((y, i) => i && expect(y - ys[i - 1]).toBeGreaterThan(14));
  });
});

describe("levels of the loss", () => {
  it("are round and evenly spaced on a log scale", () => {
    expect(lossLevels(Float64Array.of(0.02, 3, 70)).levels).toEqual([
      0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50,
    ]);
    const { levels } = lossLevels(Float64Array.of(1e-12, 1e9));
    expect(levels.length).toBeLessThanOrEqual(14);
  });

  it("leave out those in a valley narrower than the grid", () => {
    const loss = Float64Array.from({ length: 100 }, (_, i) =>
      i < 4 ? 1e-9 : 0.01 * (i + 1),
    );
    expect(lossLevels(loss).levels[0]).toBeGreaterThan(0.05);
  });

  it("are evenly spaced where the loss is not positive, and none where it is flat", () => {
    const { levels, log } = lossLevels(Float64Array.of(-15, 15, NaN));
    expect(log).toBe(false);
    expect(levels).toEqual([-10, -5, 0, 5, 10]);
    expect(lossLevels(Float64Array.of(2, 2)).levels).toEqual([]);
  });

  it("pass over cells without a loss", () => {
    const rings = ringsAt([0, 1, NaN, 1], { columns: 2, rows: 2 }, 0.5);
    expect(rings.flat().every(([x, y]) => Number.isFinite(x + y))).toBe(true);
  });
});

describe("window", () => {
  it("holds the path with air around it", () => {
    const { x, y } = windowOf(
      path([
        [1, 0],
        [3, 1],
      ]),
      1,
      false,
    );
    expect(x.min).toBeLessThan(1);
    expect(x.max).toBeGreaterThan(3);
    expect(y.max - y.min).toBeGreaterThan(1);
  });

  it("leaves out where a run diverged", () => {
    const points: [number, number][] = [
      [1, 0],
      [2, 1],
      [1e6, -1e6],
      [NaN, 1],
    ];
    const { x } = windowOf(path(points, [1, 2, 1e12, NaN]), 1, true);
    expect(x.max).toBeLessThan(4);
  });

  it("holds a spike of a run that came back", () => {
    const points: [number, number][] = [
      [1, 0],
      [20, 1],
      [1, 1],
    ];
    const { x } = windowOf(path(points, [1e-4, 5, 1e-4]), 1, false);
    expect(x.max).toBeGreaterThan(20);
  });

  it("is around a run that stands still", () => {
    const { x, y } = windowOf(path([[2, 3]]), 1, false);
    expect([x.min < 2, x.max > 2, y.min < 3, y.max > 3]).not.toContain(false);
  });
});

describe("path", () => {
  const size = { width: 100, height: 100 };
  // Downwards, so that the path has the numbers of its points.
  const window = { x: { min: 0, max: 100 }, y: { min: 100, max: 0 } };

  it("is drawn whole where no two segments are the same", () => {
    const { segments } = segmentsOf(
      path([
        [0, 0],
        [10, 0],
        [10, 10],
        [0, 10],
      ]),
      window,
    );
    expect(segments.map(({ step }) => step)).toEqual([1, 2, 3]);
    expect(segmentPath(segments, size)).toBe("M0 0L10 0L10 10L0 10");
  });

  it("keeps both ends of an oscillation, drawn once", () => {
    const points = Array.from({ length: 100_001 }, (_, i): [number, number] => [
      i % 2 ? 90 : 10,
      50,
    ]);
    const { segments, left } = segmentsOf(path(points), window);
    expect(segmentPath(segments, size)).toBe("M10 50L90 50L10 50");
    expect(left).toBe(0);
  });

  it("goes on where it comes back into the picture", () => {
    const { segments } = segmentsOf(
      path([
        [10, 10],
        [10, 150],
        [60, 150],
        [60, 20],
      ]),
      window,
    );
    expect(segmentPath(segments, size)).toBe("M10 10L10 150M60 150L60 20");
  });

  it("says how many it leaves out where there are too many", () => {
    const points = Array.from(
      { length: mostSegments + 50 },
      (_, i): [number, number] => [
        i % 100,
        ((i * 7919) % 101) / 1.01 + (i % 13),
      ],
    );
    const { segments, left } = segmentsOf(path(points), window);
    expect(segments.length).toBeLessThanOrEqual(mostSegments);
    expect(segments.length + left).toBeLessThanOrEqual(points.length - 1);
    expect(segments.at(-1)?.step).toBeGreaterThan(mostSegments - 5000);
  });
});
