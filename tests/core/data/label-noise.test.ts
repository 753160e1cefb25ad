/** A share of the training labels drawn anew, for every source of classes. */
import { describe, expect, it } from "vitest";
import { sources } from "../../../core/data";
import { classDataset, numberDataset } from "../../../core/data/dataset";
import { withLabelNoise } from "../../../core/data/label-noise";
import { loadDataset } from "../../../core/data/load";
import { describeData } from "../../../core/experiment/describe";
import { differences } from "../../../core/experiment/diff";
import { describeInWords } from "../../../core/experiment/in-words";
import {
  requireExperiment,
  validateExperiment,
} from "../../../core/experiment/validate";
import { dataFiles } from "../../../main/engine/data-files";
import { golden } from "../support";

const classes = 4;
const labels = Uint8Array.from({ length: 4000 }, (_, i) => i % classes);
const data = classDataset(
  { inputs: new Float64Array(4000), inputShape: [1] },
  labels,
  ["a", "b", "c", "d"],
);

function changed(share: number, seed = 0) {
  const { targets } = withLabelNoise(data, { share, seed });
  return Array.from(labels, (label, i) => {
    const own = targets.subarray(i * classes, (i + 1) * classes);
    expect(own.reduce((a, b) => a + b)).toBe(1);
    return own.indexOf(1) !== label;
  });
}

describe("withLabelNoise", () => {
  it("draws as many anew as asked, of which 1 in c stays what it was", () => {
    // 2,000 drawn, 1,500 ± 19 of them another class: four deviations.
    const count = changed(0.5).filter(Boolean).length;
    expect(Math.abs(count - 1500)).toBeLessThan(78);
  });

  it("draws all anew where all are asked for, and none of a share below one sample", () => {
    expect(changed(1).filter(Boolean).length).toBeGreaterThan(2890);
    expect(changed(1e-5)).not.toContain(true);
  });

  it("is spread over all samples and all classes", () => {
    const halves = changed(0.5);
    const first = halves.slice(0, 2000).filter(Boolean).length;
    expect(Math.abs(first - 750)).toBeLessThan(100);
  });

  it("draws the same for a seed, and others for another", () => {
    expect(changed(0.3, 7)).toEqual(changed(0.3, 7));
    expect(changed(0.3, 7)).not.toEqual(changed(0.3, 8));
  });

  it("leaves the samples as they were, and shares all but the targets", () => {
    const before = data.targets.slice();
    const noisy = withLabelNoise(data, { share: 0.5, seed: 0 });
    expect(data.targets).toEqual(before);
    expect(noisy.inputs).toBe(data.inputs);
    expect(noisy.classNames).toEqual(["a", "b", "c", "d"]);
  });

  it("draws the class at each position for itself", () => {
    const pairs = {
      ...data,
      samples: 2000,
      targetWidth: 2 * classes,
      positions: 2,
    };
    const { targets } = withLabelNoise(pairs, { share: 0.5, seed: 0 });
    const alone = withLabelNoise(data, { share: 0.5, seed: 0 });
    expect(targets).toEqual(alone.targets);
  });

  it("refuses numbers", () => {
    const inputs = { inputs: new Float64Array(3), inputShape: [1] };
    const numbers = numberDataset(inputs, new Float64Array(3), 1);
    expect(() => withLabelNoise(numbers, { share: 0.5, seed: 0 })).toThrow(
      "data.labelNoise: Label noise needs classes",
    );
  });
});

const net = {
  kind: "network",
  layers: [{ type: "dense", units: 3 }],
};
const iris = (labelNoise?: object) =>
  requireExperiment({
    edgeLab: 1,
    name: "Iris",
    data: {
      source: "iris",
      testSamples: 30,
      ...(labelNoise && { labelNoise }),
    },
    model: net,
    optimizer: { kind: "gd", stepSize: 0.1 },
    steps: 1,
  });

it("changes training labels alone when data are loaded", async () => {
  const load = async (labelNoise?: object) => {
    const { data } = iris(labelNoise);
    if (!data) throw new Error("There are no data.");
    return loadDataset(data, dataFiles());
  };
  const [plain, noisy] = [await load(), await load({ share: 0.5, seed: 1 })];
  expect(noisy.test).toEqual(plain.test);
  expect(noisy.train.inputs).toEqual(plain.train.inputs);
  expect(noisy.train.targets).not.toEqual(plain.train.targets);
});

it.each(sources.map((source) => source))(
  "$name offers it where its targets can be classes",
  ({ name, schema }) => {
    const numbersOnly = ["chebyshev", "teacher"];
    expect(Object.hasOwn(schema.shape, "labelNoise")).toBe(
      !numbersOnly.includes(name),
    );
  },
);

it("is refused beside targets that are numbers, in a sentence", () => {
  const checked = validateExperiment({
    ...golden,
    data: {
      source: "csv",
      path: "table.csv",
      target: "y",
      targetKind: "number",
      labelNoise: { share: 0.1 },
    },
  });
  expect(checked).toMatchObject({
    ok: false,
    fields: [{ path: "data.labelNoise", suggestion: "Remove it." }],
  });
});

it.each([0, -0.1, 1.1, "many"])("refuses the share %s", (share) => {
  expect(() => iris({ share })).toThrow(
    "Label noise: share must be greater than 0 and at most 1.",
  );
});

it("is told wherever data are told", () => {
  const spec = iris({ share: 0.1 });
  if (!spec.data) throw new Error("There are no data.");
  expect(describeData(spec.data)).toBe(
    "Iris, 150 flowers of three species; 10 % of the labels replaced at random, seed 0",
  );
  expect(describeInWords(spec)).toContain(
    "120 iris flowers, 10 % of the labels replaced at random, seed 0",
  );
  expect(differences([iris(), spec])).toEqual([
    {
      path: "data.labelNoise",
      label: "label noise",
      values: ["none", "10 % of the labels replaced at random, seed 0"],
    },
  ]);
});
