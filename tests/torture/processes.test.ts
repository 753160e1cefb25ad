/** What happens to processes besides SIGKILL: they are stopped, asked to end, started twice. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { ask, makeHome, openLab, removeHome } from "../e2e/lab";
import { Campaign, experiments } from "./kills/campaign";
import { isLong, length } from "./length";
import { commandLine } from "./program/command-line";
import { LabProcess } from "./program/lab-process";

let campaign: Campaign;
beforeAll(async () => (campaign = await Campaign.begin(1)));
afterAll(() => campaign.end());

/** A run that has its first rows. */
async function begin(clock?: string, spec = experiments[0]) {
  const path = await campaign.newArchive();
  const lab = new LabProcess(campaign.program, path, clock);
  onTestFinished(() => lab.kill("both"));
  const { id } = await lab.request("queue.start", spec);
  await lab.hasRows(id);
  return { path, lab, id };
}

/** Waits for the end of the run; it must be the undisturbed one. */
async function endsUndisturbed({
  path,
  lab,
  id,
}: Awaited<ReturnType<typeof begin>>) {
  await lab.reaches(id, "finished");
  await lab.close();
  const [run] = await campaign.examine(path, lab.acknowledged);
  expect(campaign.isUndisturbed(run)).toBe(true);
  expect(campaign.tally).toMatchObject({ lost: 0, partial: [], broken: [] });
  return run;
}

test("an engine that is suspended goes on to the same numbers; after a while the lab says that it is silent", async () => {
  const going = await begin();
  going.lab.signal("engine", "SIGSTOP");
  await setTimeout(length(2000, 20_000));
  going.lab.signal("engine", "SIGCONT");
  await endsUndisturbed(going);
  expect(going.lab.engineStates.has("silent")).toBe(isLong);
  expect(going.lab.engineStates.has("crashed")).toBe(false);
});

test("a main process that is suspended holds the run up, no more", async () => {
  const going = await begin();
  going.lab.signal("main", "SIGSTOP");
  await setTimeout(length(2000, 20_000));
  going.lab.signal("main", "SIGCONT");
  await endsUndisturbed(going);
  expect(going.lab.engineStates.has("silent")).toBe(false);
});

test("a paused run whose engine is killed goes on to the same numbers", async () => {
  const going = await begin();
  await going.lab.request("runs.pause", going.id);
  await going.lab.reaches(going.id, "paused");
  await going.lab.kill("engine");
  await going.lab.reaches(going.id, "interrupted");
  await going.lab.goOn(going.id);
  await endsUndisturbed(going);
});

test("a run with mini-batches whose engine is killed after a checkpoint goes on to the same numbers", async () => {
  const spec = experiments.find(({ batch }) => batch);
  const going = await begin(undefined, spec);
  const { lab, id } = going;
  // A pause keeps a checkpoint; what comes after it is computed again.
  await lab.request("runs.pause", id);
  await lab.reaches(id, "paused");
  await lab.request("runs.resume", id);
  await lab.reaches(id, "running");
  await lab.kill("engine");
  await lab.reaches(id, "interrupted");
  const { checkpointStep } = await lab.request("runs.open", id);
  expect(checkpointStep).toBeGreaterThan(0);
  await lab.goOn(id);
  const { detail } = await endsUndisturbed(going);
  expect(detail.rows).toMatchObject({ batchSteps: 3001, batch: 121 });
});

test("a wall clock that jumps by days changes no number and no duration", async () => {
  const begun = performance.now();
  const going = await begin("jumping-clock.mjs");
  await going.lab.request("archive.backUp");
  await going.lab.request("archive.backUp");
  const { backups } = await going.lab.request("archive.care");
  expect(backups).toHaveLength(2);
  const { detail, tables } = await endsUndisturbed(going);
  // The monotonic clock of the processes is ten times as quick.
  const most = (performance.now() - begun) / 100;
  expect(detail.summary.seconds).toBeGreaterThan(0);
  expect(detail.summary.seconds).toBeLessThan(most);
  const { seconds } = tables.steps;
  expect(seconds.every((s, i) => i === 0 || s >= seconds[i - 1])).toBe(true);
});

const require = createRequire(import.meta.url);
const electron = require("electron") as unknown as string;

/** Starts the lab as built once more; answers with its exit code. */
async function startAgain(home: string) {
  const root = process.getuid?.() === 0;
  const child = spawn(
    electron,
    [...(root ? ["--no-sandbox"] : []), resolve(".")],
    {
      env: { ...process.env, EDGE_LAB_HOME: home },
      stdio: "ignore",
    },
  );
  const [code] = (await once(child, "exit")) as [number | null];
  return code;
}

test("a second lab with the same folder ends at once and brings the first forward; with another one it works, and so does the command line", async () => {
  const home = await makeHome();
  const other = await makeHome();
  const first = await openLab(home);
  try {
    await first.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0].minimize(),
    );
    const begun = performance.now();
    expect(await startAgain(home)).toBe(0);
    expect(performance.now() - begun).toBeLessThan(20_000);
    await expect
      .poll(() =>
        first.app.evaluate(({ BrowserWindow }) => {
          const [window] = BrowserWindow.getAllWindows();
          return window.isVisible() && !window.isMinimized();
        }),
      )
      .toBe(true);
    const second = await openLab(other);
    expect((await ask(second.page, "runs.list")).ok).toBe(true);
    await second.quit();
    const { program } = campaign;
    const demo = commandLine(program, join(home, "archive.db"), ["list"]);
    expect(await demo.ended).toBe(0);
    expect((await ask(first.page, "runs.list")).ok).toBe(true);
  } finally {
    await first.quit();
    await removeHome(home);
    await removeHome(other);
  }
});

async function expectEndedInOrder(home: string) {
  const files = await readdir(home);
  expect(files.filter((name) => name.startsWith("archive.db"))).toEqual([
    "archive.db",
  ]);
  expect(files).not.toContain("session");
}

test.each(["SIGTERM", "SIGHUP"] as const)(
  "%s ends the lab in order: the run is stored, the archive is closed",
  async (signal) => {
    const home = await makeHome();
    const path = join(home, "archive.db");
    const { app, page } = await openLab(home);
    const spec = { ...experiments[0], steps: 1_000_000 };
    await ask(page, "queue.start", spec);
    await setTimeout(1000);
    const ended = once(app.process(), "exit");
    app.process().kill(signal);
    await ended;
    await expectEndedInOrder(home);
    const [{ detail }] = await campaign.examine(path, {
      rows: new Map(),
      statuses: new Map(),
    });
    expect(detail.status).toBe("stopped");
    expect(detail.checkpointStep).toBe(detail.summary.step);
    await removeHome(home);
  },
);

test.each(["SIGINT", "SIGHUP"] as const)(
  "%s to all that a terminal started ends the lab in order",
  async (signal) => {
    const home = await makeHome();
    const start = spawn(process.execPath, ["scripts/start.mjs"], {
      detached: true,
      stdio: "ignore",
      env: { ...process.env, EDGE_LAB_HOME: home },
    });
    const isOpen = async () => (await readdir(home)).includes("session");
    while (!(await isOpen())) await setTimeout(50);
    const ended = once(start, "exit");
    process.kill(-(start.pid ?? 0), signal);
    await ended;
    await expectEndedInOrder(home);
    await removeHome(home);
  },
);
