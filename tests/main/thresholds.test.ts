/** Runs with a threshold that varies, and with none, from the engine through the archive to files and curves. */
import { describe, expect, it } from "vitest";
import { requireExperiment } from "../../core/experiment/validate";
import { stepSizeAt, type StepSize } from "../../core/optimizers/step-size";
import { lastRatio, lastThreshold, largestRatio } from "../../core/run/summary";
import type { CurvesWanted } from "../../core/series/curves";
import { unpackCurves } from "../../core/series/packed";
import { listText, summaryText } from "../../main/command-line/text";
import { readCurves } from "../../main/curves";
import { runAndKeep } from "../renderer/toy/kept";

const steps = 12;
const stepSize: StepSize = {
  peak: 0.4,
  warmup: { steps: 4, from: 0 },
  decay: { kind: "linear", to: 0.5 },
};

const experiment = (optimizer: object) =>
  requireExperiment({
    edgeLab: 1,
    name: "Kept",
    model: {
      kind: "landscape",
      name: "quadratic",
      matrix: [
        [4, 0],
        [0, 1],
      ],
      start: [1, 1],
    },
    optimizer: { stepSize, ...optimizer },
    steps,
    measure: { sharpness: { every: 2 } },
  });

const wanted = (id: number, x: CurvesWanted["x"] = "step"): CurvesWanted => ({
  groups: [[id]],
  columns: [
    { table: "spectrum", column: "lambda1", perThreshold: true },
    { table: "steps", column: "directional", perThreshold: true },
  ],
  x,
  band: "range",
  baseline: null,
  relation: "difference",
  log: false,
  pixels: 1000,
});

describe("a schedule", () => {
  it("is kept, exported and read back, with its threshold as columns", async () => {
    const spec = experiment({ kind: "gd" });
    const { run, records, exported } = await runAndKeep(spec);
    expect(run.threshold).toBeNull();
    expect(run.spec).toEqual(spec);
    expect(exported.threshold).toBeNull();
    expect(exported.spec).toEqual(spec);
    const edges = Array.from(
      { length: steps + 1 },
      (_, t) => 2 / stepSizeAt(stepSize, t, steps),
    );
    expect([...(records.steps["threshold"] ?? [])]).toEqual(edges);
    expect(exported.records.steps["threshold"]).toEqual(
      records.steps["threshold"],
    );
    expect([...(exported.records.spectrum["threshold"] ?? [])]).toEqual(
      edges.filter((_, t) => t % 2 === 0),
    );
    expect(lastThreshold(run)).toBe(edges[steps]);
    expect(lastRatio(run)).toBeCloseTo(4 / edges[steps], 12);
    expect(largestRatio(run)).toBeCloseTo((4 * 0.4) / 2, 12);
    expect(summaryText(run)).toContain(
      "threshold  2/η varies, 10 at the last measurement; was not reached",
    );
    expect(listText([run])).toContain("≤ 0.4");
  });

  it("divides by the threshold of the same step, over Σ η too", async () => {
    const { run, archive, records } = await runAndKeep(
      experiment({ kind: "gd" }),
    );
    const [sharpness, directional] = unpackCurves(
      await readCurves(archive, wanted(run.id)),
    );
    sharpness.x.forEach((t, i) =>
      expect(sharpness.y[i]).toBeCloseTo(
        (4 * stepSizeAt(stepSize, t, steps)) / 2,
        12,
      ),
    );
    // Under gradient descent D over its threshold is the realised edge.
    directional.x.forEach((t, i) => {
      const zeta = records.steps["realisedEdge"][t];
      if (Number.isFinite(zeta)) expect(directional.y[i]).toBeCloseTo(zeta, 12);
    });
    const [flow] = unpackCurves(
      await readCurves(archive, wanted(run.id, "flow")),
    );
    // 0 + 0.1 before the measurement at step 2, and 0.2 + 0.3 more before the one at step 4.
    [0, 0.1, 0.6].forEach((time, i) => expect(flow.x[i]).toBeCloseTo(time, 12));
  });
});

it("an optimiser without a threshold has none in the archive, the file and the summary", async () => {
  const spec = experiment({ kind: "sign-descent", stepSize: 0.1 });
  const { run, archive, exported } = await runAndKeep(spec);
  expect(run.threshold).toBeNull();
  expect(exported.threshold).toBeNull();
  expect(Object.keys(exported.records.spectrum)).not.toContain("threshold");
  expect([lastThreshold(run), lastRatio(run), largestRatio(run)]).toEqual([
    null,
    null,
    null,
  ]);
  expect(summaryText(run)).toContain(
    "threshold  Sign descent has no sharpness threshold; 2/η is not one.",
  );
  const curves = unpackCurves(await readCurves(archive, wanted(run.id)));
  for (const { runs, missing } of curves) {
    expect(runs).toEqual([]);
    expect(missing).toEqual([{ run: run.id, why: "no-threshold" }]);
  }
});
