/** What the page of Compare takes, timed in the window itself. */
import type { Lab } from "../e2e/lab";

/** Opens Compare with the runs of the settings so often: the first paint of each, in milliseconds. */
export async function firstPaints(lab: Lab, rounds: number): Promise<number[]> {
  const { page } = lab;
  const firsts: number[] = [];
  for (let round = 0; round < rounds; round++) {
    // From a page without charts: those that are there are not taken for the new ones.
    await page.locator("main").focus();
    await page.keyboard.press("a");
    await page.getByRole("heading", { level: 1, name: "Archive" }).waitFor();
    await page.locator("main").focus();
    firsts.push(await firstPaint(lab));
  }
  return firsts;
}

/** Milliseconds from the key that opens Compare to the frame in which two charts have their curves. */
async function firstPaint({ page }: Lab): Promise<number> {
  await page.evaluate(() => {
    const started = new Promise<number>((done) =>
      addEventListener("keydown", () => done(performance.now()), {
        once: true,
        capture: true,
      }),
    );
    const drawn = new Promise<number>((done) => {
      const look = () => {
        const plots = [...document.querySelectorAll("main [role=slider]")];
        const ready = plots.filter(
          (plot) => Number(plot.getAttribute("aria-valuemax")) > 1,
        );
        if (ready.length < 2) requestAnimationFrame(look);
        // The frame that is being made is on screen when the one after it begins.
        else requestAnimationFrame(() => done(performance.now()));
      };
      requestAnimationFrame(look);
    });
    Object.assign(window, {
      painted: Promise.all([started, drawn]).then(([from, to]) => to - from),
    });
  });
  await page.keyboard.press("c");
  return page.evaluate(
    () => (window as unknown as { painted: Promise<number> }).painted,
  );
}

/** Runs in the page: 60 gestures on the first chart, one a frame. */
export async function perform(gesture: "hover" | "zoom" | "pan") {
  const frame = () =>
    new Promise<number>((done) => requestAnimationFrame(done));
  const plot = document.querySelector<HTMLElement>("main [role=slider]");
  if (!plot) throw new Error("There is no chart.");
  const box = plot.getBoundingClientRect();
  const work: number[] = [];
  const frames: number[] = [];
  let last = await frame();
  for (let i = 0; i < 60; i++) {
    // Callbacks of a frame run in the order in which they were asked for.
    const before = new Promise<number>((done) =>
      requestAnimationFrame(() => done(performance.now())),
    );
    const start = performance.now();
    const clientX = box.left + 60 + ((box.width - 130) * i) / 60;
    const clientY = box.top + 40 + (box.height - 80) * ((i * 0.37) % 1);
    const at = { bubbles: true, cancelable: true, clientX, clientY };
    plot.dispatchEvent(
      gesture === "hover"
        ? new PointerEvent("pointermove", at)
        : new WheelEvent("wheel", {
            ...at,
            ctrlKey: gesture === "zoom",
            deltaY: gesture === "zoom" ? (i % 12 < 6 ? -100 : 100) : 0,
            deltaX: gesture === "pan" ? (i % 12 < 6 ? 100 : -100) : 0,
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
