import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { toLabError } from "../../../core/errors";
import type { ExperimentInput } from "../../../core/experiment/spec";
import { requireExperiment } from "../../../core/experiment/validate";
import { dataFiles } from "../../../main/engine/data-files";
import { computedBy, prepareContinuation } from "../../../main/engine/execute";
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
const prepare = async (changes: object, base?: string) =>
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

  test("of classes that are numbers: the hint is the kind of target", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "data.csv"), "a,b,y\n1,2,0\n4,5,1\n7,8,1\n");
    const wrong = { data, model: units(2), loss: "cross-entropy" };
    expect(await failureOf(prepare(wrong, folder))).toMatchObject({
      error: {
        fields: [
          {
            path: "data.targetKind",
            suggestion: expect.stringMatching(/^Set targetKind to "class"/),
          },
        ],
      },
    });
    const right = { ...wrong, data: { ...data, targetKind: "class" } };
    expect((await prepare(right, folder)).engine.data).toMatchObject({
      samples: 3,
      testSamples: 0,
      inputShape: [2],
      targets: 2,
      classes: 2,
    });
    const logistic = { data, model: units(1), loss: "logistic" };
    expect(await failureOf(prepare(logistic, folder))).toMatchObject({
      error: {
        hint: expect.stringMatching(/set data\.targetKind to "class"/),
      },
    });
  });

  test("of one class is refused the same way with any loss", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "data.csv"), "a,b,y\n1,2,cat\n4,5,cat\n");
    const one = { ...data, targetKind: "class" };
    for (const loss of ["cross-entropy", "logistic", "mse"])
      expect(
        await failureOf(prepare({ data: one, model: units(1), loss }, folder)),
      ).toMatchObject({
        error: { message: expect.stringMatching(/only one class \("cat"\)/) },
      });
  });

  test("keeps what is odd about it with the run", async () => {
    const folder = await temporaryFolder();
    const text = `,a,y\n${[7, 3, 5].map((a, i) => `${i},${a},${2 * a}\n`).join("")}`;
    await writeFile(join(folder, "data.csv"), text);
    const { engine } = await prepare({ data, model: units(1) }, folder);
    expect(engine.data?.cautions).toEqual([
      expect.stringMatching(/^Column 1 seems to number the rows/),
    ]);
  });

  test("that has changed meanwhile does not continue a run", async () => {
    const folder = await temporaryFolder();
    const file = join(folder, "data.csv");
    await writeFile(file, rows(20));
    const { engine } = await prepare({ data }, folder);
    const goOn = () =>
      prepareContinuation(spec({ data }), computedBy(engine), {
        files: dataFiles(folder),
        tensorflow,
      });
    expect((await goOn()).engine).toEqual(engine);
    await writeFile(file, rows(21));
    expect(await failureOf(goOn())).toMatchObject({
      error: {
        code: "bad-experiment",
        message: "The data have changed since the run started.",
      },
    });
  });
});

describe("targets that cross-entropy has no meaning for are refused with their row", () => {
  const refused = async (data: object, folder?: string) => {
    const wrong = { data, loss: "cross-entropy", model: units(2) };
    const run = prepare(wrong, folder);
    return toLabError(await failureOf(run));
  };

  test("of a table", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "data.csv"), "a,y,z\n1,0,1\n2,-1,2\n");
    const data = { source: "csv", path: "data.csv", target: ["y", "z"] };
    const { message, hint } = await refused(data, folder);
    expect(hint).toBe("Use mse, or targets of at least 0.");
    expect(message).toMatch(
      /^loss: Cross-entropy needs targets of at least 0, .*; target 1 of row 2 of the data is -1\.$/,
    );
  });
});

test("a refused problem leaves no tensor behind, and says which sample is wrong", async () => {
  const { tf } = loadTensorflow();
  if (!tf) throw new Error("TensorFlow is missing.");
  const base = await temporaryFolder();
  await writeFile(join(base, "l.csv"), "a,y\n1,1\n2,-1\n0,1\n3,2\n");
  const { state } = tf.engine();
  const before = [tf.memory().numTensors, state.scopeStack.length];
  for (const [samples, message] of [
    [3, /the target of row 4 of the data is 2/],
    [4, /the target of row 4 of the data is 2/],
  ] as const) {
    const data = { source: "csv", path: "l.csv", target: "y" };
    const refused = prepare(
      {
        data: { ...data, samples, ...(samples < 4 && { testSamples: 1 }) },
        loss: "logistic",
        precision: "float32",
      },
      base,
    );
    expect(String(await failureOf(refused))).toMatch(message);
    expect([tf.memory().numTensors, state.scopeStack.length]).toEqual(before);
  }
});
