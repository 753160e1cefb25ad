import { describe, expect, it } from "vitest";
import { parabolaDrawing } from "../../../../renderer/pictures/parabola/drawing";
import { parabolaModel } from "../../../../renderer/pictures/parabola/model";
import {
  stepsFormula,
  stepsWords,
  type Told,
} from "../../../../renderer/pictures/parabola/words";
import { drawn } from "../../figures/drawn";

const told = (
  stepSize: number,
  curvature = 4,
  more: Partial<Told> = {},
): Told => ({
  curvature,
  stepSize,
  threshold: { value: 2 / stepSize, name: "2/η" },
  isPlain: true,
  isFlow: false,
  places: [1, 1 - stepSize * curvature],
  ...more,
});

describe("the words", () => {
  it.each([
    [0.1, "down the same wall"],
    [0.4, "lands lower on the other wall"],
    [0.5, "this is the edge of stability"],
    [0.6, "lands higher on the other wall"],
  ])("at step size %d on a curvature of 4: %s", (stepSize, words) => {
    expect(stepsWords(told(stepSize))).toContain(words);
  });

  it("come before the formula", () => {
    expect(stepsFormula(told(0.4))).toBe(
      "Each step multiplies the distance from the bottom by 1 − ηλ₁ = −0.6. The limit is at λ = 2/η = 5; here λ₁ = 4.",
    );
  });

  it("of other optimisers go by their threshold", () => {
    const momentum = (curvature: number) =>
      stepsWords(
        told(0.1, curvature, {
          isPlain: false,
          threshold: { value: 38, name: "(2+2b)/η" },
        }),
      );
    expect(momentum(30)).toBe("The steps converge to the bottom.");
    expect(momentum(40)).toContain("oscillation grows");
    const flow = told(0.1, 99, { isFlow: true, threshold: null });
    expect(stepsWords(flow)).toContain("without jumps");
    expect(stepsFormula({ ...flow, isPlain: false })).toBe("Here λ₁ = 99.");
  });
});

describe("the valley", () => {
  it("is drawn wide enough for the steps, up to a limit", () => {
    expect(parabolaModel([1, -0.2], 1.2, null).reach).toBe(1.3);
    expect(parabolaModel([1, -1.5], 0.8, null).reach).toBeCloseTo(1.68, 10);
    expect(parabolaModel([1, -99], 0.1, null).reach).toBe(2.4);
  });

  it("lays the real loss on y = x² where it is a parabola, the run on its side", () => {
    const s = Float64Array.of(-1, 0, 0.25, 1);
    // ½·8·s² − 2s + 7: its bottom is at s = 0.25.
    const losses = s.map((at) => 4 * at * at - 2 * at + 7);
    const edge = { alpha: 0, beta: 0 };
    const line = { sharpness: 8, slope: -2, loss: 7, ...edge, s, losses };
    const { places, real } = parabolaModel([1, -0.5], 1, line);
    expect(places).toEqual([-1, 0.5]);
    for (const { x, y } of real) expect(y).toBeCloseTo(x * x, 12);
    expect(real[1]).toEqual({ x: -1, y: 1 });
  });

  it("is drawn without a number that is none", () => {
    const svg = drawn(
      parabolaDrawing(parabolaModel([1, -0.5, 0.25], 1.3, null)),
    );
    expect(svg).toContain("start");
    expect(svg).not.toMatch(/NaN|Infinity/);
  });
});
