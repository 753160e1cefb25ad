import { expect, test } from "vitest";
import { circlePoint } from "../../../core/data/circle";

test("is cosine and sine", () => {
  for (let turns = -3; turns <= 3; turns += 0.0137) {
    const [x, y] = circlePoint(turns);
    // 2π·turns, up to 19, is itself rounded by 2e-15 on the other side.
    expect(Math.abs(x - Math.cos(2 * Math.PI * turns))).toBeLessThan(4e-15);
    expect(Math.abs(y - Math.sin(2 * Math.PI * turns))).toBeLessThan(4e-15);
  }
});

test("is exact at the quarters", () => {
  const points = [0, 0.25, 0.5, 0.75].map(circlePoint);
  expect(points.flat().map((x) => x + 0)).toEqual([1, 0, 0, 1, -1, 0, 0, -1]);
});
