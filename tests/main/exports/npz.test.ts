/** A run as arrays, and back: its numbers, its weights bit for bit, and the eigenvectors of its last measurement. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { RunDetail } from "../../../core/contract/api";
import { readNpy, type NumberArray } from "../../../core/data/numpy/npy";
import { requireExperiment } from "../../../core/experiment/validate";
import { RunControl } from "../../../core/run/control";
import type { Archive } from "../../../main/archive/archive";
import { answer } from "../../../main/engine/answer";
import { dataFiles } from "../../../main/engine/data-files";
import { execute } from "../../../main/engine/execute";
import { loadTensorflow } from "../../../main/engine/load-tensorflow";
import { NetworkLooks } from "../../../main/engine/network-looks";
import { prepareRun } from "../../../main/engine/prepare";
import { zipMembers } from "../../../main/engine/zip-members";
import type { Ask } from "../../../main/exports/ask";
import { writeNpz } from "../../../main/exports/npz";
import { storeReport } from "../../../main/store-report";
import { temporaryArchive, temporaryFolder } from "../archive/helpers";

const surroundings = { files: dataFiles(), tensorflow: loadTensorflow };
const ask: Ask = (question) =>
  answer(
    question,
    new RunControl(),
    surroundings,
    new NetworkLooks(surroundings),
    () => undefined,
  );

function experiment(changes: object) {
  return requireExperiment({
    edgeLab: 1,
    name: "x",
    data: { source: "chebyshev", samples: 12 },
    model: {
      kind: "network",
      layers: [
        { type: "dense", units: 5 },
        { type: "activation", fn: "tanh" },
        { type: "dense", units: 1 },
      ],
    },
    optimizer: { kind: "gd", stepSize: 0.2 },
    steps: 30,
    measure: { sharpness: { every: 4, k: 2 } },
    precision: "float64",
    ...changes,
  });
}

async function stored(archive: Archive, changes: object): Promise<RunDetail> {
  const spec = experiment(changes);
  const { id } = await archive.createRun(spec, 10);
  const updates = execute(spec, {
    ...surroundings,
    control: new RunControl(),
    onStarted: (engine) => archive.setEngine(id, engine),
  });
  for await (const update of updates)
    await storeReport(archive, { ...update, runId: id });
  return archive.openRun(id);
}

async function arraysOf(path: string): Promise<Map<string, NumberArray>> {
  async function* pieces() {
    yield await readFile(path);
  }
  const { names } = await zipMembers(path, [], pieces, 2 ** 30);
  const { found } = await zipMembers(path, names, pieces, 2 ** 30);
  return new Map(
    [...found].map(([name, bytes]) => [
      name.replace(/\.npy$/, ""),
      readNpy(bytes, name),
    ]),
  );
}

async function exported(changes: object) {
  const archive = await temporaryArchive();
  const run = await stored(archive, changes);
  const path = join(await temporaryFolder(), "run.npz");
  const cautions = await writeNpz(path, archive, run, ask);
  return { archive, run, path, cautions, arrays: await arraysOf(path) };
}

const kept = { checkpoints: { every: 10 } };

describe("a run as a NumPy archive", () => {
  test("has every recorded number", async () => {
    const { archive, run, arrays, cautions } = await exported(kept);
    expect(cautions).toEqual([]);
    for (const table of ["steps", "spectrum"] as const) {
      const columns = run.columns[table];
      const window = { runId: run.id, table, columns };
      const recorded = await archive.readColumns(window);
      for (const name of columns)
        expect(arrays.get(`${table}/${name}`)?.values).toEqual(recorded[name]);
    }
  });

  test("has the parameters at the end and at the kept checkpoints", async () => {
    const { archive, run, arrays } = await exported(kept);
    expect(run.kept.steps).toEqual([10, 20, 30]);
    for (const step of run.kept.steps) {
      const checkpoint = await archive.checkpointBefore(run.id, step);
      const parts = ["0.weight", "0.bias", "2.weight", "2.bias"];
      for (const group of [`step-${step}`, ...(step === 30 ? ["final"] : [])])
        expect(
          parts.flatMap((name) => [
            ...(arrays.get(`${group}/${name}`)?.values ?? []),
          ]),
        ).toEqual([...(checkpoint?.theta ?? [])]);
    }
    expect(arrays.get("final/0.weight")?.shape).toEqual([5, 1]);
    expect(arrays.get("final/2.weight")?.shape).toEqual([1, 5]);
  });

  test.each([
    ["gradient descent", {}],
    ["no checkpoints", { checkpoints: undefined }],
    ["Adam", { optimizer: { kind: "adam", stepSize: 0.01 } }],
    [
      "weight decay",
      { optimizer: { kind: "gd", stepSize: 0.1, weightDecay: 0.1 } },
    ],
    [
      "midpoints",
      { measure: { sharpness: { every: 4, k: 2, midpoint: true } } },
    ],
    ["all eigenvalues", { measure: { sharpness: { every: 7, k: "all" } } }],
    [
      "a landscape",
      {
        data: undefined,
        model: { kind: "landscape", name: "product", start: [1.5, 0.5] },
      },
    ],
  ])("has the eigenvectors of the last measurement: %s", async (_, changes) => {
    const { run, arrays } = await exported({ ...kept, ...changes });
    const { values: steps } = arrays.get("spectrum/step") as NumberArray;
    const last = steps.length - 1;
    expect(arrays.get("eigenvectors/step")).toMatchObject({
      shape: [],
      values: Float64Array.of(steps[last]),
    });
    const values = arrays.get("eigenvectors/values")?.values ?? [];
    expect(values.length).toBeGreaterThanOrEqual(2);
    for (const i of [1, 2])
      expect(values[i - 1]).toBeCloseTo(
        arrays.get(`spectrum/lambda${i}`)?.values[last] ?? NaN,
        7,
      );
    const vectors = arrays.get("eigenvectors/vectors") as NumberArray;
    const size = run.parameters ?? 0;
    expect(vectors.shape).toEqual([values.length, size]);
    for (let i = 0; i < 2; i++) {
      const v = vectors.values.subarray(i * size, (i + 1) * size);
      expect(v.reduce((sum, x) => sum + x * x, 0)).toBeCloseTo(1, 10);
    }
  });

  test("says what is missing where the data are gone, and has the rest", async () => {
    const archive = await temporaryArchive();
    const run = await stored(archive, kept);
    const path = join(await temporaryFolder(), "run.npz");
    const { engine } = run;
    if (!engine?.data) throw new Error("The run has no data.");
    const data = { ...engine.data, digest: "0" };
    const changed = { ...run, engine: { ...engine, data } };
    const cautions = await writeNpz(path, archive, changed, ask);
    expect(cautions).toEqual([
      "Neither final parameters nor eigenvectors are in the file: The data have changed since the run started.",
    ]);
    const arrays = await arraysOf(path);
    expect(arrays.has("steps/loss")).toBe(true);
    expect(arrays.has("step-20/0.weight")).toBe(true);
    expect(arrays.has("final/0.weight")).toBe(false);
  });
});

test("weights go from the lab to NumPy and back bit for bit", async () => {
  const { archive, run, path } = await exported(kept);
  for (const [prefix, step] of [
    ["final/", 30],
    ["step-20/", 20],
  ] as const) {
    const { model } = run.spec;
    const init = { scheme: "weights-file", path, prefix };
    const spec = experiment({ model: { ...model, init } });
    const again = await prepareRun(spec, surroundings);
    const checkpoint = await archive.checkpointBefore(run.id, step);
    expect(again.theta).toEqual(checkpoint?.theta);
    expect(again.engine.weights).toMatch(/^[0-9a-f]{64}$/);
    again.release();
  }
});

test("a run from weights in a file is not computed again once they are others", async () => {
  const { path, run } = await exported(kept);
  const { model } = run.spec;
  const init = { scheme: "weights-file", path, prefix: "final/" };
  const archive = await temporaryArchive();
  const second = await stored(archive, { model: { ...model, init } });
  const target = join(await temporaryFolder(), "second.npz");
  expect(await writeNpz(target, archive, second, ask)).toEqual([]);
  const { spec } = second;
  if (spec.model.kind !== "network") throw new Error("It is a network.");
  const other = { ...spec.model, init: { ...init, prefix: "step-10/" } };
  const changed = { ...second, spec: { ...spec, model: other } } as RunDetail;
  expect(await writeNpz(target, archive, changed, ask)).toEqual([
    "Neither final parameters nor eigenvectors are in the file: The starting weights have changed since the run started.",
  ]);
});
