import { describe, expect, test } from "vitest";
import { flowers } from "../../../core/data/iris-flowers";
import { column, deviation, labelsOf, load, mean } from "./support";

describe("iris", () => {
  test("150 flowers with the published means and deviations, in centimetres", () => {
    expect(flowers.map((species) => species.length / 4)).toEqual([50, 50, 50]);
    const lengths = Float64Array.from(flowers.flat(), (mm) => mm / 10);
    const means = [5.8433, 3.0573, 3.758, 1.1993];
    const deviations = [0.8253, 0.4344, 1.7594, 0.7597];
    means.forEach((expected, j) =>
      expect(mean(column(lengths, j, 4))).toBeCloseTo(expected, 4),
    );
    deviations.forEach((expected, j) =>
      expect(deviation(column(lengths, j, 4))).toBeCloseTo(expected, 4),
    );
    const setosaPetals = column(Float64Array.from(flowers[0]), 2, 4);
    expect(mean(setosaPetals)).toBeCloseTo(14.62, 10);
  });

  test("all are used once: 50 of each species, each column standardised", async () => {
    const { train, test: aside } = await load({ source: "iris" });
    expect(aside).toBeNull();
    const labels = labelsOf(train);
    for (const species of [0, 1, 2])
      expect(labels.filter((label) => label === species)).toHaveLength(50);
    for (const j of [0, 1, 2, 3]) {
      expect(mean(column(train.inputs, j, 4))).toBeCloseTo(0, 12);
      expect(deviation(column(train.inputs, j, 4))).toBeCloseTo(1, 12);
    }
  });

  test("test samples are of all species and use the scale of the training samples", async () => {
    const data = await load({ source: "iris", testSamples: 30 });
    expect(data.train.samples).toBe(120);
    expect(new Set(data.test && labelsOf(data.test))).toEqual(
      new Set([0, 1, 2]),
    );
    for (const j of [0, 1, 2, 3])
      expect(mean(column(data.train.inputs, j, 4))).toBeCloseTo(0, 12);
    expect(data.test && mean(data.test.inputs)).not.toBeCloseTo(0, 3);
  });
});
