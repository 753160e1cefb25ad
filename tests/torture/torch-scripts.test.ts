/** The PyTorch script of a run repeats its numbers: each preset, and each kind of layer, loss and optimiser. */
import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { presets } from "../../core/experiment/presets";
import { isNetwork, type ExperimentSpec } from "../../core/experiment/spec";
import { requireExperiment } from "../../core/experiment/validate";
import { requireTorch, torchExport } from "../../core/export/torch/export";
import { activationFunctions } from "../../core/layers/activation";
import { layers } from "../../core/layers";
import { allLayers } from "../../core/layers/network";
import { losses } from "../../core/losses";
import { optimizers } from "../../core/optimizers";
import { RunControl } from "../../core/run/control";
import type { EngineInfo } from "../../core/run/summary";
import type { Columns } from "../../core/series/columns";
import { beginningOf } from "../../main/engine/beginning";
import { dataFiles } from "../../main/engine/data-files";
import { execute } from "../../main/engine/execute";
import { loadTensorflow } from "../../main/engine/load-tensorflow";
import { npzBytes } from "../../main/files/npz";
import { printTable } from "./table";

const python = process.env.EDGE_LAB_PYTHON ?? "python3";
const hasTorch = spawnSync(python, ["-c", "import torch, numpy"]).status === 0;
const why = `${python} has no torch and numpy; name a Python that has them in EDGE_LAB_PYTHON`;

const surroundings = { files: dataFiles(), tensorflow: loadTensorflow };
/** Relative differences, over all steps. */
const tolerance = 1e-8;
const found: Record<string, string> = {};

async function recorded(spec: ExperimentSpec) {
  const info: { engine?: EngineInfo } = {};
  const tables: Record<"steps" | "spectrum", Record<string, number[]>> = {
    steps: {},
    spectrum: {},
  };
  const updates = execute(spec, {
    ...surroundings,
    control: new RunControl(),
    onStarted: (engine) => void (info.engine = engine),
  });
  for await (const update of updates) {
    if (update.type !== "batch") continue;
    for (const table of ["steps", "spectrum"] as const)
      for (const [name, values] of Object.entries(update.batch[table]))
        (tables[table][name] ??= []).push(...values);
  }
  if (!info.engine) throw new Error("The run did not start.");
  const columns = (table: "steps" | "spectrum"): Columns =>
    Object.fromEntries(
      Object.entries(tables[table]).map(([name, values]) => [
        name,
        Float64Array.from(values),
      ]),
    );
  return {
    engine: info.engine,
    steps: columns("steps"),
    spectrum: columns("spectrum"),
  };
}

/** Largest relative differences that the script of a run prints. */
async function differences(spec: ExperimentSpec) {
  const run = await recorded(spec);
  const beginning = await beginningOf(
    { kind: "beginning", spec, engine: run.engine },
    surroundings,
  );
  const source = { id: 1, name: spec.name, spec, fork: null, ...run };
  const { script, arrays } = torchExport(source, beginning, "run");
  const folder = await mkdtemp(join(tmpdir(), "edge-lab-torch-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, "run.npz"), npzBytes(arrays));
  await writeFile(join(folder, "run.py"), script);
  const { stdout, stderr, status } = spawnSync(
    python,
    [join(folder, "run.py")],
    { encoding: "utf8", maxBuffer: 1e8 },
  );
  expect(stderr).toBe("");
  expect(status).toBe(0);
  const last = /over (\d+) steps: loss (\S+), \|g\| (\S+), S (\S+)$/.exec(
    stdout.trim(),
  );
  if (!last) throw new Error(`The script ended with: ${stdout.slice(-300)}`);
  const [steps, ...numbers] = last.slice(1).map(Number);
  const largest = Math.max(...numbers);
  found[spec.name] = largest.toExponential(1);
  const measurements = stdout.match(/^ *\d+ {2}S /gm)?.length;
  return { steps, largest, measurements };
}

const ofPresets = presets.filter(
  ({ spec }) => isNetwork(spec) && requireable(spec),
);

function requireable(spec: ExperimentSpec) {
  try {
    requireTorch({ spec });
    return true;
  } catch {
    return false;
  }
}

test("each preset of a network has a script", () => {
  const networks = presets.filter(({ spec }) => isNetwork(spec) && !spec.batch);
  expect(ofPresets).toEqual(networks);
  expect(networks.length).toBeGreaterThan(5);
});

test.for(ofPresets.map(({ id, spec }) => [id, spec] as const))(
  "the preset %s",
  async ([, spec], context) => {
    context.skip(!hasTorch, why);
    const { measure } = spec;
    const short: ExperimentSpec = {
      ...spec,
      steps: 50,
      precision: "float64",
      // SciPy takes some thirty products for each.
      measure: { ...measure, sharpness: { ...measure.sharpness, every: 25 } },
    };
    const { steps, largest, measurements } = await differences(short);
    expect(steps).toBe(50);
    expect(measurements).toBe(3);
    expect(largest).toBeLessThan(tolerance);
  },
);

const dense = (units: number, more = {}) => ({ type: "dense", units, ...more });
const act = (fn: string) => ({ type: "activation", fn });

function experiment(name: string, changes: object) {
  return requireExperiment({
    edgeLab: 1,
    name,
    data: { source: "spirals", samples: 20 },
    model: {
      kind: "network",
      layers: [dense(6), act("tanh"), dense(2)],
    },
    optimizer: { kind: "gd", stepSize: 0.1 },
    steps: 50,
    measure: { sharpness: { every: 5 } },
    precision: "float64",
    ...changes,
  });
}

/** Two channels of 5 × 4 numbers, so that the order of channels, rows and columns matters. */
const images = {
  data: { source: "mnist", samples: 12 },
  optimizer: { kind: "gd", stepSize: 0.05 },
};
const conv = (more = {}) => ({ type: "conv2d", filters: 3, ...more });
const convolutional = (name: string, ...stack: object[]) =>
  experiment(name, {
    ...images,
    model: { kind: "network", layers: [...stack, dense(10)] },
  });
const shrink = [
  { type: "pool", kind: "avg", size: 4 },
  conv({ kernel: 2, padding: "valid" }),
  act("tanh"),
];

const ofTokens = (name: string, data: object, layers: object[]) =>
  experiment(name, {
    data: { samples: 12, ...data },
    loss: "cross-entropy",
    model: {
      kind: "network",
      layers: [
        { type: "embedding", vocabulary: 8, width: 6 },
        { type: "positions" },
        ...layers,
      ],
    },
  });

const cases = [
  ...activationFunctions.map(({ name }) =>
    experiment(`activation ${name}`, {
      model: {
        kind: "network",
        layers: [
          dense(6),
          act(name),
          dense(5, { bias: false }),
          act("tanh"),
          dense(2),
        ],
      },
    }),
  ),
  ...losses.map(({ name }) =>
    experiment(`loss ${name}`, {
      loss: name,
      model: {
        kind: "network",
        layers: [dense(6), act("tanh"), dense(name === "logistic" ? 1 : 2)],
      },
    }),
  ),
  ...optimizers
    .filter((one) => "torch" in one)
    .map(({ name }) =>
      experiment(`optimizer ${name}`, {
        optimizer: { kind: name, stepSize: 0.01, weightDecay: 0.03 },
      }),
    ),
  experiment("schedule", {
    optimizer: {
      kind: "gd",
      stepSize: {
        peak: 0.2,
        warmup: { steps: 10, from: 0.1 },
        decay: { kind: "cosine", to: 0.1 },
      },
    },
  }),
  experiment("midpoint", {
    measure: { sharpness: { every: 5, midpoint: true } },
  }),
  convolutional("even kernel", ...shrink, conv({ kernel: 2 }), act("tanh")),
  convolutional("stride 2", ...shrink, conv({ stride: 2 }), act("tanh")),
  convolutional(
    "stride 2, large",
    conv({ kernel: 5, stride: 3 }),
    act("tanh"),
    { type: "pool", kind: "avg" },
  ),
  convolutional(
    "flatten and dense",
    ...shrink,
    { type: "flatten" },
    act("tanh"),
    dense(7),
    act("tanh"),
  ),
  convolutional("max pool", ...shrink, { type: "pool", kind: "max" }),
  convolutional(
    "residual, batch norm and layer norm of images",
    ...shrink,
    { type: "batch-norm" },
    { type: "residual", layers: [conv(), { type: "batch-norm" }, act("tanh")] },
    { type: "flatten" },
    { type: "layer-norm" },
    dense(7),
    act("tanh"),
  ),
  experiment("batch norm, layer norm and scale", {
    model: {
      kind: "network",
      layers: [
        dense(6),
        { type: "batch-norm" },
        act("tanh"),
        { type: "scale", factor: 0.7 },
        dense(5),
        { type: "layer-norm" },
        dense(2),
      ],
    },
  }),
  ofTokens(
    "transformer, post-norm",
    { source: "modular-addition", modulus: 5 },
    [
      { type: "residual", layers: [{ type: "attention", heads: 2 }] },
      { type: "layer-norm" },
      { type: "residual", layers: [dense(8), act("gelu"), dense(6)] },
      { type: "layer-norm" },
      { type: "mean" },
      dense(5),
    ],
  ),
  ofTokens("transformer, pre-norm, causal", { source: "sorting" }, [
    {
      type: "residual",
      layers: [
        { type: "layer-norm" },
        { type: "attention", heads: 3, causal: true },
      ],
    },
    dense(4),
  ]),
];

test("every layer is in a case, or has no counterpart", () => {
  const used = cases.flatMap(({ model }) =>
    model.kind === "network"
      ? allLayers(model.layers).map(({ spec }) => spec.type)
      : [],
  );
  expect(new Set(used)).toEqual(
    new Set(layers.filter((one) => "torch" in one).map(({ name }) => name)),
  );
});

test.for(cases.map((spec) => [spec.name, spec] as const))(
  "%s",
  async ([, spec], context) => {
    context.skip(!hasTorch, why);
    const { steps, largest } = await differences(spec);
    expect(steps).toBe(50);
    expect(largest).toBeLessThan(tolerance);
  },
);

test("largest differences", (context) => {
  context.skip(!hasTorch, why);
  printTable("PyTorch scripts against the lab, 50 steps in float64", found);
});
