/** The folder of a study on a cluster: what is in it, and how it is read and written. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { LabFailure } from "../../../core/errors";
import { requireExperiment } from "../../../core/experiment/validate";
import { finalStatuses } from "../../../core/run/status";
import { shown } from "../../../core/text/shown";
import type { StudyTask } from "../run-all";

const clusterVersion = 1;

const about = z.strictObject({
  edgeLabCluster: z.literal(clusterVersion),
  study: z.string().min(1),
  /** See studyKey. */
  key: z.string().length(64),
  runs: z.int().min(1),
  tasks: z.int().min(1),
  /** Of the lab and of its numerics: its tasks refuse to run with others. */
  versions: z.strictObject({ lab: z.string(), numerics: z.string() }),
});
export type About = z.output<typeof about>;

/** What a task says when it ends, of its own accord or before its time is up. */
const result = z.strictObject({
  task: z.int().min(1),
  /** Name of the archive beside it, and its SHA-256. */
  archive: z.string().regex(/^\d+-[0-9a-f]{16}\.db$/),
  sha256: z.string().length(64),
  host: z.string(),
  runs: z.array(
    z.strictObject({
      identity: z.string().length(64),
      name: z.string(),
      status: z.enum(finalStatuses),
      /** The last one recorded. */
      step: z.int().min(0),
      error: z.string().nullable(),
    }),
  ),
});
export type TaskResult = z.output<typeof result>;

const identified = z.array(
  z.strictObject({ identity: z.string().length(64), spec: z.unknown() }),
);

export const paths = {
  about: (folder: string) => join(folder, "about.json"),
  study: (folder: string) => join(folder, "study.json"),
  submit: (folder: string) => join(folder, "submit.sh"),
  job: (folder: string) => join(folder, "job.sh"),
  /** Lines of a job's number and the number that its array adds to those of the tasks. */
  jobs: (folder: string) => join(folder, "jobs.txt"),
  logs: (folder: string) => join(folder, "logs"),
  tasks: (folder: string) => join(folder, "tasks"),
  task: (folder: string, task: number) => join(folder, "tasks", `${task}.json`),
  results: (folder: string) => join(folder, "results"),
  result: (folder: string, task: number) =>
    join(folder, "results", `${task}.json`),
};

export const aboutVersion = clusterVersion;

/** @throws LabFailure `file` for what is no such folder */
export async function readAbout(folder: string): Promise<About> {
  const text = await readFile(paths.about(folder), "utf8").catch(() => null);
  if (text === null)
    throw new LabFailure({
      code: "file",
      message: `${shown(folder)} is not a study's folder: it has no readable about.json.`,
      hint: "Name the folder that the study was written to.",
    });
  return parsed(about, text, paths.about(folder));
}

/** The runs of one task. @throws LabFailure `file` */
export async function readTask(
  folder: string,
  task: number,
): Promise<StudyTask[]> {
  const path = paths.task(folder, task);
  const text = await readFile(path, "utf8").catch(() => null);
  if (text === null)
    throw broken(path, "It cannot be read: is there a task of this number?");
  return parsed(identified, text, path).map(({ identity, spec }) => ({
    identity,
    spec: requireExperiment(spec),
  }));
}

/**
 * What a task has handed in; null for nothing yet.
 * @throws LabFailure `file` where it is not whole, naming the file
 */
export async function readResult(
  folder: string,
  task: number,
): Promise<TaskResult | null> {
  const path = paths.result(folder, task);
  try {
    return parsed(result, await readFile(path, "utf8"), path);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw thrown;
  }
}

/** The tasks that have handed something in, in their order. */
export async function tasksWithResults(folder: string): Promise<number[]> {
  const names = await readdir(paths.results(folder)).catch(() => []);
  return names
    .flatMap((name) => /^(\d+)\.json$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
}

/**
 * The archive of a result, proven by its checksum; null where it was replaced meanwhile.
 * @throws LabFailure `file` where it is damaged, naming the file
 */
export async function intactArchive(
  folder: string,
  { archive, sha256 }: TaskResult,
): Promise<string | null> {
  const path = join(paths.results(folder), archive);
  if (!(await stat(path).catch(() => null))) return null;
  if ((await sha256Of(path)) === sha256) return path;
  throw broken(path, "It is damaged: its checksum is not the one of its task.");
}

/** Hexadecimal, of a file of any size. */
export async function sha256Of(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

function parsed<S extends z.ZodType>(
  schema: S,
  text: string,
  path: string,
): z.output<S> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (thrown) {
    throw broken(path, `It is not JSON: ${(thrown as Error).message}.`);
  }
  const found = schema.safeParse(value);
  if (found.success) return found.data;
  const [{ path: where, message }] = found.error.issues;
  throw broken(path, `${where.join(".") || "It"}: ${message}`);
}

function broken(path: string, message: string) {
  return new LabFailure({
    code: "file",
    message: `${shown(path)} cannot be used. ${message}`,
  });
}
