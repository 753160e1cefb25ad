/**
 * Mini-batches on 1,000 digits beside the same experiment in PyTorch (784-100-100-10 tanh, squared error, η = 0.05,
 * B = 32), whose numbers tests/fixtures/pytorch/digits.py writes: in four runs batch sharpness has a mean of 28.2 to
 * 29.9 from step 4,000 to 6,000, while λ₁ is 37 to 39 and 2/η = 40. The short form of it is
 * tests/core/run/pytorch-batches.test.ts, which compares every number.
 */
import { readFileSync } from "node:fs";
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

interface Measured {
  step: number;
  batchSharpness: number;
  sharpness: number;
}
const { runs: torch } = JSON.parse(
  readFileSync(
    new URL("../fixtures/pytorch/digits.json", import.meta.url),
    "utf8",
  ),
) as { runs: { measurements: Measured[] }[] };
/** From step 4,000 on. */
const late = torch.flatMap(({ measurements }) =>
  measurements.filter(({ step }) => step >= 4000),
);
const meanOf = (values: number[]) =>
  values.reduce((a, b) => a + b) / values.length;

test("the runs in PyTorch are those that docs/numbers.md tells of", () => {
  const starts = torch.map(({ measurements }) => measurements[0]);
  const least = (name: keyof Measured, of: Measured[]) =>
    Math.min(...of.map((one) => one[name]));
  const most = (name: keyof Measured, of: Measured[]) =>
    Math.max(...of.map((one) => one[name]));
  const means = torch.map(({ measurements }) =>
    meanOf(measurements.slice(1).map((one) => one.batchSharpness)),
  );
  expect(torch.map(({ measurements }) => measurements.length)).toEqual([
    22, 22, 22, 22,
  ]);
  expect(Math.round(least("batchSharpness", starts))).toBe(14);
  expect(Math.round(most("batchSharpness", starts))).toBe(24);
  expect(Math.min(...means)).toBeCloseTo(28.2, 1);
  expect(Math.max(...means)).toBeCloseTo(29.9, 1);
  expect(Math.round(least("batchSharpness", late))).toBe(17);
  expect(Math.round(most("batchSharpness", late))).toBe(38);
  expect(least("sharpness", late)).toBeGreaterThan(37);
  expect(most("sharpness", late)).toBeLessThan(39);
});

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
  const own = sharpness.filter((_, i) => at[i] >= 4000);
  const mean = meanOf(own);
  const lambda = column("spectrum", "lambda1").filter((_, i) => at[i] >= 4000);
  printTable("Batch sharpness on 1,000 digits", {
    "batch sharpness at step 0": sharpness[0].toFixed(1),
    "its mean from step 4,000 to 6,000": mean.toFixed(1),
    "least and greatest there": `${Math.min(...own).toFixed(1)} to ${Math.max(...own).toFixed(1)}`,
    "λ₁ there": `${Math.min(...lambda).toFixed(1)} to ${Math.max(...lambda).toFixed(1)}`,
  });
  // Three standard errors of a mean of 21 values that spread by 4.5.
  const expected = meanOf(late.map((one) => one.batchSharpness));
  expect(Math.abs(mean - expected)).toBeLessThan(3);
  expect(Math.min(...lambda)).toBeGreaterThan(36.5);
  expect(Math.max(...lambda)).toBeLessThan(38.5);
});
