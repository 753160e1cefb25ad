/** A thousand runs through Slurm into one archive: what each step takes, and how it grows. */
import { copyFile, cp, mkdir, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { presetOf } from "../../../core/experiment/presets";
import { openArchive } from "../../../main/archive/open";
import { firstPaints } from "../../bench/compare-screen";
import { listTimes } from "../../bench/list-times";
import { median } from "../../bench/measure";
import { changeSettings } from "../../bench/settings";
import { makeHome, openLab, removeHome } from "../../e2e/lab";
import { printTable } from "../table";
import { LoginNode, logsOf, recordsIn } from "./login-node";

const { spec } = presetOf("chebyshev");

/** Runs of one task. */
const pack = 50;

/** Of so many runs; a smaller number is for a quick look. */
const seeds = Number(process.env.EDGE_LAB_SLURM_RUNS ?? 1000) / 20;
const total = 20 * seeds;

const study = {
  edgeLab: 1,
  study: "A thousand",
  base: {
    ...spec,
    steps: 500,
    model: {
      ...spec.model,
      init: { scheme: "sine", seed: 0, biasNoise: 0.1 },
    },
  },
  vary: {
    "optimizer.stepSize": { from: 0.1, to: 0.6, count: 20 },
    "model.init.seed": Array.from({ length: seeds }, (_, i) => i),
  },
};

export async function sendThousand(login: LoginNode) {
  const start = performance.now();
  const { folder, archive } = await login.sendChanged(
    study,
    withTimes,
    // One task a node at a time.
    ...["--pack", String(pack), "--", "--cpus-per-task=2"],
  );
  await login.untilOver(folder, 3600);
  const computed = (performance.now() - start) / 1000;
  const processor = processorSeconds(await logsOf(folder));

  const sizes = [...new Set([100, 300, total])].filter((n) => n <= total);
  const memories: number[] = [];
  for (const runs of sizes) {
    const into = runs === total ? archive : `${archive}-${runs}.db`;
    const from = await withResultsOf(folder, runs / pack);
    const { costs, ...first } = await login.collect(from, into);
    expect(first).toMatchObject({ code: 0, added: runs, known: 0 });
    expect(first.problems).toEqual([]);
    memories.push(costs.memory);
    printTable(`Collecting ${runs} runs`, {
      seconds: costs.seconds.toFixed(1),
      "seconds of the processor": costs.processor.toFixed(1),
      "most memory, MB": costs.memory.toFixed(0),
      "results, MB": megabytes(await bytesIn(join(from, "results"))),
      "archive, MB": megabytes((await stat(into)).size),
    });
  }
  // Flat: it does not grow with the runs.
  expect(memories.at(-1)).toBeLessThan(1.3 * memories[0]);
  const again = await login.collect(folder, archive);
  expect(again).toMatchObject({ added: 0, known: total });
  expect((await recordsIn(archive, study)).size).toBe(total);

  const itself = await secondsOf(archive);
  printTable(`${total} runs of 500 steps on two nodes, ${pack} a task`, {
    seconds: computed.toFixed(0),
    "seconds a run beyond the run itself (goal < 0.5)": (
      (2 * computed - itself) /
      total
    ).toFixed(2),
    "seconds of the processor a run, itself included": (
      processor / total
    ).toFixed(2),
    "seconds of collecting again": again.costs.seconds.toFixed(1),
  });
  await look(archive);
}

/** Prints at its end what a task took of the processor. */
const withTimes = (job: string) =>
  job.replace(/^exec (.*)$/m, "$1\nstatus=$?\ntimes\nexit $status");

/** Of all tasks: the second line of the shell's `times`, that of its children, "0m1.23s 0m0.45s". */
function processorSeconds(logs: string): number {
  const lines = logs.matchAll(/^(\d+)m([\d.]+)s (\d+)m([\d.]+)s$/gm);
  return [...lines].reduce(
    (sum, [, ...[m, s, systemM, systemS]]) =>
      sum + 60 * (Number(m) + Number(systemM)) + Number(s) + Number(systemS),
    0,
  );
}

/** The folder of a study as it was when so many tasks had handed in. */
async function withResultsOf(folder: string, tasks: number): Promise<string> {
  const part = `${folder}-${tasks}`;
  await mkdir(join(part, "results"), { recursive: true });
  await copyFile(join(folder, "about.json"), join(part, "about.json"));
  for (const name of await readdir(join(folder, "results")))
    if (parseInt(name) <= tasks)
      await cp(join(folder, "results", name), join(part, "results", name));
  return part;
}

/** What the runs themselves took, in all. */
async function secondsOf(path: string): Promise<number> {
  const archive = await openArchive(path);
  try {
    const runs = await archive.listRuns();
    return runs.reduce((sum, { summary }) => sum + summary.seconds, 0);
  } finally {
    await archive.close();
  }
}

/** Lists the runs in the window, and compares 300 of them. */
async function look(archive: string) {
  const home = await makeHome();
  await rm(join(home, "archive.db"), { force: true });
  await copyFile(archive, join(home, "archive.db"));
  const compared = Array.from(
    { length: Math.min(300, total) },
    (_, i) => i + 1,
  );
  await changeSettings(home, { compared });
  const lab = await openLab(home);
  try {
    await lab.page
      .getByRole("listbox", { name: "Runs, newest first" })
      .waitFor();
    const lists = await listTimes(lab.page);
    const paints = await firstPaints(lab, 5);
    const times = (all: number[]) =>
      `${median(all).toFixed(0)} (${Math.min(...all).toFixed(0)}–${Math.max(...all).toFixed(0)})`;
    printTable(`The window with these ${total} runs`, {
      "list, ms (goal < 300)": times(lists),
      [`comparing ${compared.length}, to both charts at first, ms (goal < 1000)`]:
        paints[0].toFixed(0),
      "comparing them again, ms": times(paints.slice(1)),
    });
    expect(lab.complaints).toEqual([]);
  } finally {
    await lab.quit();
    await removeHome(home);
  }
}

async function bytesIn(folder: string): Promise<number> {
  let bytes = 0;
  for (const name of await readdir(folder))
    bytes += (await stat(join(folder, name))).size;
  return bytes;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
