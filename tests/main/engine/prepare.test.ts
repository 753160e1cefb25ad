import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { toLabError } from "../../../core/contract/errors";
import type { ExperimentInput } from "../../../core/experiment/spec";
import { requireExperiment } from "../../../core/experiment/validate";
import { dataFiles } from "../../../main/engine/data-files";
import { prepareContinuation } from "../../../main/engine/execute";
import { loadTensorflow } from "../../../main/engine/load-tensorflow";
import { prepareRun } from "../../../main/engine/prepare";
import { failureOf, temporaryFolder } from "../archive/helpers";

const tensorflow = loadTensorflow;
const units = (n: number): ExperimentInput["model"] => ({
  kind: "network",
  layers: [{ type: "dense", units: n }],
});
const spec = (changes: object) =>
  requireExperiment({
    edgeLab: 1,
    name: "x",
    data: { source: "chebyshev" },
    model: units(1),
    optimizer: { kind: "gd", stepSize: 0.1 },
    steps: 3,
    ...changes,
  });
const prepare = (changes: object, base?: string) =>
  prepareRun(spec(changes), { files: dataFiles(base), tensorflow });

describe("what is noted of a run", () => {
  test("a small network: float64, the reason, the loss, the data", async () => {
    const { engine } = await prepare({});
    expect(engine).toMatchObject({
      backend: "float64",
      precision: "float64",
      precisionReason:
        "auto: a forward sweep takes 20 multiplications; up to 1,500,000 float64 is as fast.",
      parameters: 2,
      loss: "mean over samples of ½·Σ(f−y)²",
      data: {
        digest: expect.stringMatching(/^[0-9a-f]{64}$/),
        samples: 20,
        testSamples: 0,
      },
      threads: 1,
    });
  });

  test("a larger one: float32, and why", async () => {
    const run = await prepare({
      data: { source: "gaussian", samples: 50_000, testSamples: 7 },
      model: {
        kind: "network",
        layers: [
          { type: "dense", units: 10 },
          { type: "dense", units: 2 },
        ],
      },
      loss: "cross-entropy",
    });
    run.release();
    expect(run.engine).toMatchObject({
      backend: "tensorflow",
      precision: "float32",
      precisionReason: expect.stringContaining("beyond 1,500,000 float32"),
      loss: expect.stringContaining("log softmax"),
      data: { samples: 50_000, testSamples: 7 },
    });
  });

  test("a landscape: float64, no data", async () => {
    const { engine } = await prepare({
      data: undefined,
      model: { kind: "landscape", name: "product" },
      precision: "float32",
    });
    expect(engine).toMatchObject({
      precision: "float64",
      data: null,
      loss: "½(xy − 1)²",
      parameters: 2,
    });
  });
});

describe("a file", () => {
  const rows = (n: number) =>
    `a,b,y\n${Array.from({ length: n }, (_, i) => `${i},${i % 3},${i / 7}\n`).join("")}`;
  const data = { source: "csv", path: "data.csv" };

  test("that does not fit the network is refused with the field", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "data.csv"), rows(20));
    const failure = failureOf(prepare({ data, model: units(4) }, folder));
    expect(await failure).toMatchObject({
      error: {
        code: "bad-experiment",
        fields: [{ path: "model.layers[0].units" }],
      },
    });
  });

  test("that has changed meanwhile does not continue a run", async () => {
    const folder = await temporaryFolder();
    const file = join(folder, "data.csv");
    await writeFile(file, rows(20));
    const { engine } = await prepare({ data }, folder);
    const goOn = () =>
      prepareContinuation(
        spec({ data }),
        { engine },
        { files: dataFiles(folder), tensorflow },
      );
    expect((await goOn()).engine).toEqual(engine);
    await writeFile(file, rows(21));
    expect(await failureOf(goOn())).toMatchObject({
      error: {
        code: "bad-experiment",
        message: "The data are no longer those that the run began with.",
      },
    });
  });
});

describe("targets that cross-entropy has no meaning for are refused with their row", () => {
  const refused = async (data: object) => {
    const run = prepare({ data, loss: "cross-entropy", model: units(2) });
    return toLabError(await failureOf(run));
  };

  test("of a teacher", async () => {
    const { message, hint } = await refused({ source: "teacher", outputs: 2 });
    expect(hint).toBe("Use mse, or targets of at least 0.");
    expect(message).toMatch(
      /^loss: Cross-entropy needs targets of at least 0, .*; target \d of sample \d+ is -\d/,
    );
  });

  test("of the experiment itself, by the row there though they are shuffled", async () => {
    const { message } = await refused({
      source: "inline",
      x: [[1], [2], [3], [4]],
      y: [
        [1, 0],
        [0, 1],
        [0.5, 0.5],
        [0.25, -0.5],
      ],
      testSamples: 2,
      split: { kind: "shuffled", seed: 0 },
    });
    expect(message).toContain("target 2 of row 4 of the data is -0.5.");
  });
});
