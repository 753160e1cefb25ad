import { describe, expect, it } from "vitest";
import { presets } from "../../../core/experiment/presets";
import { expandSweep, type Sweep } from "../../../core/experiment/sweep";
import { requireExperiment } from "../../../core/experiment/validate";

const [{ spec: base }] = presets;
const product = requireExperiment({
  edgeLab: 1,
  name: "Product",
  model: { kind: "landscape", name: "product" },
  optimizer: { kind: "gd", stepSize: 0.1 },
  steps: 10,
});

const sizes = (sweep: Sweep) =>
  expandSweep(base, sweep).map(({ optimizer }) => optimizer.stepSize);

describe("a sweep", () => {
  it("runs each step size with each seed, and the names tell them apart", () => {
    const specs = expandSweep(base, { stepSizes: [0.02, 0.05], seeds: [1, 2] });
    expect(specs.map(({ name }) => name)).toEqual([
      "MNIST-5k tanh, η = 0.02, seed 1",
      "MNIST-5k tanh, η = 0.02, seed 2",
      "MNIST-5k tanh, η = 0.05, seed 1",
      "MNIST-5k tanh, η = 0.05, seed 2",
    ]);
    const [first] = specs;
    expect(first).toEqual({
      ...base,
      name: first.name,
      optimizer: { ...base.optimizer, stepSize: 0.02 },
      model: { ...base.model, init: { ...initOf(base), seed: 1 } },
    });
  });

  it("leaves the base as it is, and the seed where only step sizes vary", () => {
    const before = structuredClone(base);
    const specs = expandSweep(base, { stepSizes: [0.1] });
    expect(base).toEqual(before);
    expect(initOf(specs[0])).toEqual(initOf(base));
  });

  it("spaces a range evenly or by equal factors, with its ends as given", () => {
    const range = { from: 0.01, to: 0.16, count: 5 };
    expect(sizes({ stepSizes: { ...range, log: true } })).toEqual([
      0.01, 0.02, 0.04, 0.08, 0.16,
    ]);
    expect(sizes({ stepSizes: { ...range, log: false } })).toEqual([
      0.01, 0.0475, 0.085, 0.1225, 0.16,
    ]);
  });

  it.each([
    { from: 0.5, to: 0.5001, count: 5 },
    { from: 1, to: 1.01, count: 50 },
    { from: 100, to: 100.5, count: 10 },
    { from: 0.50003, to: 0.50006, count: 3 },
    { from: 0.1, to: 0.2, count: 200 },
    { from: 1e-12, to: 1000, count: 200 },
    { from: 0.3, to: 0.3 + 2 ** -40, count: 100 },
  ])("keeps the spacing of a narrow range: %j", (range) => {
    for (const log of [false, true]) {
      const found = sizes({ stepSizes: { ...range, log } });
      expect(found).toHaveLength(range.count);
      expect([found[0], found.at(-1)]).toEqual([range.from, range.to]);
      const step = log
        ? Math.log(range.to / range.from) / (range.count - 1)
        : (range.to - range.from) / (range.count - 1);
      for (let i = 1; i < found.length; i++) {
        expect(found[i]).toBeGreaterThan(found[i - 1]);
        const gap = log
          ? Math.log(found[i] / found[i - 1])
          : found[i] - found[i - 1];
        // Each end of a gap is off by 1 % of it at most, and by the last bits in narrow ranges.
        expect(Math.abs(gap / step - 1)).toBeLessThan(0.03);
      }
    }
  });

  it("writes no more digits than that takes", () => {
    const range = { from: 0.5, to: 0.5001, count: 5, log: false };
    expect(sizes({ stepSizes: range })).toEqual([
      0.5, 0.500025, 0.50005, 0.500075, 0.5001,
    ]);
  });

  it("says so where there are fewer numbers than step sizes", () => {
    const range = { from: 0.5, to: 0.5 + 2 ** -51, count: 9, log: false };
    expect(() => sizes({ stepSizes: range })).toThrow(
      "there are no 9 different step sizes. Choose a wider range or fewer of them.",
    );
  });

  it("varies the step size of a landscape", () => {
    const specs = expandSweep(product, { stepSizes: [0.5, 0.6] });
    expect(specs.map(({ optimizer }) => optimizer.stepSize)).toEqual([
      0.5, 0.6,
    ]);
  });

  it("keeps long names within their limit", () => {
    const [spec] = expandSweep(
      { ...base, name: "n".repeat(120) },
      { seeds: [12] },
    );
    expect(spec.name).toHaveLength(120);
    expect(spec.name).toMatch(/n, seed 12$/);
  });

  it.each<[string, Sweep]>([
    ["Choose step sizes or seeds to vary.", {}],
    ["Give at least one step size.", { stepSizes: [] }],
    ["Give at least one seed.", { seeds: [] }],
    ["The seed 3 is in the list twice.", { seeds: [3, 4, 3] }],
    [
      "The range of step sizes must go from a number greater than 0 to a larger one of at most 1,000.",
      { stepSizes: { from: 0, to: 1, count: 3, log: true } },
    ],
    [
      "The number of step sizes must be a whole number from 2 to 200.",
      { stepSizes: { from: 0.1, to: 1, count: 1, log: true } },
    ],
    [
      "A sweep may have at most 200 runs; this one would have 300.",
      {
        stepSizes: { from: 0.1, to: 1, count: 150, log: true },
        seeds: [1, 2],
      },
    ],
    [
      "optimizer.stepSize: Step size must be a number greater than 0 and at most 1,000.",
      { stepSizes: [0.1, -1] },
    ],
    [
      "model.init.seed: Seed must be a whole number from 0 to 4,294,967,295.",
      { seeds: [0.5] },
    ],
  ])("is refused: %s", (message, sweep) => {
    expect(() => expandSweep(base, sweep)).toThrow(message);
  });

  it("says of one NaN what is wrong with it, and not that it is there twice", () => {
    expect(() => expandSweep(base, { stepSizes: [NaN] })).toThrow(
      "optimizer.stepSize: Step size must be a number",
    );
  });

  it("refuses a hundred thousand seeds at once", () => {
    const seeds = Array.from({ length: 100_000 }, (_, i) => i);
    const begun = performance.now();
    expect(() => expandSweep(base, { seeds })).toThrow("at most 200 runs");
    expect(performance.now() - begun).toBeLessThan(1000);
  });

  it("has no seeds where every seed gives the same run", () => {
    const sine = { scheme: "sine", seed: 0, biasNoise: 0 } as const;
    const { model } = base;
    if (model.kind !== "network") throw new Error("It is a landscape.");
    const started = (init: typeof model.init) => ({
      ...base,
      model: { ...model, init },
    });
    expect(() => expandSweep(started(sine), { seeds: [1, 2] })).toThrow(
      "The sine start is the same for every seed, so all of these runs would be equal.",
    );
    const noisy = started({ ...sine, biasNoise: 0.1 });
    expect(expandSweep(noisy, { seeds: [1, 2] })).toHaveLength(2);
  });

  it("has no seeds where nothing is random", () => {
    expect(() => expandSweep(product, { seeds: [1] })).toThrow(
      "Seeds vary the random start of a network; this model starts where its file says.",
    );
  });
});

function initOf({ model }: typeof base) {
  if (model.kind !== "network") throw new Error("It is a landscape.");
  return model.init;
}
