/** Kernels as the built command line measures, chooses, records and uses them again. */
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { presets } from "../../../core/experiment/presets";
import type { ResultFile } from "../../../core/export/result-file";
import type { KernelMaker } from "../../../core/run/kernels";
import type { Calibration } from "../../../main/engine/calibration";

const cli = resolve("out/main/cli.js");
let folder: string;
let home: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "edge-lab-calibrate-"));
  home = join(folder, "home");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function lab(
  args: string[],
  options: { input?: string; interruptAt?: RegExp; home?: string } = {},
) {
  const child = spawn(process.execPath, [cli, ...args], {
    env: { ...process.env, EDGE_LAB_HOME: options.home ?? home },
  });
  let [out, err] = ["", ""];
  let interrupted = false;
  child.stdout.on("data", (text: Buffer) => (out += text.toString()));
  child.stderr.on("data", (text: Buffer) => {
    err += text.toString();
    if (options.interruptAt?.test(err) && !interrupted) {
      interrupted = true;
      child.kill("SIGINT");
    }
  });
  child.stdin.end(options.input ?? "");
  const code = await new Promise((done) => child.on("close", done));
  return { code, out, err };
}

const golden = presets.find(({ id }) => id === "chebyshev")?.spec;
const spec = (steps: number) =>
  JSON.stringify({ ...golden, steps, precision: "float32" });

async function result(...args: Parameters<typeof lab>) {
  const { out, err } = await lab(...args);
  if (out === "") throw new Error(err);
  return (JSON.parse(out) as ResultFile).result;
}

const run = (steps: number) =>
  result(["run", "-", "--json"], { input: spec(steps) });

/** Writes a measurement in which one was by far the fastest. */
async function prefer(maker: KernelMaker) {
  const path = join(home, "calibration.json");
  const measured = JSON.parse(await readFile(path, "utf8")) as Calibration;
  for (const each of measured.measured)
    each.products = each.kernels.by === maker ? 1 : 100;
  await writeFile(path, JSON.stringify(measured));
}

test("calibrate measures in processes of their own, and keeps what came of it", async () => {
  expect((await run(2)).engine).toMatchObject({
    kernels: "tensorflow",
    versions: { tensorflow: expect.stringMatching(/^\d+\.\d+/) },
  });
  const { code, out, err } = await lab(["calibrate", "--json"]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const { kept, chosen, seconds, ...calibration } = JSON.parse(out);
  expect(kept).toBe(join(home, "calibration.json"));
  expect(JSON.parse(await readFile(kept, "utf8"))).toEqual(calibration);
  expect(chosen).toMatchObject({ products: { threads: expect.any(Number) } });
  expect(seconds).toBeGreaterThan(0);
});

test("it tells what it measured, also where that cannot be kept", async () => {
  const file = join(folder, "file");
  await writeFile(file, "");
  const { code, out, err } = await lab(["calibrate"], {
    home: join(file, "home"),
  });
  expect(code).toBe(0);
  expect(err).toContain("Caution: The file calibration.json cannot be written");
  for (const name of ["TensorFlow", "oneDNN"])
    expect(out).toMatch(
      new RegExp(`${name}, \\d+ threads? +[\\d.]+ ms +[\\d.]+ ms\n`),
    );
  expect(out).toMatch(/new float32 runs use +\w+/);
  expect(out).not.toContain("kept in");
});

test("a run says what computed it; its fork and its rest are computed with the same", async () => {
  await prefer("onednn");
  const whole = await run(400);
  expect(whole.engine).toMatchObject({ kernels: "onednn" });
  const cut = await result(["run", "-", "--json"], {
    input: spec(400),
    interruptAt: /loss/,
  });
  expect(cut.status).toBe("interrupted");

  await prefer("tensorflow");
  expect((await run(2)).engine).toMatchObject({ kernels: "tensorflow" });
  const list = JSON.parse((await lab(["list", "--json"])).out) as {
    id: number;
    status: string;
    spec: { steps: number };
  }[];
  const ids = (status: string) =>
    list.find((row) => row.spec.steps === 400 && row.status === status)?.id;
  const shown = await lab(["show", String(ids("finished"))]);
  expect(shown.out).toMatch(/kernels of oneDNN, \d+ threads?/);

  const rest = await result(["resume", String(ids("interrupted")), "--json"]);
  expect(rest.engine).toEqual(whole.engine);
  expect(rest.series.loss).toEqual(whole.series.loss);
  const fork = await result([
    ...["fork", String(ids("finished")), "--at", "390", "--json"],
  ]);
  expect(fork.engine).toMatchObject({ kernels: "onednn" });
  expect(fork.series.loss).toEqual(whole.series.loss.slice(390));
});

test("a damaged file is as none", async () => {
  await prefer("onednn");
  const path = join(home, "calibration.json");
  const text = await readFile(path, "utf8");
  await writeFile(path, text.slice(0, 100));
  expect((await run(2)).engine).toMatchObject({ kernels: "tensorflow" });
});
