import { describe, expect, test } from "vitest";
import { column, deviation, labelsOf, load, mean } from "./support";

const spec = { source: "gaussian", samples: 6000, classes: 3 } as const;

describe("gaussian", () => {
  test("sample i is of class i mod classes", async () => {
    const { train } = await load({ ...spec, samples: 7 });
    expect(labelsOf(train)).toEqual([0, 1, 2, 0, 1, 2, 0]);
    expect(train).toMatchObject({ inputShape: [2], classes: 3 });
  });

  test("in the plane the centres lie evenly on a circle of radius separation", async () => {
    const { train } = await load({ ...spec, separation: 5 });
    const angle = (2 * Math.PI) / 3;
    for (let c = 0; c < 3; c++) {
      const own = train.inputs.filter((_, i) => (i >> 1) % 3 === c);
      // 2,000 samples of unit variance: a standard error of 0.022, and four of it.
      expect(
        Math.abs(mean(column(own, 0, 2)) - 5 * Math.cos(c * angle)),
      ).toBeLessThan(0.09);
      expect(
        Math.abs(mean(column(own, 1, 2)) - 5 * Math.sin(c * angle)),
      ).toBeLessThan(0.09);
      // The standard error of a deviation is 1/√(2n) = 0.016.
      expect(Math.abs(deviation(column(own, 0, 2)) - 1)).toBeLessThan(0.064);
    }
  });

  test("in 50 dimensions the centres lie at the distance separation", async () => {
    const { train } = await load({
      ...spec,
      samples: 4000,
      classes: 2,
      dimensions: 50,
      separation: 20,
    });
    for (const c of [0, 1]) {
      const own = train.inputs.filter((_, i) => Math.floor(i / 50) % 2 === c);
      const centre = Array.from({ length: 50 }, (_, j) =>
        mean(column(own, j, 50)),
      );
      // Each of 50 means has a standard error of 0.022, which adds 0.02 to the length at most.
      expect(Math.hypot(...centre)).toBeCloseTo(20, 0);
    }
  });

  test("two classes on a line lie on either side", async () => {
    const { train } = await load({
      source: "gaussian",
      dimensions: 1,
      separation: 100,
    });
    expect(train.inputs[0]).toBeGreaterThan(90);
    expect(train.inputs[1]).toBeLessThan(-90);
  });
});
