/** Experiments on data files from the built command line, and files that cannot be used. */
import { execFile, execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ExperimentInput } from "../../../core/experiment/spec";
import type { ResultFile } from "../../../core/export/result-file";
import { createRandom } from "../../../core/random";
import { dataFiles } from "../../../main/engine/data-files";
import { cifarBytes, idxBytes } from "../../core/data/support";

let folder: string;
const file = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "edge-lab-cli-data-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Milliseconds: a command that hangs is ended and fails. */
const timeout = 50_000;

function lab(...args: string[]) {
  const home = { EDGE_LAB_HOME: file("home") };
  const options = { env: { ...process.env, ...home }, timeout };
  const command = [resolve("out/main/cli.js"), ...args];
  return new Promise<{ code: unknown; out: string; err: string }>((done) =>
    execFile(process.execPath, command, options, (error, out, err) =>
      done({ code: error ? error.code : 0, out, err }),
    ),
  );
}

async function runSpec(spec: Partial<ExperimentInput>) {
  await writeFile(
    file("spec.json"),
    JSON.stringify({
      edgeLab: 1,
      name: "data",
      optimizer: { kind: "gd", stepSize: 0.1 },
      precision: "float64",
      ...spec,
    }),
  );
  const out = file("result.json");
  await rm(out, { force: true });
  const exit = await lab("run", file("spec.json"), "--out", out);
  return { ...exit, resultPath: out };
}

async function resultOf(spec: Partial<ExperimentInput>) {
  const { code, err, resultPath } = await runSpec(spec);
  expect(code, err).toBe(0);
  const { result } = JSON.parse(
    await readFile(resultPath, "utf8"),
  ) as ResultFile;
  expect(result.status).toBe("finished");
  return result;
}

const dense = (...units: number[]): ExperimentInput["model"] => ({
  kind: "network",
  layers: units.flatMap((width, i) => [
    ...(i > 0 ? [{ type: "activation", fn: "tanh" } as const] : []),
    { type: "dense", units: width } as const,
  ]),
});

/** Where Debian's package dataset-fashion-mnist puts its files. */
const fashion = "/usr/share/datasets/fashion-mnist/train";

describe("a run", () => {
  /** Fashion-MNIST where it is installed, otherwise digits in the same format. */
  async function gzippedImages() {
    const [images, labels] = ["images-idx3", "labels-idx1"].map(
      (kind) => `${fashion}-${kind}-ubyte.gz`,
    );
    if (existsSync(images)) return { images, labels };
    const digits = dataFiles().digits().test;
    for (const kind of ["images", "labels"] as const)
      await writeFile(file(kind), gzipSync(await readFile(digits[kind])));
    return { images: "images", labels: "labels" };
  }

  test("on gzipped IDX files", async () => {
    const result = await resultOf({
      data: {
        source: "idx",
        ...(await gzippedImages()),
        samples: 300,
        testSamples: 100,
      },
      model: dense(20, 10),
      loss: "cross-entropy",
      steps: 40,
    });
    expect(result.engine?.data).toEqual({
      digest: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      samples: 300,
      testSamples: 100,
      inputShape: [28, 28, 1],
      targets: 10,
      classes: 10,
    });
    const { accuracy } = result.series;
    expect(accuracy).toHaveLength(41);
    expect(accuracy.at(-1)).toBeGreaterThan(0.6);
    // Ten classes by chance give 0.1.
    expect(result.series["test.accuracy"].at(-1)).toBeGreaterThan(0.3);
  });

  test("on a CSV file with 1,000 rows beside the experiment", async () => {
    const random = createRandom(1);
    const rows = Array.from({ length: 1000 }, () => {
      const [a, b] = [random.normal(), random.normal()];
      return `${a};${b};${2 * a - b + 3}`.replaceAll(".", ",");
    });
    await writeFile(file("plane.csv"), `a;b;y\r\n${rows.join("\r\n")}\r\n`);
    const result = await resultOf({
      data: { source: "csv", path: "plane.csv", testSamples: 200 },
      model: dense(1),
      steps: 400,
    });
    expect(result.engine?.data).toMatchObject({
      samples: 800,
      testSamples: 200,
    });
    // The plane is exact: each error shrinks by about 0.9 a step.
    expect(result.summary.finalLoss).toBeLessThan(1e-20);
    expect(result.series["test.loss"].at(-1)).toBeLessThan(1e-20);
  });

  test("says before its first step what the data are and what is odd about them", async () => {
    const rows = [7, 3, 5, 1].map((a, i) => `${i};${a},5;${a % 4}\n`);
    await writeFile(file("rows.csv"), `;a;y\n${rows.join("")}`);
    const { code, out, err } = await runSpec({
      data: {
        source: "csv",
        path: "rows.csv",
        targetKind: "class",
        testSamples: 1,
      },
      model: dense(2),
      loss: "cross-entropy",
      steps: 1,
    });
    expect(code, err).toBe(0);
    expect(err).toMatch(
      /^3 samples of 2 inputs in 2 classes; 1 test sample\.\nCaution: Column 1 seems to number the rows/,
    );
    expect(out).toMatch(/^caution +Column 1 seems to number the rows/m);
  });

  test("on a batch file of CIFAR-10", async () => {
    const labels = Array.from({ length: 20 }, (_, i) => i % 10);
    await writeFile(file("batch.bin"), cifarBytes(labels));
    const result = await resultOf({
      data: { source: "cifar10", path: "batch.bin", testSamples: 5 },
      model: {
        kind: "network",
        layers: [
          { type: "conv2d", filters: 4, stride: 2 },
          { type: "activation", fn: "tanh" },
          { type: "pool", kind: "avg" },
          { type: "dense", units: 10 },
        ],
      },
      steps: 5,
    });
    expect(result.engine?.data).toMatchObject({ samples: 15, testSamples: 5 });
    const { loss } = result.series;
    expect(Number(loss[5])).toBeLessThan(Number(loss[0]));
    // 4·(27 + 1) of the convolution and 10·(4·8·8 + 1) of the dense layer.
    expect(result.engine?.parameters).toBe(112 + 2570);
  });

  test("on the landscape of a formula", async () => {
    const result = await resultOf({
      model: {
        kind: "landscape",
        name: "formula",
        formula: "(x*y - 1)^2 / 2",
        start: { x: 1.7, y: 0.3 },
      },
      steps: 100,
    });
    expect(result.engine?.data).toBeNull();
    // The top eigenvalue of [[y², 2xy−1], [2xy−1, x²]] at the start.
    expect(result.series["spectrum.lambda1"][0]).toBeCloseTo(
      2.8901428498549704,
      10,
    );
    expect(result.summary.finalLoss).toBeLessThan(1e-10);
  });
});

describe("a file that cannot be used ends with 2, says why and leaves nothing", () => {
  const images = idxBytes([2, 2, 2], new Uint8Array(8));
  const labels = idxBytes([2], Uint8Array.of(0, 1));

  test.each<[string, NonNullable<ExperimentInput["data"]>, RegExp]>([
    [
      "missing file",
      { source: "csv", path: "gone.csv" },
      /gone\.csv \(.*\) does not exist\.\nCheck the path\./,
    ],
    ["folder", { source: "csv", path: "." }, /^\. is a folder\./],
    [
      "pipe",
      { source: "cifar10", path: "pipe" },
      /^pipe is not a regular file but a pipe or a device\./,
    ],
    [
      "device without end",
      { source: "idx", images: "/dev/zero", labels: "labels.idx" },
      /^\/dev\/zero is not a regular file/,
    ],
    [
      "missing value",
      { source: "csv", path: "hole.csv" },
      /^hole\.csv, row 3, column "b": the value is missing\. 1 of 2 rows lacks a value\.\nFill in the cells, or set "missing"/,
    ],
    [
      "unknown target",
      { source: "csv", path: "hole.csv", target: "c" },
      /^data\.target: hole\.csv has no column "c"\.\nIts columns are "a", "b"\./,
    ],
    [
      "more samples than there are",
      {
        source: "idx",
        images: "images.idx",
        labels: "labels.idx",
        samples: 3,
      },
      /^data\.samples: images\.idx holds 2 samples, and 3 are requested\.\nSet samples to 2 or fewer\./,
    ],
    [
      "gzip cut in the middle",
      { source: "idx", images: "cut.gz", labels: "labels.idx" },
      /^cut\.gz \(.*\) is a gzip file that is cut short\./,
    ],
    [
      "batch of another kind",
      { source: "cifar10", path: "hole.csv" },
      /^hole\.csv ends within record 1/,
    ],
    [
      "rows of different length",
      { source: "inline", x: [[1], [1, 2]], y: [[1], [2]] },
      /^data\.x\[1\]: All rows of x must have the same length/,
    ],
  ])("%s", async (_, data, sentence) => {
    await writeFile(file("hole.csv"), "a,b\n1,2\n3,\n");
    await writeFile(file("images.idx"), images);
    await writeFile(file("labels.idx"), labels);
    await writeFile(file("cut.gz"), gzipSync(images).subarray(0, 20));
    if (!existsSync(file("pipe"))) execFileSync("mkfifo", [file("pipe")]);
    await rm(file("home"), { recursive: true, force: true });
    const { code, out, err, resultPath } = await runSpec({
      data,
      model: dense(data.source === "cifar10" ? 10 : 1),
      steps: 1,
    });
    expect(err).toMatch(sentence);
    expect(out).toBe("");
    expect(code).toBe(2);
    expect(existsSync(resultPath)).toBe(false);
    const names = await readdir(folder);
    expect(names.filter((name) => name.endsWith(".tmp"))).toEqual([]);
    expect((await lab("list")).out).toBe("The archive has no runs yet.\n");
  });
});
