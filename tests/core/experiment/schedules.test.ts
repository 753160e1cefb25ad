/** What the program makes of step sizes that change: sweeps, half and double, comparison, the theory. */
import { describe, expect, it } from "vitest";
import { againWith } from "../../../core/experiment/again";
import {
  analysisLimit,
  requireAnalysis,
} from "../../../core/experiment/analysis-limit";
import { differences } from "../../../core/experiment/diff";
import { expandSweep } from "../../../core/experiment/sweep/expand";
import { settingsOf } from "../../../core/experiment/sweep/settings";
import { requireExperiment } from "../../../core/experiment/validate";
import type { StepSize } from "../../../core/optimizers/step-size";
import { golden } from "../support";

const withStepSize = (stepSize: StepSize) =>
  requireExperiment({ ...golden, optimizer: { kind: "gd", stepSize } });

const schedule = withStepSize({
  peak: 0.2,
  warmup: { steps: 50, from: 0.1 },
  decay: { kind: "cosine", to: 0 },
});
const table = withStepSize({
  table: [
    [0, 0.1],
    [9, 0.2],
  ],
});

describe("a sweep", () => {
  it("varies each number of a schedule, and the step size of a constant one", () => {
    const paths = settingsOf(schedule).map(({ path }) => path);
    for (const key of ["peak", "warmup.steps", "warmup.from", "decay.to"])
      expect(paths).toContain(`optimizer.stepSize.${key}`);
    expect(paths).not.toContain("optimizer.stepSize");
    expect(settingsOf(withStepSize(0.2)).map(({ path }) => path)).toContain(
      "optimizer.stepSize",
    );
    const specs = expandSweep(schedule, {
      vary: { "optimizer.stepSize.peak": [0.1, 0.3] },
      combine: "grid",
    });
    expect(specs.map(({ optimizer }) => optimizer.stepSize)).toEqual(
      [0.1, 0.3].map((peak) => ({
        ...(schedule.optimizer.stepSize as object),
        peak,
      })),
    );
  });
});

it("half and double are those of the peak", () => {
  expect(againWith(schedule).map(({ title }) => title)).toEqual([
    "Again with half peak step size η (0.1)",
    "Again with double peak step size η (0.4)",
  ]);
});

it("schedules of one form are compared field by field, others in words", () => {
  const other = withStepSize({
    peak: 0.2,
    warmup: { steps: 50, from: 0.1 },
    decay: { kind: "cosine", to: 0.5 },
  });
  expect(differences([schedule, other])).toEqual([
    {
      path: "optimizer.stepSize.decay.to",
      label: "decay to",
      values: ["0", "0.5"],
    },
  ]);
  expect(differences([schedule, table, withStepSize(0.1)])).toEqual([
    {
      path: "optimizer.stepSize",
      label: "step size",
      values: [
        "warm-up from 0.02 over 50 steps to 0.2, cosine to 0",
        "table of 2, 0.1 to 0.2",
        "0.1",
      ],
    },
  ]);
});

it("the theory refuses a step size that varies, with a way out", () => {
  for (const spec of [schedule, table]) {
    expect(analysisLimit(spec)).toMatchObject({ isWhole: true });
    expect(() => requireAnalysis(spec)).toThrow(
      "needs a constant step size η. A run whose step size varies cannot be analysed",
    );
  }
  expect(analysisLimit(withStepSize(0.1))).toBeNull();
});

it("more eigenvalues near the threshold are refused where there is none", () => {
  const spec = (kind: string) => () =>
    requireExperiment({
      ...golden,
      optimizer: { kind, stepSize: 0.1 },
      measure: { sharpness: { k: 1, upTo: 4 } },
    });
  expect(spec("gd")).not.toThrow();
  expect(spec("sign-descent")).toThrow(
    "measure.sharpness.upTo: upTo tracks more eigenvalues near the threshold, but sign descent has no threshold.",
  );
});
