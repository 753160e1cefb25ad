/** Studies on a cluster, at the command line. */
import { resolve } from "node:path";
import { collectedWords } from "../../core/text/collected-words";
import { grouped } from "../../core/text/grouped";
import type { Archive } from "../archive/archive";
import { collect, type Collected } from "../study/cluster/collect";
import { paths } from "../study/cluster/folder";
import { arraySize, hasSlurm, requeue, submit } from "../study/cluster/slurm";
import {
  clusterStatus,
  retry,
  type ClusterStatus,
} from "../study/cluster/status";
import { ClusterTask, isComplete } from "../study/cluster/task";
import { quoted, writeClusterFolder } from "../study/cluster/write";
import type { PlannedStudy } from "../study/plan";
import { onInterrupt } from "./interrupt";
import { ShareBar } from "./progress";

/** Writes the folder of a study and submits it where that is possible. @returns what to tell the person */
export async function sendToSlurm(
  { study, tasks }: PlannedStudy,
  folder: string,
  pack: number,
  options: string[],
): Promise<string> {
  const about = await writeClusterFolder(folder, {
    study,
    tasks,
    pack,
    options,
    arraySize: await arraySize(),
  });
  const what = `${counted(about.runs, "run")} in ${counted(about.tasks, "task")}`;
  const script = paths.submit(resolve(folder));
  if (!(await hasSlurm()))
    return `Wrote ${what} to ${folder}. This machine has no sbatch. Where there is one, submit the tasks with\n  ${quoted(script)}\n`;
  await submit(resolve(folder), [script]);
  const name = quoted(folder);
  return `Submitted ${what}.\n  lab sweep --status ${name}   shows their progress\n  lab collect ${name}          adds their results to the archive\n`;
}

/**
 * One task, on its node. Slurm says with SIGUSR2 that its time is nearly up: it then keeps a checkpoint and goes
 * back into the queue. SIGTERM and SIGINT keep one, too, and end it.
 * @returns the exit code
 */
export async function runTask(
  folder: string,
  task: number,
  { jobs, copyEvery }: { jobs: number; copyEvery: number },
): Promise<number> {
  const log = (line: string) => void process.stderr.write(`${line}\n`);
  const work = new ClusterTask({ folder, task, jobs, copyEvery, log });
  let reason: "interrupt" | "time" | null = null;
  const release = onInterrupt(() => {
    reason ??= "interrupt";
    work.stop();
  });
  const onTime = () => {
    reason ??= "time";
    work.stop();
  };
  process.on("SIGUSR2", onTime);
  try {
    const { result, steps } = await work.run();
    if (isComplete(result)) return 0;
    const isOver = result.runs.every(({ status }) => status !== "interrupted");
    if (isOver || reason === null) return 1;
    const job = process.env.SLURM_JOB_ID;
    if (reason === "interrupt" || !job) return 130;
    if (steps <= 0) {
      log(
        "Its time limit was reached before its first step. Give the tasks more time.",
      );
      return 1;
    }
    log("Its time limit is near: it goes back into the queue.");
    await requeue(job);
    return 0;
  } finally {
    process.off("SIGUSR2", onTime);
    release();
  }
}

export async function statusText(folder: string): Promise<string> {
  return describe(await clusterStatus(folder));
}

/** @returns what to tell the person */
export async function retryText(folder: string): Promise<string> {
  const tasks = await retry(folder, await arraySize());
  return tasks.length === 0
    ? "Every task is complete or in the queue.\n"
    : `Submitted ${counted(tasks.length, "task")} again.\n`;
}

/** @returns what came, for people and as data */
export async function collectInto(
  folder: string,
  archive: Archive,
): Promise<{ collected: Collected; text: string }> {
  const bar = new ShareBar(process.stderr);
  let isWanted = true;
  const release = onInterrupt(() => (isWanted = false));
  try {
    const collected = await collect(folder, archive, {
      onProgress: (share) => bar.update(share),
      isWanted: () => isWanted,
    });
    const { study, problems } = collected;
    const lines = [`${study}: ${collectedWords(collected)}`, ...problems];
    return { collected, text: `${lines.join("\n")}\n` };
  } finally {
    bar.clear();
    release();
  }
}

function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** How many problems are told one by one. */
const mostProblems = 20;

function describe(status: ClusterStatus): string {
  const { about, problems, incomplete, knowsQueue } = status;
  const parts = [
    [status.finished, "finished"],
    [status.diverged, "diverged"],
    [status.failed, "failed"],
    [status.interrupted, "cut short"],
    [status.running, "running"],
    [status.queued, "in the queue"],
    [status.missing, knowsQueue ? "missing" : "not handed in"],
  ] as const;
  const said = parts
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${grouped(count)} ${what}`);
  const more = problems.length - mostProblems;
  return [
    `${about.study}: ${counted(about.runs, "run")}, ${said.join(", ")}.`,
    ...problems.slice(0, mostProblems),
    ...(more > 0 ? [`${grouped(more)} more.`] : []),
    ...(incomplete.length > 0 && knowsQueue
      ? [
          `${counted(incomplete.length, "task")} ${incomplete.length === 1 ? "is" : "are"} neither complete nor in the queue: --retry submits ${incomplete.length === 1 ? "it" : "them"} again.`,
        ]
      : []),
    "",
  ].join("\n");
}
