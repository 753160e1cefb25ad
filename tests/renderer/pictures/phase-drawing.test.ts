import { describe, expect, it } from "vitest";
import {
  indexNear,
  phaseDrawing,
} from "../../../renderer/pictures/phase-drawing";
import { phaseModel, staged } from "../../../renderer/pictures/phase-plane";
import { drawn } from "../figures/drawn";

const rates = { alpha: 0.03, beta: 28 };
const delta = Math.sqrt(0.06 / 28);
const trail = staged(
  [
    { step: 0, x: 0.5 * delta, y: -0.1 },
    { step: 1, x: -0.5 * delta, y: -0.05 },
    { step: 2, x: 2 * delta, y: 0.1 },
    { step: 3, x: -3 * delta, y: 0.2 },
  ],
  delta,
);
const model = phaseModel(trail, rates);

describe("the phase plane", () => {
  it("names the threshold, δ and the four stages", () => {
    const svg = drawn(phaseDrawing(model, null));
    for (const name of ["S = 2/η", "δ", "−δ", "1", "2", "3", "4"])
      expect(svg).toContain(`>${name}</text>`);
    const without = drawn(phaseDrawing(phaseModel(trail, null), null));
    expect(without).toContain(">S = 2/η</text>");
    expect(without).not.toContain(">δ</text>");
  });

  it("has a mark for each step up to the one being read, and all without one", () => {
    const marks = (at: number | null) =>
      drawn(phaseDrawing(model, at)).match(/ d="[^"]*" fill="series-\d"/g)
        ?.length;
    // Two stages are passed at the third step; the point being read is one more.
    expect(marks(2)).toBe(3);
    expect(marks(0)).toBe(2);
    expect(marks(null)).toBe(2);
  });

  it("is read at the point nearest to where the pointer is", () => {
    const size = { width: 600, height: 400 };
    // Beside the plot there are 52 pixels at its left and 56 at its right.
    const middle = 52 + (600 - 52 - 56) / 2;
    expect(indexNear(model, size, { x: middle + 20, y: 250 })).toBe(0);
    expect(indexNear(model, size, { x: middle - 20, y: 250 })).toBe(1);
    expect(indexNear(model, size, { x: 600, y: 0 })).toBe(2);
    expect(indexNear(model, size, { x: 0, y: 0 })).toBe(3);
    expect(indexNear(phaseModel([], rates), size, { x: 0, y: 0 })).toBe(-1);
  });
});
