/** The engine process of the command line as built: however one of the two ends, so does the other. */
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { presetOf } from "../../../core/experiment/presets";
import { openArchive } from "../../../main/archive/open";
import { temporaryPath } from "../archive/helpers";

beforeEach((context) => {
  if (process.platform !== "linux")
    context.skip("Only Linux names the children of a process in a file.");
});

function lab(...args: string[]) {
  const child = spawn(process.execPath, [resolve("out/main/cli.js"), ...args]);
  onTestFinished(() => void child.kill("SIGKILL"));
  let said = "";
  child.stderr.on("data", (text: Buffer) => (said += text.toString()));
  child.stdout.resume();
  const ended = new Promise<number | null>((done) => child.on("close", done));
  return { child, ended, said: () => said };
}

/** A run without end that has stored its first rows. */
async function begin(path: string) {
  const run = lab("run", "-", "--archive", path);
  const spec = { ...presetOf("chebyshev").spec, steps: 10_000_000 };
  run.child.stdin.end(JSON.stringify(spec));
  while (!/ loss \d/.test(run.said())) await setTimeout(20);
  const { pid } = run.child;
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
  const engine = Number(children);
  expect(engine).toBeGreaterThan(0);
  return { ...run, engine };
}

/** Whether a process has ended; it may keep its number until somebody asks for its exit code. */
function isGone(pid: number): boolean {
  if (!existsSync(`/proc/${pid}`)) return true;
  return readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z");
}

async function onlyRun(path: string) {
  const archive = await openArchive(path);
  const [{ id }] = await archive.listRuns();
  const run = await archive.openRun(id);
  await archive.close();
  return run;
}

test("an engine process that is killed ends the command with 1; the run is kept and can go on", async () => {
  const path = await temporaryPath();
  const { engine, ended, said } = await begin(path);
  process.kill(engine, "SIGKILL");
  expect(await ended).toBe(1);
  expect(said()).toMatch(
    /The compute engine was ended by the system or another program \(SIGKILL\)\.\nWhat was recorded/,
  );
  const run = await onlyRun(path);
  expect(run.status).toBe("interrupted");
  expect(run.error?.message).toContain("SIGKILL");
  expect(run.rows.steps).toBeGreaterThan(0);
  expect(run.checkpointStep).not.toBeNull();
});

test("a command line that is killed takes its engine process with it", async () => {
  const path = await temporaryPath();
  const { child, engine, ended } = await begin(path);
  child.kill("SIGKILL");
  await ended;
  while (!isGone(engine)) await setTimeout(20);
  expect((await onlyRun(path)).status).toBe("interrupted");
});

test("a second interrupt ends both at once with 130", async () => {
  const path = await temporaryPath();
  const { child, engine, ended } = await begin(path);
  // It cannot answer: the first interrupt waits for its checkpoint.
  process.kill(engine, "SIGSTOP");
  child.kill("SIGINT");
  await setTimeout(200);
  expect(child.exitCode).toBeNull();
  child.kill("SIGINT");
  expect(await ended).toBe(130);
  while (!isGone(engine)) await setTimeout(20);
  expect((await onlyRun(path)).status).toBe("interrupted");
});

test("a bad experiment leaves no process and no archive behind", async () => {
  const path = await temporaryPath();
  const run = lab("run", "-", "--archive", path);
  const { spec } = presetOf("chebyshev");
  const data = { source: "csv", path: "none.csv", target: "y" };
  run.child.stdin.end(JSON.stringify({ ...spec, data }));
  expect(await run.ended).toBe(2);
  expect(existsSync(path)).toBe(false);
});
