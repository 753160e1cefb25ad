import { describe, expect, it } from "vitest";
import {
  optimizerSchema,
  stabilityThreshold,
} from "../../../core/optimizers/spec";
import { stepsOnParabola } from "../../../core/views/parabola";

const gd = (stepSize: number) =>
  optimizerSchema.parse({ kind: "gd", stepSize });

describe("steps on a parabola", () => {
  it("of gradient descent multiply the distance by 1 − ηλ", () => {
    const places = stepsOnParabola(gd(0.3), 4, 5) ?? [];
    places.forEach((x, t) => expect(x).toBeCloseTo((1 - 1.2) ** t, 12));
    expect(places).toHaveLength(6);
  });

  it("end where they are far out", () => {
    const places = stepsOnParabola(gd(1), 12, 50) ?? [];
    expect(places).toEqual([1, -11, 121]);
  });

  it.each(["gd", "polyak", "nesterov", "ema", "adam", "rmsprop"] as const)(
    "of %s come to rest below the threshold, and leave above it",
    (kind) => {
      const spec = optimizerSchema.parse({ kind, stepSize: 0.1 });
      const threshold = stabilityThreshold(spec) ?? NaN;
      const last = (share: number) =>
        Math.abs(stepsOnParabola(spec, share * threshold, 400)?.at(-1) ?? NaN);
      expect(last(0.97)).toBeLessThan(0.05);
      expect(last(1.03)).toBeGreaterThan(100);
    },
  );

  it("of gradient flow slide down at every curvature", () => {
    const spec = optimizerSchema.parse({
      kind: "gradient-flow",
      stepSize: 0.1,
    });
    const places = stepsOnParabola(spec, 50, 3) ?? [];
    expect(places[1]).toBeCloseTo(Math.exp(-5), 5);
  });

  it("of an optimiser that rescales each parameter are those on a quadratic loss with its rescaling held", () => {
    const spec = optimizerSchema.parse({ kind: "adam", stepSize: 0.1 });
    const places = stepsOnParabola(spec, 30, 6) ?? [];
    // m ← 0.9m + 0.1·30x; x ← x − 0.1m
    let [x, m] = [1, 0];
    for (const place of places) {
      expect(place).toBeCloseTo(x, 12);
      m = 0.9 * m + 0.1 * 30 * x;
      x -= 0.1 * m;
    }
    expect(places).toHaveLength(7);
  });

  it.each(["sign-descent", "sam"])("are none of %s", (kind) => {
    const spec = optimizerSchema.parse({ kind, stepSize: 0.1 });
    expect(stepsOnParabola(spec, 4, 5)).toBeNull();
  });
});
