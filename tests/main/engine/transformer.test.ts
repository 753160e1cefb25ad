/** The transformer that sorts reaches the edge of stability and hovers there, and the theory follows it. */
import { expect, test } from "vitest";
import { presetOf } from "../../../core/experiment/presets";
import { RunControl } from "../../../core/run/control";
import { analyseRun } from "../../../main/engine/analyse";
import { dataFiles } from "../../../main/engine/data-files";
import { execute } from "../../../main/engine/execute";
import { loadTensorflow } from "../../../main/engine/load-tensorflow";
import { prepareRun } from "../../../main/engine/prepare";

const { spec } = presetOf("sorting-transformer");
const surroundings = { files: dataFiles(), tensorflow: loadTensorflow };

/** The largest eigenvalue alone, and seldom: the tests of the machine share it. */
const sharpness = { ...spec.measure.sharpness, every: 10, k: 1 };

async function run(steps: number) {
  const lambdas: number[] = [];
  const accuracies: number[] = [];
  const updates = execute(
    { ...spec, steps, measure: { ...spec.measure, sharpness } },
    {
      ...surroundings,
      control: new RunControl(),
      onStarted: () => undefined,
    },
  );
  for await (const update of updates) {
    if (update.type === "batch") {
      lambdas.push(...(update.batch.spectrum["lambda1"] ?? []));
      accuracies.push(...(update.batch.steps["accuracy"] ?? []));
    }
    if (update.type === "ended")
      return { summary: update.summary, lambdas, accuracies };
  }
  throw new Error("The run did not end.");
}

// A few hundred steps of a transformer, with the other tests beside it.
test(
  "sharpness reaches 2/η and hovers there",
  { timeout: 300_000 },
  async () => {
    const { summary, lambdas, accuracies } = await run(160);
    const threshold = 2 / 0.05;
    expect(summary.initialSharpness).toBeCloseTo(29.43, 1);
    expect(summary.crossingStep).toBeGreaterThan(0);
    expect(summary.crossingStep).toBeLessThanOrEqual(40);
    const after = lambdas.slice(4);
    expect(after).toHaveLength(13);
    const mean = after.reduce((sum, x) => sum + x, 0) / after.length;
    expect(mean / threshold).toBeGreaterThan(0.9);
    expect(mean / threshold).toBeLessThan(1.2);
    expect(accuracies.at(-1)).toBeGreaterThan(0.85);
  },
);

test(
  "its constrained trajectory and the prediction run",
  { timeout: 300_000 },
  async () => {
    const { engine, release } = await prepareRun(spec, surroundings);
    release();
    const { summary } = await run(40);
    const analysis = await analyseRun(
      {
        kind: "analysis",
        spec,
        engine,
        fork: null,
        landings: [],
        wanted: { from: "crossing", steps: 6, kick: 0.5, flows: false },
        crossing: summary.crossingStep ?? null,
        runSteps: 40,
      },
      new RunControl(),
      surroundings,
      () => undefined,
    );
    const { start, agreement } = analysis.summary;
    expect(agreement.steps).toBe(6);
    expect(start?.alpha).toBeGreaterThan(0);
    expect(start?.beta).toBeGreaterThan(0);
  },
);
