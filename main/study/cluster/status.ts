/** How far a study on a cluster is, and what is to be done again. */
import { LabFailure, toLabError } from "../../../core/errors";
import { submitLine, taskArrays } from "./arrays";
import { intactArchive, readAbout, readResult, type About } from "./folder";
import { queuedTasks, submit } from "./slurm";
import { isComplete } from "./task";

export interface ClusterStatus {
  about: About;
  /** Runs by what is known of them. */
  finished: number;
  diverged: number;
  failed: number;
  /** Cut short, with what they computed handed in, and not in the queue. */
  interrupted: number;
  /** Not over, of tasks that are computed or wait in the queue. */
  running: number;
  queued: number;
  /** Not handed in, and not in the queue. */
  missing: number;
  /** Why runs failed and what was handed in damaged, a sentence each. */
  problems: string[];
  /** Tasks that are neither complete nor in the queue. */
  incomplete: number[];
  /** Whether the queue could be asked. */
  knowsQueue: boolean;
}

/** @param thorough whether the checksums of all results are proven, which reads them whole */
export async function clusterStatus(
  folder: string,
  { thorough }: { thorough: boolean } = { thorough: false },
): Promise<ClusterStatus> {
  const about = await readAbout(folder);
  const queue = await queuedTasks(folder);
  const status: ClusterStatus = {
    about,
    ...{ finished: 0, diverged: 0, failed: 0, interrupted: 0 },
    ...{ running: 0, queued: 0, missing: 0 },
    problems: [],
    incomplete: [],
    knowsQueue: queue !== null,
  };
  const pack = Math.ceil(about.runs / about.tasks);
  for (let task = 1; task <= about.tasks; task++) {
    const place = queue?.get(task);
    const result = await wholeResult(folder, task, thorough, status.problems);
    if (!result) {
      const runs = task < about.tasks ? pack : about.runs - pack * (task - 1);
      status[stateOf(place) ?? "missing"] += runs;
    }
    for (const { status: end, name, error } of result?.runs ?? []) {
      if (end === "finished" || end === "diverged" || end === "failed")
        status[end]++;
      // What is handed in of a run that goes on, or will.
      else status[stateOf(place) ?? "interrupted"]++;
      if (end === "failed") status.problems.push(`${name} failed: ${error}`);
    }
    if (place === undefined && !(result && isComplete(result)))
      status.incomplete.push(task);
  }
  return status;
}

/** @param place Slurm's word for where a task is in the queue */
function stateOf(place: string | undefined): "queued" | "running" | null {
  if (place === undefined) return null;
  return place === "PENDING" ? "queued" : "running";
}

async function wholeResult(
  folder: string,
  task: number,
  thorough: boolean,
  problems: string[],
) {
  try {
    const result = await readResult(folder, task);
    // Where it is not there, another attempt is handing in at this moment.
    const isThere =
      result && (!thorough || (await intactArchive(folder, result)) !== null);
    return isThere ? result : null;
  } catch (thrown) {
    problems.push(toLabError(thrown).message);
    return null;
  }
}

/**
 * Submits the tasks that are neither complete nor in the queue. What they handed in goes on; damaged results
 * are computed again.
 * @param arraySize the most tasks of one array
 * @returns the tasks
 */
export async function retry(
  folder: string,
  arraySize: number,
): Promise<number[]> {
  const { incomplete, knowsQueue } = await clusterStatus(folder, {
    thorough: true,
  });
  if (!knowsQueue)
    throw new LabFailure({
      code: "bad-request",
      message:
        "Slurm does not answer, so the lab does not know which tasks are still in its queue.",
      hint: "Try again where squeue works.",
    });
  for (const array of taskArrays(incomplete, arraySize))
    await submit(folder, ["sh", "-e", "-c", submitLine(array)]);
  return incomplete;
}
