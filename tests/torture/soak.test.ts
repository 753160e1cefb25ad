/**
 * The lab as a person leaves it at work: nothing piles up. Memory is what the system counts as
 * resident, so that what TensorFlow, SQLite and Chromium take outside of JavaScript is in it too.
 */
import { afterEach, beforeEach, expect, test } from "vitest";
import type {
  RequestName,
  RequestValue,
  RunRow,
} from "../../core/contract/api";
import { presetOf } from "../../core/experiment/presets";
import { ask, makeHome, openLab, removeHome, type Lab } from "../e2e/lab";
import { isLong, length } from "./length";
import { growth, least, printTrends, seriesOf } from "./trend";
import { Meter, walName, type Usage } from "./usage";

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

async function request<K extends RequestName>(
  name: K,
  ...args: unknown[]
): Promise<RequestValue<K>> {
  const reply = await ask(lab.page, name, ...args);
  if (!reply.ok) throw new Error(reply.error.message);
  return reply.value;
}

async function statusOf(id: number) {
  return (await request("runs.open", id)).status;
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
 * from one look to the next, by what the allocators keep, the code that is compiled meanwhile, and the
 * charts; the data of a run left behind in each round would be more than that within the hour.
 * SQLite keeps the length that the log of the archive once had: some checkpoints of a run, never all.
 * Of threads and sockets Chromium has a few more or less at times; a leak of one in each round would
 * soon be more than four. Everything else that is counted does not grow at all.
 * @param growing what does, for a reason
 */
function expectFlat(samples: Usage[], growing: string[] = []) {
  for (const name of Object.keys(samples[0])) {
    if (growing.includes(name)) continue;
    const values = seriesOf(samples, name);
    const more = least(values, 4) - least(values, 2);
    const isChromium = /^(main|window) (handles|threads)$/.test(name);
    if (name === walName) expect(Math.max(...values), name).toBeLessThan(32);
    else if (name.endsWith("MB"))
      expect(growth(values), name).toBeLessThanOrEqual(1.1);
    else expect(more, name).toBeLessThanOrEqual(isChromium ? 4 : 0);
  }
}

test("a run of many steps that is watched holds no more late than early", async () => {
  const steps = length(20_000, 100_000);
  const { id } = await request("queue.start", {
    ...chebyshev,
    name: "Long",
    steps,
  });
  await show("Long");
  const samples: Usage[] = [];
  let next = 0;
  for (;;) {
    const { rows, status } = await request("runs.open", id);
    if (rows.steps >= next) {
      samples.push({ step: rows.steps, ...(await meter.read()) });
      next = rows.steps + steps / 40;
    }
    if (status === "finished") break;
    expect(status).toBe("running");
    await lab.page.waitForTimeout(20);
  }
  printTrends(`Soak: ${steps.toLocaleString("en")} steps, watched`, samples);
  expect((await request("runs.open", id)).rows.spectrum).toBe(steps + 1);
  // What happened is listed.
  expectFlat(samples, ["step", "page nodes"]);
});

/** What waits in the queue in each round: every kind of work that the lab does. */
function roundOf(i: number) {
  const measure = { sharpness: { every: 10, k: 2 }, test: { every: 10 } };
  const small = { source: "mnist", samples: length(100, 500), testSamples: 50 };
  const analysis = { selfStabilization: { from: 5, steps: 10 } };
  const on = (name: string, base: object, steps: number, more = {}) => ({
    ...base,
    measure,
    steps,
    name: `${name} ${i}`,
    ...more,
  });
  const single = { data: small, precision: "float32" };
  const double = { data: small, precision: "float64" };
  const some = [
    on("Convolutions", cnn, length(5, 100)),
    on("Analysed", mlp, length(10, 200), { ...single, analysis }),
    on("Stopped", mlp, 100_000),
    on("Cancelled", mlp, 200),
  ];
  const others = [
    on("Perceptron", large, 200),
    on("Double", mlp, 100, double),
    on("Paused", mlp, 400),
  ];
  return isLong ? [...others, ...some] : some;
}

async function round(i: number) {
  const runs = await request("queue.enqueue", roundOf(i), `Round ${i}`);
  const named = (name: string) =>
    runs.find((run) => run.name === `${name} ${i}`);
  const kept = runs.filter((run) => run !== named("Cancelled"));
  await request("queue.cancel", [runs[kept.length].id]);
  for (const run of kept) {
    if (run === named("Paused")) await pause(run);
    if (run === named("Stopped")) await stop(run);
    else await isOver(run);
  }
  await until(async () => (await request("theory.progress")) === null);
  await show(`Analysed ${i}`);

  const rows = await Promise.all(
    kept.map(({ id }) => request("runs.open", id)),
  );
  expect(rows.filter(({ status }) => status === "finished")).toHaveLength(
    kept.length - 1,
  );
  expect(rows.filter(({ theory }) => theory !== null)).toHaveLength(1);
  return kept.map(({ id }) => id);
}

function isOver({ id }: RunRow) {
  return until(async () => (await statusOf(id)) === "finished");
}

/** Watches a run, pauses it, lets it make one step, looks elsewhere, and lets it go on. */
async function pause({ id, name }: RunRow) {
  await until(async () => (await statusOf(id)) === "running");
  await show(name);
  await request("runs.pause", id);
  await until(async () => (await statusOf(id)) === "paused");
  await request("runs.step", id);
  for (const name of ["Archive", "Compare", "Theory"]) await place(name);
  await request("runs.resume", id);
}

async function stop({ id, name }: RunRow) {
  await until(async () => (await statusOf(id)) === "running");
  await show(name);
  await until(async () => (await request("runs.open", id)).rows.steps > 10);
  await request("runs.stop", id);
  await until(async () => (await statusOf(id)) === "stopped");
}

/** The same screen each time, on a run that stays; a dry run lets the engine collect its garbage. */
async function look(): Promise<Usage> {
  await show("Kept");
  await request("queue.estimate", chebyshev);
  // A heartbeat of the engine.
  await lab.page.waitForTimeout(1200);
  const tensors = (await meter.tensors()) ?? NaN;
  return { ...(await meter.read()), tensors };
}

test("a queue of MNIST runs leaves nothing behind", async () => {
  const kept = await request("queue.start", {
    ...mlp,
    name: "Kept",
    steps: 30,
  });
  await until(async () => (await statusOf(kept.id)) === "finished");
  const minutes = length(0, 60);
  const end = performance.now() + minutes * 60_000;
  const samples: Usage[] = [];
  let runs = 0;
  for (let i = 1; performance.now() < end || i <= 4; i++) {
    const ids = await round(i);
    runs += ids.length;
    await request("runs.remove", ids);
    await request("runs.purge", ids);
    samples.push(await look());
  }
  const lasted = isLong ? `${minutes} minutes` : `${samples.length} rounds`;
  printTrends(`Soak: ${lasted} of queue, ${runs} runs of MNIST`, samples);
  expectFlat(samples);
});
