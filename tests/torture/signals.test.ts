/**
 * What a person can send to a run on TensorFlow: resizing its terminal, Ctrl+Z and fg, Ctrl+C. A signal
 * handler that ran on a thread that multiplies matrices would write into them (main/engine/signals.ts).
 */
import { spawn } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import type { RunRow } from "../../core/contract/api";
import { checkArchive } from "../../main/archive/check";
import { openArchive } from "../../main/archive/open";
import { ask, makeHome, openLab, removeHome } from "../e2e/lab";
import { temporaryPath } from "../main/archive/helpers";
import { length } from "./length";

const cli = resolve("out/main/cli.js");

/** Its matrices are large enough for TensorFlow's generated code; the loss falls smoothly. */
const spec = {
  edgeLab: 1,
  name: "signals",
  data: { source: "mnist", samples: 1000 },
  model: {
    kind: "network",
    init: { scheme: "uniform-fan-in", seed: 0 },
    layers: [
      { type: "dense", units: 100 },
      { type: "activation", fn: "tanh" },
      { type: "dense", units: 10 },
    ],
  },
  loss: "mse",
  optimizer: { kind: "gd", stepSize: 0.005 },
  steps: 1_000_000,
  measure: { sharpness: { every: 10, k: 1 } },
  precision: "float32",
};

const signals = length(1000, 20_000);

async function numbersIn(file: string): Promise<number[]> {
  const text = await readFile(file, "utf8").catch(() => "");
  return (text.match(/\d+/g) ?? []).map(Number);
}

/** Signals for which a process has a handler. */
async function caughtBy(pid: number): Promise<number[]> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  const mask = BigInt(`0x${/SigCgt:\s*(\w+)/.exec(status)?.[1]}`);
  return Array.from({ length: 31 }, (_, i) => i + 1).filter(
    (signal) => (mask >> BigInt(signal - 1)) & 1n,
  );
}

/** Waits for what a process shows of itself. */
async function found<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const value = await look();
    if (value !== undefined) return value;
    await setTimeout(20);
  }
}

/** SIGSEGV and SIGBUS come of the instruction that is at work; nobody else sends them. */
const ofTheThread = [7, 11];

/**
 * A shell on a terminal of its own that runs the command line in the foreground, and takes it back there
 * whenever it is suspended.
 */
async function inTerminal(path: string, args: string[]) {
  const script = join(dirname(path), "job.sh");
  const quoted = [process.execPath, cli, ...args, "--archive", path].map(
    (word) => `'${word}'`,
  );
  await writeFile(
    script,
    `set -m
${quoted.join(" ")}
status=$?
while [ $status -eq 148 ]; do fg >/dev/null; status=$?; done
exit $status
`,
  );
  // Not every shell puts its last command in its own place by itself.
  const job = `exec sh '${script}'`;
  const child = spawn("script", ["-qec", job, "/dev/null"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill());
  let said = "";
  child.stdout.on("data", (text: Buffer) => (said += text.toString()));
  const childrenOf = (pid = 0) =>
    numbersIn(`/proc/${pid}/task/${pid}/children`);
  const childOf = (pid?: number) =>
    found(async () => (await childrenOf(pid)).at(0));
  const lab = await childOf(await childOf(child.pid));
  return {
    lab,
    engine: await childOf(lab),
    said: () => said,
    ended: new Promise<number | null>((done) => child.on("close", done)),
  };
}

async function lossesOf(path: string): Promise<Float64Array> {
  const archive = await openArchive(path);
  const [{ id }] = await archive.listRuns();
  const wanted = { runId: id, table: "steps" as const, columns: ["loss"] };
  const { loss } = await archive.readColumns(wanted);
  await archive.close();
  return loss;
}

beforeEach((context) => {
  if (process.platform !== "linux")
    context.skip("Only Linux shows the handlers of a process.");
});

test(`a run of the command line whose terminal is resized and suspended, ${signals} signals`, async () => {
  const path = await temporaryPath();
  const file = join(dirname(path), "experiment.json");
  await writeFile(file, JSON.stringify(spec));
  const { lab, engine, said, ended } = await inTerminal(path, ["run", file]);
  await found(() => Promise.resolve(/ loss \d/.exec(said()) ?? undefined));
  // Not in the session of the terminal, and without a handler.
  const stat = await readFile(`/proc/${engine}/stat`, "utf8");
  expect(stat.split(") ")[1].split(" ")[3]).toBe(String(engine));
  for (const signal of await caughtBy(engine))
    expect(ofTheThread).toContain(signal);
  for (let sent = 0; sent < signals; sent++) {
    // To all in the foreground, as a terminal does; fg continues what is suspended.
    process.kill(-lab, sent % 50 === 49 ? "SIGTSTP" : "SIGWINCH");
    if (sent % 50 === 24) process.kill(-lab, "SIGCONT");
    await setTimeout(2);
  }
  process.kill(-lab, "SIGINT");
  expect(await ended, said()).toBe(130);
  expect(said()).toContain("interrupted at step");
  expect((await checkArchive(path)).problems).toEqual([]);

  const undisturbed = await temporaryPath();
  await writeFile(file, JSON.stringify({ ...spec, steps: 50 }));
  const args = [cli, "run", file, "--archive", undisturbed];
  const run = spawn(process.execPath, args, { stdio: "ignore" });
  expect(await new Promise((done) => run.on("close", done))).toBe(0);
  const expected = await lossesOf(undisturbed);
  const loss = (await lossesOf(path)).subarray(0, expected.length);
  // The last one has no step after it; sums of float32 may come in another order.
  for (let step = 0; step < 50; step++)
    expect(Math.abs(loss[step] / expected[step] - 1)).toBeLessThan(1e-5);
});

test(`a run of the window whose engine process gets ${signals} signals`, async () => {
  const home = await makeHome();
  const lab = await openLab(home);
  try {
    const started = await ask(lab.page, "queue.start", spec);
    const { id } = (started as { value: RunRow }).value;
    const run = async () => {
      const reply = await ask(lab.page, "runs.open", id);
      if (!reply.ok) throw new Error(reply.error.message);
      return reply.value;
    };
    await found(async () => ((await run()).rows.steps > 0 ? 1 : undefined));
    const engine = await lab.app.evaluate(
      ({ app }) =>
        app
          .getAppMetrics()
          .find(({ name }) => name?.startsWith("Edge Lab engine"))?.pid ?? 0,
    );
    for (const signal of await caughtBy(engine))
      expect(ofTheThread).toContain(signal);
    const before = (await run()).rows.steps;
    for (let sent = 0; sent < signals; sent++) {
      process.kill(engine, sent % 50 === 49 ? "SIGSTOP" : "SIGWINCH");
      if (sent % 50 === 49) process.kill(engine, "SIGCONT");
      await setTimeout(2);
    }
    await found(async () =>
      (await run()).rows.steps > before ? 1 : undefined,
    );
    expect((await run()).status).toBe("running");
    // What nobody handles ends the process, as a crash does: the run is kept and can go on.
    process.kill(engine, "SIGINT");
    await found(async () =>
      (await run()).status === "interrupted" ? 1 : undefined,
    );
    expect((await run()).checkpointStep).not.toBeNull();
  } finally {
    await lab.quit();
    await removeHome(home);
  }
});
