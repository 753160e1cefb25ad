import { afterEach, beforeEach, expect, test } from "vitest";
import type { Page } from "playwright-core";
import type { RunDetail } from "../../core/contract/api";
import { presetOf } from "../../core/experiment/presets";
import { ask, makeHome, openLab, removeHome, type Lab } from "./lab";

let home: string;
let lab: Lab;
beforeEach(async () => {
  home = await makeHome();
  lab = await openLab(home);
});
afterEach(async () => {
  await lab.quit().catch(() => undefined);
  await removeHome(home);
  expect(lab.complaints).toEqual([]);
});

const chebyshev = "Chebyshev T₃, 20 hidden units";

/** Fills the start panel and presses Start run. */
async function start(
  page: Page,
  preset: string,
  fields: Record<string, string> = {},
) {
  await page.getByRole("button", { name: "New run" }).first().click();
  await page.getByRole("radio", { name: preset, exact: true }).check();
  for (const [label, value] of Object.entries(fields))
    await page.getByLabel(label, { exact: true }).fill(value);
  await page.getByRole("button", { name: "Start run" }).click();
}

const heading = (page: Page, name: string) =>
  page.getByRole("heading", { level: 1, name });

/** What the archive holds, asked over the bridge that the window itself uses. */
async function openRun(page: Page, id: number): Promise<RunDetail> {
  const reply = await ask(page, "runs.open", id);
  if (!reply.ok) throw new Error(reply.error.message);
  return reply.value;
}

const status = (id: number) =>
  expect.poll(async () => (await openRun(lab.page, id)).status, {
    timeout: 60_000,
  });

const rows = (id: number) =>
  expect.poll(async () => (await openRun(lab.page, id)).rows.steps, {
    timeout: 60_000,
  });

test("a run started in the window is there with the same numbers after a restart", async () => {
  await start(lab.page, chebyshev, { Name: "My first run", Steps: "1200" });
  await heading(lab.page, "My first run").waitFor();
  await status(1).toBe("finished");
  const before = await openRun(lab.page, 1);
  expect(before.summary.crossingStep).toBe(991);
  expect(before.rows).toEqual({
    steps: 1201,
    spectrum: 1201,
    test: 0,
    batch: 0,
    batchSteps: 0,
  });
  await lab.page.getByRole("tab", { name: "Events" }).click();
  await lab.page
    .getByText("Sharpness reached 2/η at step 991.")
    .first()
    .waitFor();
  const shown = () => lab.page.getByRole("main").innerText();
  // The read-outs of both charts arrive with the last rows, a moment after the status.
  for (const name of ["Loss at step", "Sharpness S at step"])
    await expect
      .poll(() =>
        lab.page.getByRole("slider", { name }).getAttribute("aria-valuenow"),
      )
      .toBe("1200");
  const text = await shown();

  await lab.quit();
  lab = await openLab(home);
  await lab.page.getByRole("option", { name: /My first run/ }).click();
  await heading(lab.page, "My first run").waitFor();
  expect(await openRun(lab.page, 1)).toEqual(before);
  await lab.page
    .getByText("Sharpness reached 2/η at step 991.")
    .first()
    .waitFor();
  await expect.poll(shown, { timeout: 10_000 }).toBe(text);
});

test("MNIST on TensorFlow runs from the window", async () => {
  await start(lab.page, "MNIST-5k tanh", { Samples: "500", Steps: "20" });
  await status(1).toBe("finished");
  const run = await openRun(lab.page, 1);
  expect(run.engine).toMatchObject({
    backend: "tensorflow",
    parameters: 199_210,
  });
  expect(run.summary.finalLoss).toBeLessThan(run.summary.initialLoss ?? 0);
});

test("the engine is killed mid-run: interrupted with its data, and the app goes on", async () => {
  await start(lab.page, chebyshev, { Name: "Doomed", Steps: "5000000" });
  await rows(1).toBeGreaterThan(1000);
  const killed = await lab.app.evaluate(({ app }) => {
    const engine = app
      .getAppMetrics()
      .find(
        ({ type, serviceName }) =>
          type === "Utility" && serviceName === "node.mojom.NodeService",
      );
    if (engine) process.kill(engine.pid, "SIGKILL");
    return engine !== undefined;
  });
  expect(killed).toBe(true);
  await status(1).toBe("interrupted");
  const run = await openRun(lab.page, 1);
  expect(run.rows.steps).toBeGreaterThan(1000);
  expect(run.summary.step).toBe(run.rows.steps - 1);
  await lab.page
    .getByText(/interrupted/i)
    .first()
    .waitFor();
  await start(lab.page, chebyshev, { Name: "After the crash", Steps: "300" });
  await status(2).toBe("finished");
});

test("pause holds it, resume goes on, stop keeps it", async () => {
  const { page } = lab;
  await start(page, chebyshev, { Steps: "5000000" });
  await rows(1).toBeGreaterThan(100);
  await page.getByRole("button", { name: "Pause" }).click();
  await status(1).toBe("paused");
  const held = (await openRun(page, 1)).rows.steps;
  await page.waitForTimeout(500);
  expect((await openRun(page, 1)).rows.steps).toBe(held);
  await page.getByRole("button", { name: "One step" }).click();
  await rows(1).toBe(held + 1);
  await page.keyboard.press(".");
  await rows(1).toBe(held + 2);
  await page.waitForTimeout(200);
  expect(await openRun(page, 1)).toMatchObject({
    status: "paused",
    rows: { steps: held + 2 },
  });
  await page.getByRole("button", { name: "Resume" }).click();
  await status(1).toBe("running");
  await rows(1).toBeGreaterThan(held);
  await page.getByRole("button", { name: "Stop and keep" }).click();
  await status(1).toBe("stopped");
  const run = await openRun(page, 1);
  expect(run.rows.steps).toBe(run.summary.step + 1);
  expect(run.events.at(-1)?.kind).toBe("stopped");
});

test("runs wait their turn, also over the end of the program", async () => {
  await start(lab.page, chebyshev, { Name: "Long", Steps: "5000000" });
  await rows(1).toBeGreaterThan(100);
  const { spec } = await openRun(lab.page, 1);
  const short = { ...spec, steps: 20 };
  expect(
    await ask(lab.page, "queue.enqueue", [short, short, short], "Short"),
  ).toMatchObject({
    ok: true,
    value: [2, 3, 4].map((id) => ({ id, status: "queued", groupId: 1 })),
  });
  await lab.quit();
  lab = await openLab(home);
  const run = await openRun(lab.page, 1);
  expect(["stopped", "interrupted"]).toContain(run.status);
  expect(run.rows.steps).toBeGreaterThan(100);
  for (const id of [2, 3, 4]) await status(id).toBe("finished");
});

test("a dry run tells what to expect, and keeps nothing", async () => {
  const { page } = lab;
  const { spec } = presetOf("chebyshev");
  expect(await ask(page, "queue.estimate", spec)).toMatchObject({
    ok: true,
    value: { parameters: 61, samples: 20, precision: "float64" },
  });
  expect(await ask(page, "files.preview", { source: "iris" })).toMatchObject({
    ok: true,
    value: { samples: 150, inputShape: [4], classes: 3 },
  });
  expect(await ask(page, "runs.list")).toEqual({ ok: true, value: [] });
});

test("a wrong field is refused in its place, and nothing starts", async () => {
  const { page } = lab;
  await page.getByRole("button", { name: "New run" }).first().click();
  await page.getByLabel("Step size η", { exact: true }).fill("-1");
  await page
    .getByText("Step size must be a number greater than 0 and at most 1,000.")
    .waitFor();
  await page.getByLabel("Step size η", { exact: true }).fill("0.1");
  await page.getByText("2/η = 20", { exact: true }).waitFor();
  expect(await ask(page, "runs.list")).toEqual({
    ok: true,
    value: [],
  });
});

test("a stopped run goes on from where it was, to the numbers of an undisturbed one", async () => {
  const { page } = lab;
  await start(page, chebyshev, { Name: "Cut", Steps: "12000" });
  await rows(1).toBeGreaterThan(100);
  await page.getByRole("button", { name: "Stop and keep" }).click();
  await status(1).toBe("stopped");
  const cut = await openRun(page, 1);
  expect(cut.summary.step).toBeLessThan(12_000);
  await page
    .getByRole("button", { name: `Continue from step ${grouped(cut)}` })
    .click();
  await status(1).toBe("finished");
  await start(page, chebyshev, { Name: "Whole", Steps: "12000" });
  await status(2).toBe("finished");
  const [resumed, whole] = [await openRun(page, 1), await openRun(page, 2)];
  expect(resumed.rows).toEqual(whole.rows);
  const seconds = 0;
  expect({ ...resumed.summary, seconds }).toEqual({
    ...whole.summary,
    seconds,
  });
});

const grouped = ({ checkpointStep }: RunDetail) =>
  checkpointStep?.toLocaleString("en-US");

test("two engines compute two runs at once; the others wait in an order of choice", async () => {
  const { page } = lab;
  const { spec } = presetOf("chebyshev");
  const named = (name: string) => ({ ...spec, name, steps: 5_000_000 });
  await ask(page, "settings.save", { engines: 2 });
  const specs = ["One", "Two", "Three", "Four"].map(named);
  await ask(page, "queue.enqueue", specs, "Four runs");
  for (const id of [1, 2]) await rows(id).toBeGreaterThan(100);
  await page.getByText("2 engines at work").waitFor();

  const waiting = page.getByRole("region", { name: /^Waiting/ });
  const names = () => waiting.getByRole("listitem").allInnerTexts();
  expect((await names()).map((text) => text.split("\n")[0])).toEqual([
    "Three",
    "Four",
  ]);
  await waiting.getByText("Four runs").first().waitFor();
  const four = waiting.getByRole("button", { name: /^Four / });
  await four.focus();
  await page.keyboard.press("Alt+ArrowUp");
  await expect.poll(async () => (await names())[0]).toMatch(/^Four/);
  await four.click();
  await page
    .getByText("Waiting in the queue: 1st.", { exact: false })
    .waitFor();
  await waiting.getByRole("button", { name: "Take out all" }).click();
  await waiting.waitFor({ state: "hidden" });

  await lab.app.evaluate(({ app }) => {
    const engine = app
      .getAppMetrics()
      .find(({ serviceName }) => serviceName === "node.mojom.NodeService");
    if (engine) process.kill(engine.pid, "SIGKILL");
  });
  const states = async () =>
    Promise.all([1, 2].map(async (id) => (await openRun(page, id)).status));
  await expect
    .poll(async () => (await states()).sort(), { timeout: 60_000 })
    .toEqual(["interrupted", "running"]);
  const left = (await states()).indexOf("running") + 1;
  await rows(left).toBeGreaterThan((await openRun(page, left)).rows.steps);
});
