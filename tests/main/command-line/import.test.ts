/** `lab import`: the built command line takes curves of another program into the archive. */
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ResultFile } from "../../../core/export/result-file";

const cli = resolve("out/main/cli.js");
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "edge-lab-import-"));
  const rows = Array.from(
    { length: 100 },
    (_, i) => `${i},${1 / (1 + i)},${i % 5 === 0 ? 4 + i / 10 : ""},a,${i / 2}`,
  );
  await writeFile(
    join(folder, "torch.csv"),
    `iteration,train_loss,lambda_max,host,a=b\n${rows.join("\n")}\n`,
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function lab(...args: string[]) {
  const archive = join(folder, "archive.db");
  return new Promise<{ code: number; out: string; err: string }>((done) =>
    execFile(
      process.execPath,
      [cli, ...args, "--archive", archive],
      { cwd: folder },
      (error, out, err) =>
        done({ code: error ? Number(error.code) : 0, out, err }),
    ),
  );
}

const exported = async (id: number) =>
  JSON.parse((await lab("show", String(id), "--json")).out) as ResultFile;

test("says what a file holds, and keeps nothing", async () => {
  const { code, out } = await lab("import", "torch.csv", "--look");
  expect(code).toBe(0);
  expect(out).toContain("CSV file, 100 rows");
  expect(out).toMatch(/iteration +Step +100 values/);
  expect(out).toMatch(/train_loss +Loss +100 values/);
  expect(out).toMatch(/lambda_max +Sharpness.* +20 values/);
  expect(out).toMatch(/host +left out +“a” in line 2/);
  expect(JSON.parse((await lab("list", "--json")).out)).toEqual([]);
});

test("asks for the step size, which no column holds", async () => {
  const { code, err } = await lab("import", "torch.csv");
  expect(code).toBe(1);
  expect(err).toMatch(/torch\.csv was not imported\. .* step size/);
});

test("columns are what their names say, the crossing that of 2/η", async () => {
  const { code, out } = await lab(
    ...["import", "torch.csv", "--step-size", "0.2", "--name", "From PyTorch"],
  );
  expect(code).toBe(0);
  expect(out).toMatch(/run +1 · From PyTorch · finished at step 99/);
  const { result, model } = await exported(1);
  expect(model).toMatchObject({ kind: "imported", file: "torch.csv" });
  expect(result.series.loss).toHaveLength(100);
  expect(result.series["spectrum.lambda1"]).toHaveLength(20);
  expect(result.summary.crossingStep).toBe(60);
  const again = await lab("resume", "1");
  expect(again.code).not.toBe(0);
});

test("columns are what they are said to be", async () => {
  const { code, out } = await lab(
    ...["import", "torch.csv", "--step-size", "0.2", "--optimizer", "polyak"],
    ...["--column", "a=b=loss", "--column", "lambda_max="],
  );
  expect(code).toBe(0);
  expect(out).toMatch(/train_loss +left out/);
  expect(out).toMatch(/lambda_max +left out/);
  const { result, optimizer } = await exported(2);
  expect(result.series.loss.slice(0, 3)).toEqual([0, 0.5, 1]);
  expect(optimizer).toMatchObject({ kind: "polyak", stepSize: 0.2 });
});

test("the scalars of one TensorBoard run, from several files", async () => {
  const scalars = (value: (step: number) => number) =>
    `Wall time,Step,Value\n${[0, 10, 20].map((s) => `1,${s},${value(s)}`).join("\n")}\n`;
  const files = ["run-tag-loss.csv", "run-tag-sharpness.csv"];
  await writeFile(
    join(folder, files[0]),
    scalars((s) => 1 / (1 + s)),
  );
  await writeFile(
    join(folder, files[1]),
    scalars((s) => s),
  );
  const { code } = await lab("import", ...files, "--step-size", "0.1");
  expect(code).toBe(0);
  const { result } = await exported(3);
  expect(result.series["spectrum.lambda1"]).toEqual([0, 10, 20]);
});

test.each<[string, string[], number, RegExp]>([
  ["no file", [], 2, /needs a file of curves/],
  ["a file that is not there", ["none.csv"], 1, /none\.csv was not imported/],
  [
    "a column that is not there",
    ["torch.csv", "--column", "loss=loss"],
    2,
    /no column “loss”; there are: iteration, train_loss/,
  ],
  [
    "a role that there is not",
    ["torch.csv", "--column", "host=colour"],
    2,
    /“colour” is not a role of a column\. The roles are: step, steps\.loss/,
  ],
  [
    "a mapping without a sign",
    ["torch.csv", "--column", "host"],
    2,
    /must be a column and what it is/,
  ],
  ["a step size of words", ["torch.csv", "--step-size", "big"], 2, /“big”/],
  ["an optimiser", ["torch.csv", "--optimizer", "magic"], 2, /must be one of/],
  ["an empty name", ["torch.csv", "--name", " "], 2, /1 to 120 characters/],
  ["an unknown option", ["torch.csv", "--colour"], 2, /colour/],
])("refuses %s", async (_, args, code, message) => {
  const refused = await lab("import", ...args);
  expect(refused.err).toMatch(message);
  expect(refused.code).toBe(code);
});
