/** One task of a study on a cluster: its runs are computed on the node's own disk and handed in whole. */
import { copyFile, mkdtemp, open, rename, rm, stat } from "node:fs/promises";
import { availableParallelism, hostname, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { LabFailure, toLabError } from "../../../core/errors";
import { isOver } from "../../../core/run/status";
import type { Archive } from "../../archive/archive";
import { openArchive } from "../../archive/open";
import { writeWhole } from "../../files/write-whole";
import { KernelChoice } from "../../engine/kernel-choice";
import { StudyRunner, type StudyTask } from "../run-all";
import { Copies } from "./copies";
import {
  intactArchive,
  paths,
  readAbout,
  readResult,
  readTask,
  sha256Of,
  type About,
  type TaskResult,
} from "./folder";
import { currentVersions } from "./write";

export interface TaskOptions {
  folder: string;
  task: number;
  /** Runs at the same time. */
  jobs: number;
  /** Minutes between two copies of what it has so far: what a node that fails loses at most. */
  copyEvery: number;
  /** Hears what happens, line by line. */
  log: (line: string) => void;
}

/**
 * Computes the runs of a task and hands them in. What was handed in before goes on: finished runs stay, those
 * that were cut short go on from their checkpoints. Nobody else writes to the archive, which is on a disk of
 * the node until it is whole.
 */
export class ClusterTask {
  #runner: StudyRunner | null = null;
  #isStopping = false;

  constructor(private readonly options: TaskOptions) {}

  /** Ends the runs with a checkpoint each; they are handed in as they are then. */
  stop() {
    this.#isStopping = true;
    this.#runner?.stop();
  }

  /** @returns what was handed in, and how many steps were made since the start */
  async run(): Promise<{ result: TaskResult; steps: number }> {
    const folder = resolve(this.options.folder);
    const { task, log } = this.options;
    const about = await readAbout(folder);
    requireVersion(about.versions);
    const tasks = await readTask(folder, task);
    const scratch = await mkdtemp(
      join(process.env.SLURM_TMPDIR ?? tmpdir(), "edge-lab-task-"),
    );
    try {
      const path = join(scratch, "archive.db");
      const before = await this.#earlier(folder, path);
      const archive = await openArchive(path);
      const copies = this.#copies(archive, tasks, scratch);
      let result: TaskResult["runs"];
      try {
        await this.#compute(archive, tasks, about);
        result = await resultsOf(archive, tasks);
      } finally {
        await copies.end();
        await archive.close();
      }
      const handedIn = await handIn(folder, task, path, result);
      log(`Handed in as ${handedIn.archive}.`);
      return { result: handedIn, steps: stepsOf(handedIn) - stepsOf(before) };
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }

  /** Takes up what was handed in before; what is damaged is computed again. */
  async #earlier(folder: string, path: string): Promise<TaskResult | null> {
    const { task, log } = this.options;
    try {
      const result = await readResult(folder, task);
      const from = result && (await intactArchive(folder, result));
      if (!from) return null;
      await copyFile(from, path);
      log(`Goes on from ${result.archive}.`);
      return result;
    } catch (thrown) {
      log(`${toLabError(thrown).message} The task begins again.`);
      return null;
    }
  }

  /** Hands in what there is again and again, as another node could go on from it. */
  #copies(archive: Archive, tasks: StudyTask[], scratch: string): Copies {
    const { folder, task, copyEvery, log } = this.options;
    const path = join(scratch, "copy.db");
    return new Copies(60_000 * copyEvery, log, async () => {
      // Before the copy, which may have more than the result says, not less.
      const runs = await resultsOf(archive, tasks);
      // One that did not succeed may be there.
      await rm(path, { force: true });
      await archive.copyTo(path);
      await handIn(folder, task, path, runs);
    });
  }

  async #compute(archive: Archive, tasks: StudyTask[], { study, key }: About) {
    const { jobs, log } = this.options;
    const cores =
      Number(process.env.SLURM_CPUS_PER_TASK) || availableParallelism();
    this.#runner = new StudyRunner(tasks, {
      archive,
      groupId: await archive.studyGroup({ study, key }),
      jobs,
      // Not what was measured: nodes differ, and their runs belong together.
      kernels: new KernelChoice(null, Math.max(1, Math.floor(cores / jobs))),
      folder: process.cwd(),
      changed: () => undefined,
      failed: ({ spec }, message) => log(`${spec.name} failed: ${message}`),
    });
    if (this.#isStopping) this.#runner.stop();
    await this.#runner.run();
  }
}

function requireVersion(wanted: typeof currentVersions) {
  const isSame =
    wanted.lab === currentVersions.lab &&
    wanted.numerics === currentVersions.numerics;
  if (isSame) return;
  const name = ({ lab, numerics }: typeof wanted) =>
    `Edge Lab ${lab} with numerics ${numerics}`;
  throw new LabFailure({
    code: "bad-request",
    message: `The study was written by ${name(wanted)}; this is ${name(currentVersions)}.`,
    hint: "Use the version that wrote it, or write the study again.",
  });
}

async function resultsOf(
  archive: Archive,
  tasks: StudyTask[],
): Promise<TaskResult["runs"]> {
  const known = await archive.studyRuns(tasks.map(({ identity }) => identity));
  const runs: TaskResult["runs"] = [];
  for (const { identity, spec } of tasks) {
    const id = known.find((run) => run.identity === identity)?.id;
    const run = id === undefined ? null : await archive.openRun(id);
    runs.push({
      identity,
      name: spec.name,
      status: run && isOver(run.status) ? run.status : "interrupted",
      step: run?.summary.step ?? 0,
      error: run?.error?.message ?? null,
    });
  }
  return runs;
}

/**
 * Moves an archive that is closed into the results: first it, then the word that it is there. Where another attempt,
 * on a node that was taken for dead, has come further meanwhile, its result stays.
 */
export async function handIn(
  folder: string,
  task: number,
  path: string,
  runs: TaskResult["runs"],
): Promise<TaskResult> {
  // Unreadable counts as nothing.
  const there = await readResult(folder, task).catch(() => null);
  if (there && stepsOf(there) > stepsOf({ runs }) && (await isWhole(there)))
    return there;
  const sha256 = await sha256Of(path);
  const archive = `${task}-${sha256.slice(0, 16)}.db`;
  const results = paths.results(folder);
  await copyWhole(path, join(results, archive));
  const result = { task, archive, sha256, host: hostname(), runs };
  await writeWhole(paths.result(folder, task), `${JSON.stringify(result)}\n`);
  // By its name: a list of all results from each of many tasks is too much for a network file system.
  if (there && there.archive !== archive)
    await rm(join(results, there.archive), { force: true });
  return result;

  function isWhole(result: TaskResult) {
    return intactArchive(folder, result).then(Boolean, () => false);
  }
}

/** A copy that is on the disk before it has its name. */
async function copyWhole(from: string, to: string) {
  if (await stat(to).catch(() => null)) return;
  const temporary = `${to}.${process.pid}.tmp`;
  await copyFile(from, temporary);
  const file = await open(temporary, "r+");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, to);
}

function stepsOf(result: Pick<TaskResult, "runs"> | null): number {
  return (result?.runs ?? []).reduce((sum, { step }) => sum + step, 0);
}

/** Whether every run of a task came to its own end. */
export function isComplete({ runs }: TaskResult): boolean {
  return runs.every(
    ({ status }) => status === "finished" || status === "diverged",
  );
}
