/** Comparing 300 runs of 2,000 steps, each measured at every step, in the real window. Printed, not asserted. */
import { test } from "vitest";
import { presetOf } from "../../core/experiment/presets";
import type { RunRow } from "../../core/contract/api";
import { ask, makeHome, openLab, removeHome } from "../e2e/lab";
import { firstPaints, perform } from "./compare-screen";
import { changeSettings } from "./settings";
import { figure, print, say, show } from "./measure";

const runs = 300;
const steps = Number(process.env.EDGE_LAB_BENCH_STEPS ?? 2000);

test("300 runs: first paint, hover, zoom and pan", async () => {
  const home = await makeHome();
  const ids = await makeRuns(home);
  await changeSettings(home, { compared: ids });
  const lab = await openLab(home);
  const firsts = await firstPaints(lab, 5);
  figure(
    `comparing ${runs} runs of ${steps.toLocaleString("en-US")} steps: from the key to both charts, at first`,
    [firsts[0]],
    "ms",
    { most: 1000 },
  );
  print("again", firsts.slice(1));
  await lab.page.waitForTimeout(1000);
  for (const gesture of ["hover", "zoom", "pan"] as const) {
    const { work, frames } = await lab.page.evaluate(perform, gesture);
    print(`${gesture}: work of a frame, ms`, work);
    print(`${gesture}: from frame to frame, ms`, frames);
    figure(
      `${gesture} of 300 runs, from frame to frame, p95`,
      [p95(frames)],
      "ms",
      { most: 50 },
    );
    say(`${gesture}: p95 ${show(p95(work))} ms of work`);
    await lab.page.waitForTimeout(1500);
  }
  await lab.quit();
  await removeHome(home);
});

/** Runs them in two engines, as a person would: a sweep over step sizes around the edge of stability. */
async function makeRuns(home: string): Promise<number[]> {
  await changeSettings(home, { engines: 2 });
  const { spec } = presetOf("chebyshev");
  const specs = Array.from({ length: runs }, (_, run) => {
    const stepSize = Number((0.05 * 10 ** (run / runs)).toPrecision(4));
    return {
      ...spec,
      name: `Run ${run}`,
      optimizer: { kind: "gd", stepSize, weightDecay: 0 },
      steps,
      measure: {
        ...spec.measure,
        sharpness: { ...spec.measure.sharpness, every: 1 },
      },
    };
  });
  const lab = await openLab(home);
  const start = performance.now();
  const queued = await ask(lab.page, "queue.enqueue", specs, "Bench");
  if (!queued.ok) throw new Error(queued.error.message);
  const isOver = ({ status }: RunRow) =>
    ["finished", "diverged", "failed"].includes(status);
  let rows: RunRow[] = [];
  while (rows.length < runs) {
    await lab.page.waitForTimeout(500);
    const reply = await ask(lab.page, "runs.list");
    if (!reply.ok) throw new Error(reply.error.message);
    rows = reply.value.filter(isOver);
  }
  const seconds = (performance.now() - start) / 1000;
  await lab.quit();
  const failed = rows.filter(({ status }) => status === "failed");
  if (failed.length > 0) throw new Error(`${failed[0].name} failed.`);
  const crossed = rows.filter(({ summary }) => summary.crossingStep !== null);
  say(
    `${runs} runs of ${steps} steps in two engines: ${seconds.toFixed(0)} s; ${crossed.length} reached the threshold`,
  );
  return rows.map(({ id }) => id).sort((a, b) => a - b);
}

function p95(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(0.95 * sorted.length) - 1];
}
