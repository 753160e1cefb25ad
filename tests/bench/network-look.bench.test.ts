/** How long the network of a run takes to be looked at, in its engine, once the run was computed again. */
import { expect, test } from "vitest";
import { isNetwork } from "../../core/experiment/spec";
import { presets } from "../../core/experiment/presets";
import { RunControl } from "../../core/run/control";
import { createRandom } from "../../core/random";
import { dataFiles } from "../../main/engine/data-files";
import { loadTensorflow } from "../../main/engine/load-tensorflow";
import { NetworkLooks } from "../../main/engine/network-looks";
import { prepareRun } from "../../main/engine/prepare";
import { figure, median, printTable, show } from "./measure";

/** Steps that are looked at, and how many the first of them may take to be reached. */
const looks = 11;
const mostSteps = 60;
/** Milliseconds that the window waits for its first picture. */
const patience = 40;

test("a look at any step of the presets, ms (goal: 100)", async () => {
  const loaded = loadTensorflow();
  const surroundings = { files: dataFiles(), tensorflow: () => loaded };
  const rows: (string | number)[][] = [
    ["preset", "parameters", "processor, median", "most", "clock, median"],
  ];
  const medians: number[] = [];
  for (const { id, spec } of presets) {
    if (!isNetwork(spec)) continue;
    const { engine, release } = await prepareRun(spec, surroundings);
    release();
    const viewer = new NetworkLooks(surroundings);
    const look = (step: number, patience: number) =>
      viewer.look(
        {
          kind: "look",
          runId: 1,
          spec,
          engine,
          step,
          checkpoint: null,
          patience,
          along: false,
          fork: null,
        },
        new RunControl(),
      );
    const last = Math.min(spec.steps, mostSteps);
    await look(last, Infinity);
    const { uniform } = createRandom(7);
    const [processor, clock]: number[][] = [[], []];
    for (let i = 0; i < looks; i++) {
      const step = Math.floor(uniform() * (last + 1));
      const [began, used] = [performance.now(), process.cpuUsage()];
      const seen = await look(step, patience);
      clock.push(performance.now() - began);
      const { user, system } = process.cpuUsage(used);
      processor.push((user + system) / 1000);
      expect(seen.step).toBe(step);
    }
    medians.push(median(processor));
    rows.push([
      id,
      engine.parameters.toLocaleString("en-US"),
      median(processor),
      Math.max(...processor),
      show(median(clock)),
    ]);
  }
  printTable(rows);
  figure(
    "a look at what a network does at any step, once the run was computed again: processor, the slowest preset",
    [Math.max(...medians)],
    "ms",
    { most: 100 },
  );
});
