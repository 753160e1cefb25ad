/** SGD with mini-batches and what is measured of it against PyTorch's float64: tests/fixtures/pytorch/batches.py. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { BatchOrder } from "../../../core/data/batches";
import { numberDataset } from "../../../core/data/dataset";
import { buildProblem } from "../../../core/experiment/build";
import { float64, golden, requireNetwork } from "../support";
import { collect, start } from "./support";

interface Fixture {
  samples: { x: number[][]; y: number[][] };
  hidden: number;
  start: number[];
  stepSize: number;
  batch: { size: number; seed: number };
  every: number;
  runs: {
    momentum: number;
    steps: {
      rows: number[];
      loss: number;
      gradNorm: number;
      directional: number;
    }[];
    measurements: (Record<string, number> & { step: number })[];
  }[];
}

const fixture = JSON.parse(
  readFileSync(
    new URL("../../fixtures/pytorch/batches.json", import.meta.url),
    "utf8",
  ),
) as Fixture;
const { samples, hidden, stepSize, batch, every } = fixture;

function problem() {
  const data = numberDataset(
    {
      inputs: Float64Array.from(samples.x.flat()),
      inputShape: [samples.x[0].length],
    },
    Float64Array.from(samples.y.flat()),
    samples.y[0].length,
  );
  const spec = requireNetwork({
    ...golden,
    data: { source: "inline", ...samples },
    model: {
      kind: "network",
      init: { scheme: "explicit", values: fixture.start },
      layers: [
        { type: "dense", units: hidden },
        { type: "activation", fn: "tanh" },
        { type: "dense", units: samples.y[0].length },
      ],
    },
  });
  return buildProblem(float64(), spec, { train: data, test: null });
}

const off = (found: number, expected: number) =>
  Math.abs(found - expected) / Math.abs(expected);

describe.each(fixture.runs)("momentum $momentum", (reference) => {
  const { momentum, steps, measurements } = reference;
  const optimizer =
    momentum === 0
      ? ({ kind: "gd", stepSize } as const)
      : ({ kind: "polyak", stepSize, momentum } as const);
  const { objective, samples: training, theta } = problem();
  const run = collect(
    start(objective, theta, {
      samples: training,
      optimizer,
      steps: steps.length - 1,
      batch: { ...batch, lossEvery: every },
      batchSharpness: { every, max: 1000 },
    }).updates,
  );

  test("the batches are those of the seed, as another program draws them", () => {
    const order = new BatchOrder(fixture.samples.x.length, batch);
    steps.forEach(({ rows }, step) =>
      expect([...order.at(step)]).toEqual(rows),
    );
  });

  test("losses, gradients and curvature along each step", async () => {
    const { column } = await run;
    for (const name of ["loss", "gradNorm", "directional"] as const)
      column("batchSteps", name).forEach((found, step) => {
        if (name === "directional" && step === steps.length - 1) return;
        // The change of the loss is a difference of two that are nearly the same.
        const most = name === "directional" ? 1e-7 : 1e-10;
        expect(off(found, steps[step][name]), `${name} ${step}`).toBeLessThan(
          most,
        );
      });
  });

  test("loss of all samples, batch sharpness, momentum form and interaction", async () => {
    const { column } = await run;
    measurements.forEach((expected, i) => {
      expect(column("batch", "step")[i]).toBe(expected.step);
      expect(column("batch", "batches")[i]).toBe(expected.batches);
      const row = column("steps", "step").indexOf(expected.step);
      for (const name of ["loss", "gradNorm"])
        expect(off(column("steps", name)[row], expected[name])).toBeLessThan(
          1e-10,
        );
      const names = ["sharpness", "interaction"];
      if (momentum > 0) names.push("momentumSharpness");
      for (const name of names)
        expect(
          off(column("batch", name)[i], expected[name]),
          `${name} at ${expected.step}`,
        ).toBeLessThan(1e-9);
    });
    expect(measurements).toHaveLength(4);
  });
});
