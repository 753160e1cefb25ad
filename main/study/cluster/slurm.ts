/** What the lab asks of Slurm, by its own commands. */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { LabFailure } from "../../../core/errors";
import { paths } from "./folder";
import { usualArray } from "./write";

const run = promisify(execFile);

/** Whether jobs can be submitted from here. */
export async function hasSlurm(): Promise<boolean> {
  return run("sbatch", ["--version"]).then(
    () => true,
    () => false,
  );
}

/** The most tasks of one array. Their numbers are below the limit that the cluster says. */
export async function arraySize(): Promise<number> {
  const config = await run("scontrol", ["show", "config"]).catch(() => null);
  const limit = /^MaxArraySize\s*=\s*(\d+)/m.exec(config?.stdout ?? "")?.[1];
  return limit === undefined ? usualArray : Math.max(1, Number(limit) - 1);
}

/** Tasks of a study that are in the queue, with Slurm's word for their state; null where it cannot be asked. */
export async function queuedTasks(
  folder: string,
): Promise<Map<number, string> | null> {
  const text = await readFile(paths.jobs(folder), "utf8").catch(() => "");
  const offsets = new Map(
    text
      .split("\n")
      .map((line) => line.trim().split(/\s+/))
      .filter(({ length }) => length === 2)
      // Of several clusters, "123;name".
      .map(([job, offset]) => [job.split(";")[0], Number(offset)]),
  );
  if (offsets.size === 0) return new Map();
  const queue = await run("squeue", ["-h", "-r", "--me", "-o", "%F %K %T"], {
    maxBuffer: 1e9,
  }).catch(() => null);
  if (!queue) return null;
  const tasks = new Map<number, string>();
  for (const line of queue.stdout.split("\n")) {
    const [job, number, state] = line.trim().split(/\s+/);
    const offset = offsets.get(job);
    if (offset !== undefined) tasks.set(offset + Number(number), state);
  }
  return tasks;
}

/** Runs a command in the study's folder that submits jobs. @throws LabFailure with what Slurm says */
export async function submit(folder: string, [command, ...rest]: string[]) {
  try {
    await run(command, rest, { cwd: folder });
  } catch (thrown) {
    const { stderr, message } = thrown as Error & { stderr?: string };
    throw new LabFailure({
      code: "bad-request",
      message: `Slurm refused the tasks: ${stderr?.trim() || message}`,
      hint: "The folder is written: change job.sh or submit.sh in it and run submit.sh, or use --retry.",
    });
  }
}

/** Puts this job back into the queue. */
export async function requeue(job: string) {
  await run("scontrol", ["requeue", job]);
}
