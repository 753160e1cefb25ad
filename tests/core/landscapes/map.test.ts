import { expect, it } from "vitest";
import { buildLandscape } from "../../../core/landscapes/spec";
import { landscapeGrid } from "../../../core/landscapes/map";

const window = { x: { min: -1, max: 3 }, y: { min: 0, max: 2 } };

it("has loss and sharpness of ½(xy − 1)² at the middle of each cell", () => {
  const { objective } = buildLandscape({
    kind: "landscape",
    name: "product",
    start: [1, 1],
  });
  const { loss, sharpness } = landscapeGrid(objective, window, 4, 2);
  expect(loss).toHaveLength(8);
  for (let row = 0; row < 2; row++)
    for (let column = 0; column < 4; column++) {
      const [x, y] = [-0.5 + column, 0.5 + row];
      const cell = row * 4 + column;
      expect(loss[cell]).toBeCloseTo((x * y - 1) ** 2 / 2, 12);
      const [a, b, c] = [y * y, 2 * x * y - 1, x * x];
      const root = Math.sqrt(((a - c) / 2) ** 2 + b * b);
      expect(sharpness[cell]).toBeCloseTo((a + c) / 2 + root, 12);
    }
});

it("takes the largest eigenvalue, not the largest in size", () => {
  const { objective } = buildLandscape({
    kind: "landscape",
    name: "quadratic",
    matrix: [
      [-5, 0],
      [0, 2],
    ],
    start: [1, 1],
  });
  const { sharpness } = landscapeGrid(objective, window, 3, 3);
  expect([...new Set(sharpness)]).toEqual([2]);
});

it("is not a number where the formula is none", () => {
  const { objective } = buildLandscape({
    kind: "landscape",
    name: "formula",
    formula: "log(x) + y^2",
    start: { x: 1, y: 1 },
  });
  const { loss } = landscapeGrid(objective, window, 4, 1);
  expect([...loss].map(Number.isFinite)).toEqual([false, true, true, true]);
});
