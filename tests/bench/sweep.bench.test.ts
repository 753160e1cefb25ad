/** A sweep of small networks in one engine and in two, in the real lab. Printed, not asserted on a clock. */
import { availableParallelism } from "node:os";
import { test } from "vitest";
import { presetOf } from "../../core/experiment/presets";
import { ask, makeHome, openLab, removeHome } from "../e2e/lab";
import { figure, print, ratios } from "./measure";
import { changeSettings } from "./settings";

const runs = 8;

test.skipIf(availableParallelism() < 2)(
  "a sweep in one engine and in two",
  async () => {
    const [one, two]: number[][] = [[], []];
    for (let round = 0; round < 2; round++) {
      one.push(await secondsWith(1));
      two.push(await secondsWith(2));
    }
    print("in one engine, s", one);
    print("in two, s", two);
    figure(
      `a sweep of ${runs} small nets: time in one engine ÷ time in two`,
      ratios(one, two),
      "",
      { least: 1.8 },
    );
  },
  600_000,
);

/** Seconds from the moment in which the engines are ready until all runs are over. */
async function secondsWith(engines: number): Promise<number> {
  const home = await makeHome();
  await changeSettings(home, { engines });
  const { page, quit } = await openLab(home);
  const { spec } = presetOf("chebyshev");
  const specs = Array.from({ length: runs }, (_, i) => ({
    ...spec,
    name: `Run ${i}`,
    optimizer: { ...spec.optimizer, stepSize: 0.1 + 0.01 * i },
    steps: 20_000,
    measure: { ...spec.measure, sharpness: { every: 10, k: 1 } },
  }));
  const states = async () => {
    const info = await ask(page, "app.info");
    return info.ok ? info.value.engines.states : [];
  };
  while (!(await states()).every(({ state }) => state === "idle"))
    await page.waitForTimeout(20);
  const start = performance.now();
  const queued = await ask(page, "queue.enqueue", specs, "Bench");
  if (!queued.ok) throw new Error(queued.error.message);
  for (let over = 0; over < runs;) {
    await page.waitForTimeout(20);
    const list = await ask(page, "runs.list");
    if (!list.ok) throw new Error(list.error.message);
    over = list.value.filter(({ status }) => status === "finished").length;
  }
  const seconds = (performance.now() - start) / 1000;
  await quit();
  await removeHome(home);
  return seconds;
}
