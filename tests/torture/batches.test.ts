/**
 * Mini-batches on 1,000 digits beside the same experiment in PyTorch (784-100-100-10 tanh, squared error, η = 0.05,
 * B = 32, three seeds): batch sharpness is 13.4 to 15.8 at the start, and from step 4,000 to 6,000 it goes to and fro
 * between 21 and 36 with a mean of 27.6 to 28.0, while λ₁ is 37.4 to 38.1 and 2/η = 40. The short form of it is
 * tests/core/run/pytorch-batches.test.ts, which compares every number.
 */
import { expect, test } from "vitest";
import { loadDataset } from "../../core/data/load";
import { buildProblem } from "../../core/experiment/build";
import { dataFiles } from "../../main/engine/data-files";
import { requireNetwork, tensorflowBackend, testHost } from "../core/support";
import { runExperiment } from "../../core/run/runner";
import { RunControl } from "../../core/run/control";
import { collect } from "../core/run/support";
import { length } from "./length";
import { printTable } from "./table";

test("batch sharpness and λ₁ are those of the same experiment in PyTorch", async () => {
  const steps = length(60, 6000);
  const spec = requireNetwork({
    edgeLab: 1,
    name: "SGD",
    data: { source: "mnist", samples: 1000 },
    model: {
      kind: "network",
      init: { scheme: "uniform-fan-in", seed: 0 },
      layers: [
        { type: "flatten" },
        { type: "dense", units: 100 },
        { type: "activation", fn: "tanh" },
        { type: "dense", units: 100 },
        { type: "activation", fn: "tanh" },
        { type: "dense", units: 10 },
      ],
    },
    loss: "mse",
    optimizer: { kind: "gd", stepSize: 0.05 },
    batch: { size: 32, seed: 0, lossEvery: 50 },
    steps,
    measure: {
      sharpness: { every: 100 },
      batchSharpness: { every: 100 },
    },
  });
  const data = await loadDataset(spec.data, dataFiles());
  const { objective, samples, theta, lossScale } = buildProblem(
    tensorflowBackend(),
    spec,
    data,
  );
  const { column, ended } = await collect(
    runExperiment({
      spec,
      objective,
      samples,
      theta,
      lossScale,
      precision: "float32",
      control: new RunControl(),
      host: testHost(),
    }),
  );
  expect(ended.outcome).toBe("finished");
  const at = column("batch", "step");
  const sharpness = column("batch", "sharpness");
  const error = column("batch", "sharpnessError");
  expect(sharpness[0]).toBeGreaterThan(12);
  expect(sharpness[0]).toBeLessThan(17);
  for (const [i, one] of error.entries())
    if (column("batch", "batches")[i] < 200)
      expect(one).toBeLessThanOrEqual(0.02 * sharpness[i]);
  if (steps < 6000) return;
  const late = sharpness.filter((_, i) => at[i] >= 4000);
  const mean = late.reduce((a, b) => a + b) / late.length;
  const lambda = column("spectrum", "lambda1").filter((_, i) => at[i] >= 4000);
  printTable("Batch sharpness on 1,000 digits", {
    "batch sharpness at step 0": sharpness[0].toFixed(1),
    "its mean from step 4,000 to 6,000": mean.toFixed(1),
    "least and greatest there": `${Math.min(...late).toFixed(1)} to ${Math.max(...late).toFixed(1)}`,
    "λ₁ there": `${Math.min(...lambda).toFixed(1)} to ${Math.max(...lambda).toFixed(1)}`,
  });
  // Three standard errors of a mean of 21 values that spread by 4.5.
  expect(Math.abs(mean - 27.8)).toBeLessThan(3);
  expect(Math.min(...lambda)).toBeGreaterThan(36.5);
  expect(Math.max(...lambda)).toBeLessThan(38.5);
});
