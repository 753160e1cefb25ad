/** Zooming and panning eight runs of 100,000 points in the real window. Printed, not asserted. */
import type { IntervalHistogram } from "node:perf_hooks";
import { test } from "vitest";
import { presetOf } from "../../core/experiment/presets";
import { ask, makeHome, openLab, removeHome, type Lab } from "../e2e/lab";
import { figure, print, say } from "./measure";

const steps = 100_000;
const runs = 8;

test("eight runs of 100,000 points: zoom and pan", async () => {
  const home = await makeHome();
  const lab = await openLab(home);
  const { page } = lab;
  for (let i = 0; i < runs; i++) {
    const reply = await ask(page, "queue.start", {
      edgeLab: 1,
      name: `Run ${i + 1}`,
      // No minimum is stable at this step size: it jumps from side to side for ever.
      model: { kind: "landscape", name: "product", start: [1, 1.1] },
      optimizer: { kind: "gd", stepSize: 1.04 + 0.01 * i },
      steps,
      measure: { sharpness: { every: 1, k: 1 } },
    });
    if (!reply.ok) throw new Error(reply.error.message);
    for (;;) {
      const run = await ask(page, "runs.open", reply.value.id);
      if (run.ok && !["queued", "running"].includes(run.value.status)) {
        say(
          `${run.value.name}: ${run.value.status}, ${run.value.rows.steps} rows`,
        );
        break;
      }
      await page.waitForTimeout(200);
    }
  }
  await page.locator("main").focus();
  await page.keyboard.press("a");
  await page.getByRole("grid", { name: "Runs" }).focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("c");
  await page.waitForTimeout(5000);

  for (const axis of ["linear", "log"]) {
    await page
      .getByRole("group", { name: "How the curves are drawn" })
      .getByLabel("log x")
      .setChecked(axis === "log");
    await page.waitForTimeout(1000);
    const { work, frames } = await page.evaluate(zoomAndPan);
    figure(
      `zoom and pan of eight runs of 100,000 points, ${axis} x: work of a redraw of two charts`,
      work,
      "ms",
      { most: 16 },
    );
    print(`${axis} x, from frame to frame, ms`, frames);
  }
  const busy = await ask(page, "queue.start", {
    ...presetOf("chebyshev").spec,
    steps: 5_000_000,
  });
  if (!busy.ok) throw new Error(busy.error.message);
  await page.waitForTimeout(1000);
  await watchDelay(lab);
  const { work } = await page.evaluate(zoomAndPan);
  print("While the engine runs, work of a redraw of two charts, ms", work);
  figure(
    "main-process delay while they are zoomed and a run computes, p99",
    [await delay(lab)],
    "ms",
    { most: 50 },
  );
  await lab.quit();
  await removeHome(home);
});

/** What evaluated code finds in the main process. */
interface MainProcess {
  delay?: IntervalHistogram;
}

async function watchDelay({ app }: Lab) {
  await app.evaluate(() => {
    const { monitorEventLoopDelay } = process.getBuiltinModule("perf_hooks");
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    (globalThis as MainProcess).delay = delay;
  });
}

/** The delay of the main process's event loop since it is watched, beyond the timer's own 5 ms. */
async function delay({ app }: Lab): Promise<number> {
  const nanoseconds = await app.evaluate(
    () => (globalThis as MainProcess).delay?.percentile(99) ?? NaN,
  );
  return nanoseconds / 1e6 - 5;
}

/** Runs in the page: 60 turns of the wheel, in and out and sideways, one a frame. */
async function zoomAndPan() {
  const frame = () =>
    new Promise<number>((done) => requestAnimationFrame(done));
  const plot = document.querySelector<HTMLElement>("[role=slider]");
  if (!plot) throw new Error("There is no chart.");
  const work: number[] = [];
  const frames: number[] = [];
  let last = await frame();
  for (let i = 0; i < 60; i++) {
    // Callbacks of a frame run in the order in which they were asked for.
    const before = new Promise<number>((done) =>
      requestAnimationFrame(() => done(performance.now())),
    );
    const pans = i % 3 === 2;
    const start = performance.now();
    plot.dispatchEvent(
      new WheelEvent("wheel", {
        bubbles: true,
        cancelable: true,
        clientX: plot.getBoundingClientRect().left + 200 + 5 * i,
        deltaY: pans ? 0 : i % 6 < 4 ? -100 : 100,
        deltaX: pans ? 100 : 0,
        ctrlKey: !pans,
      }),
    );
    // Svelte makes the new pictures in microtasks.
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    const made = performance.now() - start;
    const drawn = new Promise<number>((done) =>
      requestAnimationFrame(() => done(performance.now())),
    );
    work.push(made + (await drawn) - (await before));
    const now = await frame();
    frames.push((now - last) / 2);
    last = now;
  }
  return { work, frames };
}
