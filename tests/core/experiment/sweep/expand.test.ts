import { peakOf } from "../../../../core/optimizers/step-size";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { presetOf, presets } from "../../../../core/experiment/presets";
import {
  expandSweep,
  sweepName,
} from "../../../../core/experiment/sweep/expand";
import { settingsOf } from "../../../../core/experiment/sweep/settings";
import type { Sweep } from "../../../../core/experiment/sweep/spec";
import {
  requireExperiment,
  validateExperiment,
} from "../../../../core/experiment/validate";
import type { ExperimentSpec } from "../../../../core/experiment/spec";

const [{ spec: base }] = presets;
const product = requireExperiment({
  edgeLab: 1,
  name: "Product",
  model: { kind: "landscape", name: "product" },
  optimizer: { kind: "gd", stepSize: 0.1 },
  steps: 10,
});

type Values = Sweep["vary"][string];
const stepSize = (values: Values): Sweep => ({
  vary: { "optimizer.stepSize": values },
});
const seeds = (values: Values): Sweep => ({
  vary: { "model.init.seed": values },
});
const sizes = (values: Values) =>
  expandSweep(base, stepSize(values)).map(({ optimizer }) =>
    peakOf(optimizer.stepSize),
  );
function networkOf({ model }: ExperimentSpec) {
  if (model.kind !== "network") throw new Error("It is a landscape.");
  return model;
}

describe("a grid", () => {
  it("runs each value with each other, and the names tell them apart", () => {
    const specs = expandSweep(base, {
      vary: { "optimizer.stepSize": [0.02, 0.05], "model.init.seed": [1, 2] },
    });
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
      model: { ...base.model, init: { ...networkOf(base).init, seed: 1 } },
    });
  });

  it("has as many runs as the product of its lists, all valid and no two equal", () => {
    const vary = fc.record(
      {
        "optimizer.stepSize": fc.uniqueArray(fc.integer({ min: 1, max: 999 }), {
          minLength: 1,
          maxLength: 6,
        }),
        "model.layers[0].units": fc.uniqueArray(
          fc.integer({ min: 1, max: 300 }),
          { minLength: 1, maxLength: 4 },
        ),
        "model.init.seed": fc.uniqueArray(fc.nat(100), {
          minLength: 1,
          maxLength: 4,
        }),
        "measure.sharpness.trace": fc.constant<boolean[]>([true, false]),
      },
      { requiredKeys: ["optimizer.stepSize"] },
    );
    fc.assert(
      fc.property(vary, (vary) => {
        const specs = expandSweep(base, { vary });
        const product = Object.values(vary).reduce((n, l) => n * l.length, 1);
        expect(specs).toHaveLength(product);
        const bare = specs.map((spec) => JSON.stringify({ ...spec, name: "" }));
        expect(new Set(bare).size).toBe(product);
        expect(new Set(specs.map(({ name }) => name)).size).toBe(product);
        for (const spec of specs)
          expect(validateExperiment(spec).ok).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it("leaves the base as it is, and what is not varied", () => {
    const before = structuredClone(base);
    const specs = expandSweep(base, stepSize([0.1]));
    expect(base).toEqual(before);
    expect(networkOf(specs[0]).init).toEqual(networkOf(base).init);
  });

  it("varies choices, switches and a field of all layers", () => {
    const [first, , third] = expandSweep(base, {
      vary: {
        "model.layers[*].units": [50, 60],
        "measure.sharpness.midpoint": [true, false],
      },
    });
    const units = (spec: ExperimentSpec) =>
      networkOf(spec).layers.flatMap((l) => ("units" in l ? l.units : []));
    // The outputs are the data's choice.
    expect(units(first)).toEqual([50, 50, 10]);
    expect(units(third)).toEqual([60, 60, 10]);
    expect(first.measure.sharpness.midpoint).toBe(true);
    expect(first.name).toContain(
      ", hidden units of all layers = 50, midpoint measurement = yes",
    );
  });

  it("varies the optimiser: what both have is kept, the rest is the default", () => {
    const decayed = requireExperiment({
      ...base,
      optimizer: { ...base.optimizer, weightDecay: 0.01 },
    });
    const specs = expandSweep(decayed, {
      vary: { "optimizer.stepSize": [0.1], "optimizer.kind": ["gd", "polyak"] },
    });
    expect(specs.map(({ optimizer }) => optimizer)).toEqual([
      { kind: "gd", stepSize: 0.1, weightDecay: 0.01 },
      { kind: "polyak", stepSize: 0.1, weightDecay: 0.01, momentum: 0.9 },
    ]);
    expect(specs[1].name).toMatch(/, η = 0.1, optimiser Polyak momentum$/);
  });

  it("varies a landscape: its step size and where it starts", () => {
    const specs = expandSweep(product, {
      vary: { "optimizer.stepSize": [0.5, 0.6], "model.start[0]": [1, 2, 3] },
    });
    expect(specs).toHaveLength(6);
    expect(specs[5].model).toMatchObject({ start: [3, expect.anything()] });
  });

  it("keeps long names within their limit", () => {
    const long = { ...base, name: "n".repeat(120) };
    const [spec] = expandSweep(long, seeds([12]));
    expect(spec.name).toHaveLength(120);
    expect(spec.name).toMatch(/n, seed 12$/);
    const vary = Object.fromEntries(
      settingsOf(base)
        .filter(({ number, value }) => number && typeof value === "number")
        .map(({ path, value }) => [path, [value]]),
    ) as Sweep["vary"];
    const [all] = expandSweep(base, { vary });
    expect(all.name).toBe("MNIST-5k tanh, run 1 of 1");
  });
});

describe("ranges", () => {
  it("are spaced evenly or by equal factors, with their ends as given", () => {
    const range = { from: 0.01, to: 0.16, count: 5 };
    expect(sizes({ ...range, scale: "log" })).toEqual([
      0.01, 0.02, 0.04, 0.08, 0.16,
    ]);
    expect(sizes({ ...range, scale: "linear" })).toEqual([
      0.01, 0.0475, 0.085, 0.1225, 0.16,
    ]);
    expect(sizes(range)).toEqual(sizes({ ...range, scale: "linear" }));
  });

  it("have whole numbers where the setting has", () => {
    const units = (values: Values) =>
      expandSweep(base, { vary: { "model.layers[0].units": values } }).map(
        (spec) => {
          const [layer] = networkOf(spec).layers;
          return "units" in layer ? layer.units : NaN;
        },
      );
    expect(units({ from: 10, to: 160, count: 5, scale: "log" })).toEqual([
      10, 20, 40, 80, 160,
    ]);
    expect(units({ from: 1, to: 10, count: 4 })).toEqual([1, 4, 7, 10]);
    expect(() => units({ from: 1, to: 4, count: 5 })).toThrow(
      "There are fewer than 5 different values between 1 and 4 for hidden units of layer 1.",
    );
  });

  it.each([
    { from: 0.5, to: 0.5001, count: 5 },
    { from: 1, to: 1.01, count: 50 },
    { from: 100, to: 100.5, count: 10 },
    { from: 0.50003, to: 0.50006, count: 3 },
    { from: 0.1, to: 0.2, count: 200 },
    { from: 1e-12, to: 1000, count: 200 },
    { from: 0.3, to: 0.3 + 2 ** -40, count: 100 },
  ])("keep the spacing of a narrow one: %j", (range) => {
    for (const scale of ["linear", "log"] as const) {
      const found = sizes({ ...range, scale });
      expect(found).toHaveLength(range.count);
      expect([found[0], found.at(-1)]).toEqual([range.from, range.to]);
      const step =
        scale === "log"
          ? Math.log(range.to / range.from) / (range.count - 1)
          : (range.to - range.from) / (range.count - 1);
      for (let i = 1; i < found.length; i++) {
        expect(found[i]).toBeGreaterThan(found[i - 1]);
        const gap =
          scale === "log"
            ? Math.log(found[i] / found[i - 1])
            : found[i] - found[i - 1];
        // Each end of a gap is off by 1 % of it at most, and by the last bits in narrow ranges.
        expect(Math.abs(gap / step - 1)).toBeLessThan(0.03);
      }
    }
  });

  it("write no more digits than that takes", () => {
    expect(sizes({ from: 0.5, to: 0.5001, count: 5 })).toEqual([
      0.5, 0.500025, 0.50005, 0.500075, 0.5001,
    ]);
  });
});

describe("paired lists", () => {
  const paired = (a: Values, b: Values) =>
    expandSweep(base, {
      vary: { "optimizer.stepSize": a, "model.init.seed": b },
      combine: "zip",
    });

  it("run the first values together, then the second ones", () => {
    const specs = paired([0.1, 0.1, 0.2], { from: 1, to: 3, count: 3 });
    expect(specs.map(({ name }) => name.slice(15))).toEqual([
      "η = 0.1, seed 1",
      "η = 0.1, seed 2",
      "η = 0.2, seed 3",
    ]);
  });

  it("have the same length and no row twice", () => {
    expect(() => paired([0.1, 0.2], [1, 2, 3])).toThrow(
      "Paired lists must have the same length; step size has 2 values and seed has 3.",
    );
    expect(() => paired([0.1, 0.2, 0.1], [1, 2, 1])).toThrow(
      "Rows 1 and 3 of the paired lists are the same.",
    );
  });
});

describe("random draws", () => {
  const draws = (random: number, seed = 0): Sweep => ({
    vary: {
      "optimizer.stepSize": { from: 0.001, to: 1, scale: "log" },
      "model.layers[0].units": { from: 10, to: 12 },
      "optimizer.kind": ["gd", "adam"],
    },
    combine: { random, seed },
  });

  it("are the same for the same seed, within their ranges, and all different", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(), (count, seed) => {
        const specs = expandSweep(base, draws(count, seed));
        expect(specs).toEqual(expandSweep(base, draws(count, seed)));
        expect(specs).toHaveLength(count);
        const found = specs.map((spec) => {
          const [layer] = networkOf(spec).layers;
          const units = "units" in layer ? layer.units : NaN;
          return { eta: spec.optimizer.stepSize, units };
        });
        for (const { eta, units } of found) {
          expect(eta).toBeGreaterThanOrEqual(0.001);
          expect(eta).toBeLessThanOrEqual(1);
          expect([10, 11, 12]).toContain(units);
        }
        expect(new Set(specs.map((s) => JSON.stringify(s))).size).toBe(count);
      }),
      { numRuns: 30 },
    );
    expect(expandSweep(base, draws(5, 1))).not.toEqual(
      expandSweep(base, draws(5, 2)),
    );
  });

  it("are spread over their scale, and reach both ends of whole numbers", () => {
    const specs = expandSweep(base, draws(1000));
    const small = specs.filter(
      ({ optimizer }) => peakOf(optimizer.stepSize) < 0.0316,
    );
    // Half of them below the middle of the logarithmic range, give or take four standard deviations.
    expect(Math.abs(small.length - 500)).toBeLessThan(64);
    const units = specs.map(({ name }) => /layer 1 = (\d+)/.exec(name)?.[1]);
    for (const n of ["10", "11", "12"])
      expect(
        Math.abs(units.filter((one) => one === n).length - 333),
      ).toBeLessThan(60);
  });

  it("draw every combination where as many are asked for, and no more", () => {
    const few = (random: number): Sweep => ({
      vary: { "model.init.seed": [1, 2, 3], "optimizer.stepSize": [0.1, 0.2] },
      combine: { random },
    });
    expect(expandSweep(base, few(6))).toHaveLength(6);
    expect(() => expandSweep(base, few(7))).toThrow(
      "There are only 6 different runs.",
    );
  });
});

describe("a sweep is refused", () => {
  it.each<[string, Sweep]>([
    ["Choose at least one setting to vary.", { vary: {} }],
    ["Give at least one value of step size.", stepSize([])],
    ["Give at least one value of seed.", seeds([])],
    ["The seed 3 is in the list twice.", seeds([3, 4, 3])],
    [
      "optimizer.stepSize: Step size must be a number greater than 0 and at most 1,000.",
      stepSize({ from: 0, to: 1, count: 3, scale: "log" }),
    ],
    [
      "The range of step size must go from a smaller number to a larger one.",
      stepSize({ from: 1, to: 0.5, count: 3 }),
    ],
    [
      "A logarithmic range of weight decay must begin above 0.",
      {
        vary: {
          "optimizer.weightDecay": { from: 0, to: 1, count: 3, scale: "log" },
        },
      },
    ],
    [
      "The number of values must be a whole number from 2 to 1,000.",
      stepSize({ from: 0.1, to: 1, count: 1, scale: "log" }),
    ],
    [
      "Enter the number of values of step size from 0.1 to 1.",
      stepSize({ from: 0.1, to: 1 }),
    ],
    [
      "There are fewer than 9 different values between 0.5 and",
      stepSize({ from: 0.5, to: 0.5 + 2 ** -51, count: 9 }),
    ],
    [
      "A sweep may have at most 1,000 runs; this one would have 1,500.",
      {
        vary: {
          "optimizer.stepSize": { from: 0.1, to: 1, count: 750, scale: "log" },
          "model.init.seed": [1, 2],
        },
      },
    ],
    [
      "optimizer.stepSize: Step size must be a number greater than 0 and at most 1,000.",
      stepSize([0.1, -1]),
    ],
    [
      "model.init.seed: Seed must be a whole number from 0 to 4,294,967,295.",
      seeds([0.5]),
    ],
    [
      "Loss is a choice and cannot have a range: list its values.",
      { vary: { loss: { from: 1, to: 2, count: 2 } } },
    ],
    ["Loss must be one of: ", { vary: { loss: ["hinge"] } }],
    [
      "“optimizer.stepsize” is not a setting of this experiment that can be varied. Did you mean “optimizer.stepSize”?",
      { vary: { "optimizer.stepsize": [1] } },
    ],
    [
      "“name” is not a setting of this experiment that can be varied.",
      { vary: { name: ["a"] } },
    ],
    [
      'Combine must be "grid", "zip" or random draws',
      { ...stepSize([0.1]), combine: "all" as "grid" },
    ],
    [
      "The run with averaging β₁ = 0.5, optimiser Gradient descent cannot be created.",
      {
        vary: { "optimizer.beta1": [0.5], "optimizer.kind": ["adam", "gd"] },
      },
    ],
  ])("%s", (message, sweep) => {
    const { spec } = message.includes("β₁")
      ? presetOf("mnist-1k-adam")
      : { spec: base };
    expect(() => expandSweep(spec, sweep)).toThrow(message);
  });

  it("for one NaN with what is wrong with it, and not that it is there twice", () => {
    expect(() => expandSweep(base, stepSize([NaN]))).toThrow(
      "optimizer.stepSize: Step size must be a number",
    );
  });

  it("at once where there are a hundred thousand seeds", () => {
    const many = Array.from({ length: 100_000 }, (_, i) => i);
    const begun = performance.now();
    expect(() => expandSweep(base, seeds(many))).toThrow("at most 1,000 runs");
    expect(performance.now() - begun).toBeLessThan(1000);
  });

  it("where every seed gives the same run", () => {
    const sine = { scheme: "sine", seed: 0, biasNoise: 0 } as const;
    const started = (init: ReturnType<typeof networkOf>["init"]) => ({
      ...base,
      model: { ...networkOf(base), init },
    });
    expect(() => expandSweep(started(sine), seeds([1, 2]))).toThrow(
      "The sine start is the same for every seed, so all of these runs would be equal.",
    );
    const noisy = started({ ...sine, biasNoise: 0.1 });
    expect(expandSweep(noisy, seeds([1, 2]))).toHaveLength(2);
    expect(() => expandSweep(product, seeds([1]))).toThrow(
      "Seeds vary the random start of a network, but this model has a fixed start.",
    );
  });
});

it("is named by what it varies", () => {
  expect(
    sweepName(base, {
      vary: { "optimizer.stepSize": [1], "model.layers[0].units": [1] },
    }),
  ).toBe("MNIST-5k tanh: η × hidden units of layer 1");
  const long = { ...base, name: "n".repeat(120) };
  expect(sweepName(long, seeds([1]))).toHaveLength(120);
});
