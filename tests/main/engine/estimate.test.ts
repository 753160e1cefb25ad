import { describe, expect, test } from "vitest";
import { presetOf } from "../../../core/experiment/presets";
import { forecastSeconds } from "../../../core/experiment/forecast";
import { requireExperiment } from "../../../core/experiment/validate";
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
    const { low, high } = forecastSeconds(spec, estimate.costs);
    expect(low).toBeGreaterThan(0);
    expect(high).toBeGreaterThanOrEqual(low);
    expect(estimate.bytes).toBeGreaterThan(1e6);
  });

  test("runs the experiment as it is for half a second and four measurements", async () => {
    const control = new RunControl();
    const start = performance.now();
    await estimateRun(spec, control, surroundings);
    const seconds = (performance.now() - start) / 1000;
    expect(seconds).toBeGreaterThan(0.5);
    // Three seconds, and a step of a loaded machine.
    expect(seconds).toBeLessThan(6);
    expect(control.request).toBe("stop");
  });

  test("of an experiment that ends before ends with it", async () => {
    const control = new RunControl();
    const short = { ...spec, steps: 2 };
    const { costs } = await estimateRun(short, control, surroundings);
    expect(costs.step.high).toBeGreaterThan(0);
    expect(control.request).toBe("run");
  });

  test("of a run that diverges where it begins takes no time", async () => {
    const far = requireExperiment({
      edgeLab: 1,
      name: "far",
      data: { source: "inline", x: [[1], [2]], y: [[1e200], [0]] },
      model: { kind: "network", layers: [{ type: "dense", units: 1 }] },
      optimizer: { kind: "gd", stepSize: 0.1 },
      steps: 5,
    });
    const { costs } = await estimateRun(far, new RunControl(), surroundings);
    expect(forecastSeconds(far, costs)).toEqual({ low: 0, high: 0 });
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

  test("counts the batch sharpness, more often than the run measures it", async () => {
    const { spec: batches } = presetOf("mnist-500-batches");
    const { costs } = await estimateRun(
      batches,
      new RunControl(),
      surroundings,
    );
    const each = costs.batchSharpness;
    expect(each?.high).toBeGreaterThan(costs.step.high);
    const [all, others] = [
      batches.measure,
      { ...batches.measure, batchSharpness: undefined },
    ].map((measure) => forecastSeconds({ ...batches, measure }, costs));
    expect(all.high - others.high).toBeCloseTo(17 * (each?.high ?? NaN), 6);
  });

  test("of Gauss–Newton and critical sharpness counts them with the measurement", async () => {
    const asked = requireExperiment({
      ...spec,
      measure: {
        sharpness: { every: 2, gaussNewton: true, critical: true },
      },
    });
    const plain = requireExperiment({
      ...spec,
      measure: { sharpness: { every: 2 } },
    });
    const [more, less] = [
      await estimateRun(asked, new RunControl(), surroundings),
      await estimateRun(plain, new RunControl(), surroundings),
    ].map(({ costs }) => costs.measurement);
    expect(more.high).toBeGreaterThan(1.5 * less.high);
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
      testSamples: 0,
      cautions: [],
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
      testSamples: 0,
      cautions: [],
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
