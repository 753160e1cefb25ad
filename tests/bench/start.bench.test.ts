/** How long a person waits for the window, its engine, and a long run. Printed, not asserted on a clock. */
import { join } from "node:path";
import { test } from "vitest";
import { openArchive } from "../../main/archive/open";
import { ask, makeHome, openLab, removeHome, type Lab } from "../e2e/lab";
import { addRuns } from "./many-runs";
import { figure, say } from "./measure";

const steps = 100_000;

test("the window with its list, the engine, and opening a long run", async () => {
  const home = await makeHome();
  const archive = await openArchive(join(home, "archive.db"));
  await addRuns(archive, 1000);
  await archive.close();
  const [lists, engines]: number[][] = [[], []];
  for (let i = 0; i < 5; i++) {
    const started = performance.now();
    const lab = await openLab(home);
    await lab.page
      .getByRole("listbox", { name: "Runs, newest first" })
      .waitFor();
    lists.push(performance.now() - started);
    await engineIsReady(lab);
    engines.push(performance.now() - started);
    await lab.quit();
  }
  // The first start reads the program from the disk.
  figure("start: to the window with its list", lists.slice(1), "ms", {
    most: 1200,
  });
  figure("start: to the engine being ready", engines.slice(1), "ms", {
    most: 2000,
  });

  const lab = await openLab(home);
  await makeLongRun(lab);
  const openings: number[] = [];
  for (let i = 0; i < 10; i++) openings.push(await timeToOpen(lab));
  figure(`opening a run of 100,000 steps, to both charts`, openings, "ms", {
    most: 100,
  });
  await lab.quit();
  await removeHome(home);
});

async function engineIsReady({ page }: Lab) {
  for (;;) {
    const info = await ask(page, "app.info");
    const states = info.ok ? info.value.engines.states : [];
    if (states.length > 0 && states.every(({ state }) => state === "idle"))
      return;
    await page.waitForTimeout(10);
  }
}

/** The newest run of the archive: on a landscape, measured at each step. */
async function makeLongRun({ page }: Lab) {
  const reply = await ask(page, "queue.start", {
    edgeLab: 1,
    name: "Long run",
    // No minimum is stable at this step size: it jumps from side to side for ever.
    model: { kind: "landscape", name: "product", start: [1, 1.1] },
    optimizer: { kind: "gd", stepSize: 1.05 },
    steps,
    measure: { sharpness: { every: 1, k: 1 } },
  });
  if (!reply.ok) throw new Error(reply.error.message);
  for (;;) {
    const run = await ask(page, "runs.open", reply.value.id);
    if (run.ok && run.value.status === "finished") {
      const { rows, status } = run.value;
      say(
        `a run of ${rows.steps} steps and ${rows.spectrum} measurements: ${status}`,
      );
      return;
    }
    await page.waitForTimeout(200);
  }
}

/** Milliseconds from the click on the newest run to the frame in which its two charts have their curves. */
async function timeToOpen({ page }: Lab): Promise<number> {
  await page.locator("main").focus();
  await page.keyboard.press("a");
  await page.getByRole("heading", { level: 1, name: "Archive" }).waitFor();
  await page.waitForTimeout(300);
  return page.evaluate(async () => {
    const start = performance.now();
    document.querySelector<HTMLElement>("nav [role=option]")?.click();
    const drawn = () =>
      [...document.querySelectorAll("main [role=slider]")].filter(
        (plot) => Number(plot.getAttribute("aria-valuemax")) > 1,
      ).length >= 2;
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    while (!drawn()) await frame();
    // The frame that is being made is on screen when the one after it begins.
    await frame();
    return performance.now() - start;
  });
}
