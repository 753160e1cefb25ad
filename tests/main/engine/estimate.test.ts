import { describe, expect, test } from "vitest";
import { presetOf } from "../../../core/experiment/presets";
import { requireData } from "../../../core/experiment/validate-data";
import { RunControl } from "../../../core/run/control";
import { dataFiles } from "../../../main/engine/data-files";
import { estimateRun, previewData } from "../../../main/engine/estimate";
import { loadTensorflow } from "../../../main/engine/load-tensorflow";

const surroundings = { files: dataFiles(), tensorflow: loadTensorflow };
const { spec } = presetOf("chebyshev");

describe("a dry run", () => {
  test("tells size, time, memory, and where the run begins", async () => {
    const estimate = await estimateRun(
      { ...spec, lossTarget: 100 },
      new RunControl(),
      surroundings,
    );
    expect(estimate).toMatchObject({
      parameters: 61,
      samples: 20,
      precision: "float64",
    });
    // The golden run at step 0, in float64.
    expect(estimate.loss).toBeCloseTo(0.283742795653, 11);
    expect(estimate.sharpness).toBeCloseTo(4.7924633766, 9);
    expect(estimate.residual).toBeLessThan(1e-7);
    expect(estimate.secondsPerStep).toBeGreaterThan(0);
    expect(estimate.secondsPerStep).toBeLessThan(1);
    expect(estimate.secondsPerMeasurement).toBeGreaterThan(0);
    expect(estimate.bytes).toBeGreaterThan(1e6);
  });

  test("of a landscape has no samples", async () => {
    const { spec: product } = presetOf("product");
    expect(
      await estimateRun(product, new RunControl(), surroundings),
    ).toMatchObject({
      parameters: 2,
      samples: null,
      loss: expect.closeTo(0.08),
    });
  });

  test("is cut short when it is told to stop", async () => {
    const control = new RunControl();
    control.stop();
    await expect(
      estimateRun(spec, control, surroundings),
    ).rejects.toMatchObject({ error: { code: "busy" } });
  });
});

describe("a preview of data", () => {
  test("shows the first samples as a network gets them", async () => {
    const iris = await previewData(
      requireData({ source: "iris" }),
      surroundings,
    );
    const { rows, ...shape } = iris;
    expect(shape).toEqual({
      samples: 150,
      inputShape: [4],
      targetWidth: 3,
      classes: 3,
      classNames: ["setosa", "versicolor", "virginica"],
    });
    expect(rows).toHaveLength(24);
    expect(rows[0].x).toHaveLength(4);
    expect(rows.every(({ y }) => y.reduce((a, b) => a + b) === 1)).toBe(true);
  });

  test("shows all where there are few", async () => {
    const data = requireData({
      source: "inline",
      x: [
        [1, 2],
        [3, 4],
      ],
      y: [[5], [6]],
    });
    expect(await previewData(data, surroundings)).toEqual({
      samples: 2,
      inputShape: [2],
      targetWidth: 1,
      classes: null,
      rows: [
        { x: [1, 2], y: [5] },
        { x: [3, 4], y: [6] },
      ],
    });
  });

  test("is refused as a run is, field by field", async () => {
    expect(() => requireData({ source: "iriss" })).toThrow(
      "data.source: The data source must be one of",
    );
    expect(() => requireData(3)).toThrow(/^data: /);
    const missing = requireData({ source: "csv", path: "/none.csv" });
    await expect(previewData(missing, surroundings)).rejects.toThrow(
      "/none.csv",
    );
  });
});
