import { describe, expect, it } from "vitest";
import { presetOf } from "../../../../core/experiment/presets";
import {
  experimentsOf,
  requireStudy,
  studyFile,
} from "../../../../core/experiment/sweep/study";
import { peakOf } from "../../../../core/optimizers/step-size";

const base = presetOf("chebyshev").spec;
const file = {
  edgeLab: 1,
  study: "Step sizes",
  base,
  vary: { "optimizer.stepSize": [0.1, 0.2] },
};

const refusalOf = (changes: object) => {
  try {
    experimentsOf(requireStudy({ ...file, ...changes }));
  } catch (thrown) {
    return (thrown as Error).message;
  }
  return "";
};

describe("a study file", () => {
  it("is the runs of its sweep", () => {
    const study = requireStudy({ ...file, $schema: "study.schema.json" });
    expect(study.study).toBe("Step sizes");
    expect(
      experimentsOf(study).map(({ optimizer }) => peakOf(optimizer.stepSize)),
    ).toEqual([0.1, 0.2]);
  });

  it("comes back as it was written", () => {
    const study = requireStudy(file);
    const written: unknown = JSON.parse(JSON.stringify(studyFile(study)));
    expect(requireStudy(written)).toEqual(study);
  });

  it("may have more runs than a sweep of the window, up to 100,000", () => {
    const seeds = { from: 1, to: 1000, count: 1000 };
    const study = requireStudy({
      ...file,
      base: {
        ...base,
        model: {
          ...base.model,
          init: { scheme: "sine", seed: 0, biasNoise: 0.1 },
        },
      },
      vary: { "optimizer.stepSize": [0.1, 0.2], "model.init.seed": seeds },
    });
    expect(experimentsOf(study)).toHaveLength(2000);
    expect(
      refusalOf({
        vary: {
          steps: seeds,
          "measure.sharpness.every": { from: 1, to: 101, count: 101 },
        },
      }),
    ).toBe(
      "A sweep may have at most 100,000 runs; this one would have 101,000.",
    );
    expect(refusalOf({ combine: { random: 100_001 } })).toContain("100,000");
  });

  it.each([
    [{ study: undefined }, "study: The name of the study must be text"],
    [{ study: " " }, "study: The name of the study must be text"],
    [{ edgeLab: 2 }, 'edgeLab: A study file begins with "edgeLab": 1.'],
    [{ base: 3 }, "base: Base must be an experiment."],
    [
      { base: { ...base, steps: -1 } },
      "base.steps: Steps must be a whole number",
    ],
    [{ vary: {} }, "Choose at least one setting to vary."],
    [
      { vary: { "optimizer.stepsize": [1] } },
      "Did you mean “optimizer.stepSize”?",
    ],
    [{ varied: {} }, '"varied" is not a field here.'],
    [
      { vary: { "optimizer.stepSize": [0.1, -1] } },
      "optimizer.stepSize: Step size",
    ],
  ])("is refused whole with %o", (changes, sentence) => {
    expect(refusalOf(changes)).toContain(sentence);
  });

  it("is told from an experiment", () => {
    for (const other of [base, [], null, "study"])
      expect(() => requireStudy(other)).toThrow("This is not a study file.");
  });
});
