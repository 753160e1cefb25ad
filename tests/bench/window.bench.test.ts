/** How responsive the app stays while its engine uses every core. Printed, not asserted on a clock. */
import { test } from "vitest";
import { makeHome, openLab, removeHome } from "../e2e/lab";
import { figure, say, show } from "./measure";

test("main-process delay and clicks while MNIST-5k trains", async () => {
  const home = await makeHome();
  const lab = await openLab(home);
  const { page, app } = lab;
  await page.getByRole("button", { name: "New run" }).first().click();
  await page.getByRole("button", { name: "Start run" }).click();
  await page.getByRole("button", { name: "Pause" }).waitFor();
  await page.waitForTimeout(8000);

  await app.evaluate(() => {
    const hooks = process.getBuiltinModule("node:perf_hooks");
    const histogram = hooks.monitorEventLoopDelay({ resolution: 5 });
    histogram.enable();
    Object.assign(globalThis, { labDelay: histogram });
  });
  /** From the click in the page to the frame that shows its effect. */
  const clicks: number[] = [];
  for (let i = 0; i < 20; i++) {
    clicks.push(
      await page.evaluate(
        async (even) => {
          const name = even ? "New run" : "MNIST-5k tanh";
          const target = [
            ...document.querySelectorAll<HTMLElement>("button, [role=option]"),
          ].find((element) => element.textContent?.includes(name));
          const title = document.querySelector("h1")?.textContent;
          const start = performance.now();
          target?.click();
          await new Promise<void>((done) => {
            const look = () =>
              document.querySelector("h1")?.textContent === title
                ? requestAnimationFrame(look)
                : done();
            requestAnimationFrame(look);
          });
          return performance.now() - start;
        },
        i % 2 === 0,
      ),
    );
    await page.waitForTimeout(500);
  }
  const delay = await app.evaluate(() => {
    const { labDelay } = globalThis as unknown as {
      labDelay: { percentile(p: number): number; max: number };
    };
    // The histogram counts the timer's own 5 ms as well.
    return {
      p50: labDelay.percentile(50) / 1e6 - 5,
      p99: labDelay.percentile(99) / 1e6 - 5,
      max: labDelay.max / 1e6 - 5,
    };
  });
  say(`main-process delay, ms: p50 ${show(delay.p50)}, max ${show(delay.max)}`);
  figure("main-process delay while MNIST-5k trains, p99", [delay.p99], "ms", {
    most: 50,
  });
  figure("click to shown, while MNIST-5k trains", clicks, "ms", { most: 200 });
  await lab.quit();
  await removeHome(home);
});
