import { describe, expect, it } from "vitest";
import { differences } from "../../../core/experiment/diff";
import { presetOf } from "../../../core/experiment/presets";
import type { ExperimentSpec } from "../../../core/experiment/spec";
import { requireExperiment } from "../../../core/experiment/validate";

const [first, relu, chebyshev] = [
  "mnist-5k-tanh",
  "mnist-5k-relu",
  "chebyshev",
].map((id) => presetOf(id).spec);

function changed(spec: ExperimentSpec, change: (copy: ExperimentSpec) => void) {
  const copy = structuredClone(spec);
  change(copy);
  return requireExperiment(copy);
}

const faster = changed(first, (copy) => (copy.optimizer.stepSize = 0.1));

function network(layers: object[], init = {}): ExperimentSpec {
  return requireExperiment({
    edgeLab: 1,
    name: "n",
    data: { source: "chebyshev" },
    model: {
      kind: "network",
      layers,
      init: { scheme: "uniform-fan-in", ...init },
    },
    optimizer: { kind: "gd", stepSize: 0.1 },
    steps: 1,
  });
}
const dense = (units: number) => ({ type: "dense", units });
const tanh = { type: "activation", fn: "tanh" };
const landscape = (model: object) =>
  requireExperiment({
    edgeLab: 1,
    name: "l",
    model: { kind: "landscape", ...model },
    optimizer: { kind: "gd", stepSize: 0.1 },
    steps: 1,
  });

describe("differences", () => {
  it("are none between experiments that differ in name, or alone", () => {
    expect(differences([first, { ...first, name: "Other" }])).toEqual([]);
    expect(differences([first])).toEqual([]);
  });

  it("name only what differs, with a value for each experiment", () => {
    expect(differences([first, faster, first])).toEqual([
      {
        path: "optimizer.stepSize",
        label: "step size",
        values: ["0.05", "0.1", "0.05"],
      },
    ]);
  });

  it("compare layers of the same types field by field", () => {
    const narrow = network([dense(20), tanh, dense(20), tanh, dense(1)]);
    const wide = network([dense(50), tanh, dense(50), tanh, dense(1)]);
    const mixed = network([dense(50), tanh, dense(20), tanh, dense(1)]);
    const label = "hidden units";
    const path = "model.layers.dense.units";
    expect(differences([narrow, wide])).toEqual([
      { path, label, values: ["20", "50"] },
    ]);
    expect(differences([narrow, mixed])).toEqual([
      { path, label, values: ["20, 20", "50, 20"] },
    ]);
    expect(differences([first, relu])).toMatchObject([
      { label: "activation", values: ["tanh", "relu"] },
      { label: "step size" },
      { label: "steps" },
    ]);
  });

  it("tell when a run counts as diverged", () => {
    const off = changed(first, (copy) => (copy.divergence = "off"));
    const tight = changed(
      first,
      (copy) => (copy.divergence = { loss: 100, parameters: 1e6 }),
    );
    const same = changed(
      first,
      (copy) => (copy.divergence = { loss: 1e6, parameters: 1e6 }),
    );
    expect(differences([first, same])).toEqual([]);
    expect(differences([first, off, tight])).toEqual([
      {
        path: "divergence",
        label: "divergence limits",
        values: [
          "loss × 1,000,000, parameters × 1,000,000",
          "off: only a number that is not finite ends the run",
          "loss × 100, parameters × 1,000,000",
        ],
      },
    ]);
  });

  it("describe layers of different types as a whole", () => {
    const shallow = network([dense(20), tanh, dense(1)]);
    const deep = network([dense(20), tanh, dense(20), tanh, dense(1)]);
    const [only, ...rest] = differences([shallow, deep]);
    expect(only).toMatchObject({ path: "model.layers", label: "layers" });
    expect(only.values[0]).not.toBe(only.values[1]);
    expect(rest).toEqual([]);
  });

  it("call the two seeds of an experiment by different names", () => {
    const layers = [dense(3), tanh, dense(1)];
    expect(
      differences([network(layers), network(layers, { seed: 1 })]),
    ).toMatchObject([{ label: "seed", values: ["0", "1"] }]);
  });

  it("take a split and its seed for one setting", () => {
    const shuffled = (seed: number) =>
      requireExperiment({
        ...first,
        data: { source: "mnist", split: { kind: "shuffled", seed } },
      });
    expect(differences([first, shuffled(0), shuffled(1)])).toEqual([
      {
        path: "data.split",
        label: "split",
        values: ["in file order", "shuffled, seed 0", "shuffled, seed 1"],
      },
    ]);
  });

  it("describe other data, models and methods as a whole", () => {
    const adam = changed(
      first,
      (copy) => (copy.optimizer = { kind: "adam", stepSize: 0.05 } as never),
    );
    expect(differences([first, adam])).toMatchObject([
      { label: "method", values: [/descent/, /Adam/].map(matching) },
    ]);
    expect(
      differences([first, chebyshev])
        .slice(0, 1)
        .map(({ path, label }) => [path, label]),
    ).toEqual([["data", "data"]]);
    const product = landscape({ name: "product" });
    expect(differences([chebyshev, product])).toContainEqual({
      path: "model",
      label: "model",
      values: [expect.stringContaining("20"), "½(xy − 1)²"],
    });
    expect(
      differences([product, landscape({ name: "product", start: [2, 1] })]),
    ).toEqual([
      { path: "model.start", label: "start", values: ["[1.7, 0.3]", "[2, 1]"] },
    ]);
  });

  it("tell long lists apart", () => {
    const layers = [dense(20), tanh, dense(1)];
    const values = Array.from({ length: 61 }, (_, i) => i / 61);
    const init = { scheme: "explicit", values };
    const other = { ...init, values: values.with(60, 2) };
    expect(
      differences([network(layers, init), network(layers, other)]),
    ).toEqual([
      {
        path: "model.init.values",
        label: "initial values",
        values: ["list 1, 61 entries", "list 2, 61 entries"],
      },
    ]);
  });

  it("take what an earlier version did not store for its default", () => {
    const old = structuredClone(first) as {
      optimizer: { weightDecay?: number };
      measure: { test?: unknown };
    };
    delete old.optimizer.weightDecay;
    delete old.measure.test;
    expect(differences([first, old as ExperimentSpec])).toEqual([]);
  });
});

function matching(pattern: RegExp): unknown {
  return expect.stringMatching(pattern);
}
