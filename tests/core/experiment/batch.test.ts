/** Mini-batches in the experiment file: what is refused, in which words, and what is said of them. */
import { describe, expect, it } from "vitest";
import { analysisLimit } from "../../../core/experiment/analysis-limit";
import { batchProblems } from "../../../core/experiment/batch-problems";
import { describeExperiment } from "../../../core/experiment/describe";
import { differences } from "../../../core/experiment/diff";
import { describeInWords } from "../../../core/experiment/in-words";
import { withSetting } from "../../../core/experiment/sweep/expand";
import { settingsOf } from "../../../core/experiment/sweep/settings";
import {
  requireExperiment,
  validateExperiment,
} from "../../../core/experiment/validate";
import { golden } from "../support";

const landscape = {
  edgeLab: 1,
  name: "landscape",
  model: { kind: "landscape", name: "product", start: [3, 0.1] },
  optimizer: { kind: "gd", stepSize: 0.1 },
  steps: 10,
};

const refused = (changes: object, base: object = golden) => {
  const validation = validateExperiment({ ...base, ...changes });
  return validation.ok ? [] : validation.fields;
};

describe("mini-batches", () => {
  it("have a seed and a cadence of the full loss where nothing is said", () => {
    const { batch } = requireExperiment({ ...golden, batch: { size: 5 } });
    expect(batch).toEqual({ size: 5, seed: 0, lossEvery: 10 });
  });

  it("are none where left out", () => {
    expect(requireExperiment(golden)).not.toHaveProperty("batch");
    expect(requireExperiment(golden).measure).not.toHaveProperty(
      "batchSharpness",
    );
  });

  it.each([
    [{ size: 21 }, "batch.size", "at most", "20; it is"],
    [{ size: 0 }, "batch.size", "Batch size", "whole number from 1"],
    [{ size: 2.5 }, "batch.size", "Batch size", "whole number"],
    [{ seed: 1 }, "batch.size", "Batch size", "whole number"],
    [{ size: 4, seed: -1 }, "batch.seed", "Seed of the batches", "from 0"],
    [{ size: 4, shuffle: true }, "batch.shuffle", "not a field", ""],
    [32, "batch", "Batch must be an object", '"size": 32'],
  ])("refuse %j at %s", (batch, path, ...words) => {
    const [problem, ...others] = refused({ batch });
    expect(others).toEqual([]);
    expect(problem.path).toBe(path);
    for (const word of words) expect(problem.message).toContain(word);
    expect(problem.suggestion).toBeTruthy();
  });

  it("may be all samples, and are checked again once a file is read", () => {
    expect(refused({ batch: { size: 20 } })).toEqual([]);
    const spec = requireExperiment({ ...golden, batch: { size: 20 } });
    expect(batchProblems(spec, 20)).toEqual([]);
    expect(batchProblems(spec, 19)[0].message).toContain("19; it is");
    expect(batchProblems(spec, undefined)).toEqual([]);
  });

  it("count the samples that are set aside from rows", () => {
    const data = { source: "iris", testSamples: 30 };
    const layers = [{ type: "dense", units: 3 }];
    const base = { ...golden, data, model: { kind: "network", layers } };
    expect(refused({ batch: { size: 120 } }, base)).toEqual([]);
    expect(refused({ batch: { size: 121 } }, base)[0].message).toContain(
      "120; it is",
    );
  });

  it("are refused for landscapes and gradient flow", () => {
    const [ofLandscape] = refused({ batch: { size: 2 } }, landscape);
    expect(ofLandscape.path).toBe("batch");
    expect(ofLandscape.message).toContain("a landscape has none");
    const [ofFlow] = refused({
      batch: { size: 2 },
      optimizer: { kind: "gradient-flow", stepSize: 0.1 },
    });
    expect(ofFlow.path).toBe("batch");
    expect(ofFlow.message).toContain("Gradient flow");
  });

  it("are needed for batch sharpness", () => {
    const measure = { batchSharpness: {} };
    const [problem] = refused({ measure });
    expect(problem.path).toBe("measure.batchSharpness");
    expect(problem.message).toContain("mini-batches");
    const spec = requireExperiment({ ...golden, measure, batch: { size: 4 } });
    expect(spec.measure.batchSharpness).toEqual({
      every: 100,
      tolerance: 0.02,
      max: 200,
    });
    for (const [key, value] of [
      ["tolerance", 0],
      ["max", 1],
      ["every", 0.5],
    ] as const)
      expect(
        refused({
          measure: { batchSharpness: { [key]: value } },
          batch: { size: 4 },
        })[0].path,
      ).toBe(`measure.batchSharpness.${key}`);
  });

  it("leave nothing to analyse", () => {
    const spec = requireExperiment({ ...golden, batch: { size: 4 } });
    expect(analysisLimit(spec)).toMatchObject({ isWhole: true });
    expect(analysisLimit(spec)?.message).toContain("mini-batches");
  });
});

describe("what is said of mini-batches", () => {
  const spec = requireExperiment({ ...golden, batch: { size: 4, seed: 3 } });

  it("is in the sentence and in the lines of an experiment", () => {
    const sentence = describeInWords(spec);
    expect(sentence).toContain("mini-batches of 4");
    expect(sentence).toContain("batch seed 3");
    expect(describeExperiment(spec)).toContainEqual({
      term: "Mini-batches",
      what: "4 samples without replacement, seed 3",
    });
  });

  it("is a difference for each setting", () => {
    const other = requireExperiment({ ...golden, batch: { size: 8, seed: 3 } });
    expect(differences([spec, other])).toEqual([
      { path: "batch.size", label: "batch size", values: ["4", "8"] },
    ]);
    const without = differences([requireExperiment(golden), spec]);
    expect(without.map(({ label, values }) => [label, ...values])).toEqual([
      ["batch size", "none", "4"],
      ["batch seed", "none", "3"],
      ["steps between full losses", "none", "10"],
    ]);
  });

  it("size and seed can be swept", () => {
    const settings = settingsOf(spec);
    for (const [path, value] of [
      ["batch.size", 7],
      ["batch.seed", 11],
    ] as const) {
      const setting = settings.find((one) => one.path === path);
      if (!setting) throw new Error(`There is no setting ${path}.`);
      expect(setting.number?.isWhole).toBe(true);
      const changed = validateExperiment(withSetting(spec, setting, value));
      expect(changed).toMatchObject({ ok: true });
    }
  });
});
