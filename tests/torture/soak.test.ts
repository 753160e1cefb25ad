/**
 * The lab as a person leaves it at work: nothing piles up. Memory is what the system counts as
 * resident, so that what TensorFlow, SQLite and Chromium take outside of JavaScript is in it too.
 */
import { afterEach, beforeEach, expect, test } from "vitest";
import type { LabRequests, RunRow } from "../../core/contract/api";
import { presetOf } from "../../core/experiment/presets";
import { ask, makeHome, openLab, removeHome, type Lab } from "../e2e/lab";
import { isLong, length } from "./length";
import { growth, median, printTrends, quarter, seriesOf } from "./trend";
import { Meter, type Usage } from "./usage";

let home: string;
let lab: Lab;
let meter: Meter;
beforeEach(async () => {
  home = await makeHome();
  lab = await openLab(home);
  meter = await Meter.open(lab, home);
});
afterEach(async () => {
  await lab.quit().catch(() => undefined);
  await removeHome(home);
  expect(lab.complaints).toEqual([]);
});

const chebyshev = presetOf("chebyshev").spec;
const mlp = presetOf("mnist-1k-tanh").spec;
const large = presetOf("mnist-5k-tanh").spec;
const cnn = presetOf("mnist-1k-cnn").spec;

async function request<K extends keyof LabRequests>(
  name: K,
  ...args: unknown[]
): Promise<ReturnType<LabRequests[K]>> {
  const reply = await ask(lab.page, name, ...args);
  if (!reply.ok) throw new Error(reply.error.message);
  return reply.value;
}

async function statusOf(id: number) {
  return (await request("openRun", id)).status;
}

async function until(holds: () => Promise<boolean>) {
  while (!(await holds())) await lab.page.waitForTimeout(100);
}

async function show(name: string) {
  await lab.page.getByRole("option", { name }).first().click();
  await lab.page
    .getByRole("heading", { level: 1, name, exact: true })
    .waitFor();
}

async function place(name: string) {
  const places = lab.page.getByRole("navigation", { name: "Runs" });
  await places.getByRole("button", { name, exact: true }).click();
  await lab.page.waitForTimeout(300);
}

/**
 * In the second half nothing grows. The memory of a process and the page's heap differ by up to 10 %
 * from one look to the next, by what the allocators keep and the charts have ready; the data of a
 * single run left behind in each round, or its charts, would be more than that within the hour.
 * What is counted does not grow at all, but for the threads of the window: Chromium lends them out.
 */
function expectFlat(samples: Usage[]) {
  for (const name of Object.keys(samples[0])) {
    const values = seriesOf(samples, name);
    if (name.endsWith("MB"))
      expect(growth(values), name).toBeLessThanOrEqual(1.1);
    else if (name !== "window threads")
      expect(median(quarter(values, 4)), name).toBeLessThanOrEqual(
        median(quarter(values, 2)),
      );
  }
}

test("a run of many steps that is watched holds no more late than early", async () => {
  const steps = length(20_000, 100_000);
  const { id } = await request("startRun", {
    ...chebyshev,
    name: "Long",
    steps,
  });
  await show("Long");
  const samples: Usage[] = [];
  let next = 0;
  for (;;) {
    const { rows, status } = await request("openRun", id);
    if (rows.steps >= next) {
      samples.push({ step: rows.steps, ...(await meter.read()) });
      next = rows.steps + steps / 40;
    }
    if (status === "finished") break;
    expect(status).toBe("running");
    await lab.page.waitForTimeout(20);
  }
  printTrends(`Soak: ${steps.toLocaleString("en")} steps, watched`, samples);
  expect((await request("openRun", id)).rows.spectrum).toBe(steps + 1);
});

/** What waits in the queue in each round: every kind of work that the lab does. */
function roundOf(i: number) {
  const measure = { sharpness: { every: 10, k: 2 }, test: { every: 10 } };
  const small = { source: "mnist", samples: length(100, 500), testSamples: 50 };
  const theory = { from: 5, steps: 10 };
  const on = (base: object, steps: number, name: string, more = {}) => ({
    ...base,
    measure,
    steps,
    name: `${name} ${i}`,
    ...more,
  });
  const steps = length(10, 200);
  return {
    perceptron: on(isLong ? large : mlp, steps, "Perceptron"),
    convolutions: on(cnn, steps / 2, "Convolutions"),
    double: on(mlp, steps / 2, "Double", { data: small, precision: "float64" }),
    analysed: on(mlp, steps, "Analysed", {
      data: small,
      precision: "float32",
      analysis: { selfStabilization: theory },
    }),
    paused: on(mlp, 2 * steps, "Paused"),
    stopped: on(mlp, 100_000, "Stopped"),
    cancelled: on(mlp, steps, "Cancelled"),
  };
}

async function round(i: number) {
  const specs = roundOf(i);
  const runs = await request("enqueue", Object.values(specs), `Round ${i}`);
  const byName = Object.fromEntries(
    Object.keys(specs).map((name, k) => [name, runs[k]]),
  ) as Record<keyof typeof specs, RunRow>;
  await show(`Perceptron ${i}`);
  await request("cancelQueued", [byName.cancelled.id]);

  const { paused, stopped } = byName;
  await until(async () => (await statusOf(paused.id)) === "running");
  await show(`Paused ${i}`);
  await request("pauseRun", paused.id);
  await until(async () => (await statusOf(paused.id)) === "paused");
  await request("stepRun", paused.id);
  await place("Archive");
  await place("Compare");
  await place("Theory");
  await request("resumeRun", paused.id);
  await until(async () => (await statusOf(stopped.id)) === "running");
  await show(`Stopped ${i}`);
  await until(
    async () => (await request("openRun", stopped.id)).rows.steps > 30,
  );
  await request("stopRun", stopped.id);
  await until(async () => (await statusOf(stopped.id)) === "stopped");
  await until(async () => (await request("analysisProgress")) === null);
  await show(`Analysed ${i}`);

  const kept = runs.filter(({ id }) => id !== byName.cancelled.id);
  const ids = kept.map(({ id }) => id);
  const rows = await Promise.all(ids.map((id) => request("openRun", id)));
  expect(rows.map(({ status }) => status)).toEqual([
    ...Array.from({ length: 5 }, () => "finished"),
    "stopped",
  ]);
  expect(rows.filter(({ theory }) => theory !== null)).toHaveLength(1);
  return ids;
}

/** The same screen each time, on a run that stays; a dry run lets the engine collect its garbage. */
async function look(): Promise<Usage> {
  await show("Kept");
  await request("estimate", chebyshev);
  // Two heartbeats of the engine.
  await lab.page.waitForTimeout(2200);
  const tensors = (await meter.tensors()) ?? NaN;
  return { ...(await meter.read()), tensors };
}

test("a queue of MNIST runs leaves nothing behind", async () => {
  const kept = await request("startRun", { ...mlp, name: "Kept", steps: 30 });
  await until(async () => (await statusOf(kept.id)) === "finished");
  const minutes = length(0.5, 60);
  const end = performance.now() + minutes * 60_000;
  const samples: Usage[] = [];
  let runs = 0;
  for (let i = 1; performance.now() < end || i <= 4; i++) {
    const ids = await round(i);
    runs += ids.length;
    await request("deleteRuns", ids);
    await request("purgeDeleted", ids);
    samples.push(await look());
  }
  printTrends(
    `Soak: ${minutes} minutes of queue, ${runs} runs of MNIST`,
    samples,
  );
  expectFlat(samples);
});
