/** Writes the folder of a study for a cluster that runs Slurm. */
import { access, chmod, mkdir, readdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { version as lab } from "../../../package.json";
import { pathsOf } from "../../../core/data/spec";
import { LabFailure } from "../../../core/errors";
import type { ExperimentSpec } from "../../../core/experiment/spec";
import { studyFile, type Study } from "../../../core/experiment/sweep/study";
import { weightsFile } from "../../../core/layers/init";
import { numericsVersion } from "../../../core/math/version";
import { shown } from "../../../core/text/shown";
import { writeWhole } from "../../files/write-whole";
import { studyKey } from "../identity";
import type { StudyTask } from "../run-all";
import { submitLine, taskArrays } from "./arrays";
import { aboutVersion, paths, type About } from "./folder";

/** The most tasks of one array where the cluster does not say. */
export const usualArray = 1000;

export interface ClusterPlan {
  study: Study;
  tasks: StudyTask[];
  /** Runs of one task. */
  pack: number;
  /** Of sbatch, as the person gave them. */
  options: string[];
  /** Tasks that the cluster takes in one array. */
  arraySize: number;
}

/**
 * Writes everything that a cluster needs into a new or empty folder.
 * @throws LabFailure `file` for a folder with something in it, `bad-experiment` for data that are not there
 */
export async function writeClusterFolder(
  path: string,
  { study, tasks, pack, options, arraySize }: ClusterPlan,
): Promise<About> {
  const folder = resolve(path);
  await requireFiles(study.base);
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length > 0)
    throw new LabFailure({
      code: "file",
      message: `The folder ${shown(path)} is not empty.`,
      hint: "Name a new folder. For a study that is there already, use --status, --retry or collect.",
    });
  for (const name of ["tasks", "results", "logs"])
    await mkdir(join(folder, name));
  const count = Math.ceil(tasks.length / pack);
  for (let task = 1; task <= count; task++)
    await writeWhole(
      paths.task(folder, task),
      `${JSON.stringify(tasks.slice((task - 1) * pack, task * pack))}\n`,
    );
  await writeWhole(
    paths.study(folder),
    `${JSON.stringify(studyFile(study), null, 2)}\n`,
  );
  const name = study.study;
  await writeScript(paths.job(folder), jobScript(name, options));
  await writeScript(paths.submit(folder), submitScript(name, count, arraySize));
  const about: About = {
    edgeLabCluster: aboutVersion,
    study: name,
    key: studyKey(tasks.map(({ identity }) => identity)),
    runs: tasks.length,
    tasks: count,
    versions: currentVersions,
  };
  // Last: a folder with this file is whole.
  await writeWhole(paths.about(folder), `${JSON.stringify(about, null, 2)}\n`);
  return about;
}

export const currentVersions = { lab, numerics: numericsVersion };

/** Better now than in a hundred tasks. */
async function requireFiles({ data, model }: ExperimentSpec) {
  const weights = model.kind === "network" ? weightsFile(model.init) : null;
  const files = [
    ...(data ? pathsOf(data) : []),
    ...(weights ? [weights.path] : []),
  ];
  for (const path of files)
    await access(path).catch(() => {
      throw new LabFailure({
        code: "bad-experiment",
        message: `The file ${shown(path)} cannot be read.`,
        hint: "The tasks read it from this place, so it must be on a disk that all nodes see.",
      });
    });
}

async function writeScript(path: string, text: string) {
  await writeWhole(path, text);
  await chmod(path, 0o755);
}

/**
 * The lines of a shell script that name the command line, and the words that call it. An installed program has one of
 * its own; a checkout has one for Node.js, which the window, being none, looks for by the PATH of the nodes.
 */
export function commandLine(
  folder: string,
  program: string,
  isElectron: boolean,
): { names: string; call: string } {
  if (/\.asar[\\/]/.test(folder)) {
    const own = join(dirname(program), "edge-lab-cli");
    return { names: `EDGE_LAB=${quoted(own)}`, call: '"$EDGE_LAB"' };
  }
  const node = quoted(isElectron ? "node" : program);
  const cli = quoted(join(folder, "cli.js"));
  return {
    names: `NODE=${node}\nEDGE_LAB=${cli}`,
    call: '"$NODE" "$EDGE_LAB"',
  };
}

/** What a node runs. The options of sbatch come last: they count where they differ. */
function jobScript(name: string, options: string[]): string {
  const { names, call } = commandLine(
    import.meta.dirname,
    process.execPath,
    process.versions.electron !== undefined,
  );
  return `#!/bin/sh
# One task of the study ${oneLine(name)}. Its number is that of the array, plus the first argument.
#SBATCH --job-name=${oneLine(name).replace(/[^\w.-]+/g, "-")}
#SBATCH --output=logs/%A_%a.txt
#SBATCH --open-mode=append
# A task whose node fails starts again; one whose time is nearly up keeps a checkpoint and queues again.
#SBATCH --requeue
#SBATCH --signal=B:USR2@120
${options.length > 0 ? `#SBATCH ${options.map(quoted).join(" ")}\n` : ""}
${names}
# Minutes between two copies of what a task has so far. A node that fails loses what came after the last one.
COPY_EVERY=10

if ! [ -r "$EDGE_LAB" ]; then
  echo "Edge Lab is not at $EDGE_LAB: set EDGE_LAB in job.sh to where it is on the nodes, in version ${lab}." >&2
  exit 1
fi
exec ${call} task "$SLURM_SUBMIT_DIR" $((\${1:-0} + SLURM_ARRAY_TASK_ID)) --copy-every "$COPY_EVERY"
`;
}

/** What a person runs where jobs are submitted. */
function submitScript(name: string, tasks: number, arraySize: number): string {
  const all = Array.from({ length: tasks }, (_, i) => i + 1);
  return `#!/bin/sh
# Submits the study ${oneLine(name)}, ${tasks} tasks. Arguments are further options for sbatch.
set -e
cd "$(dirname "$0")"
${taskArrays(all, arraySize)
  .map((array) => submitLine(array, '"$@" '))
  .join("\n")}
`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}

/** One word of a shell script. */
export function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text)
    ? text
    : `'${text.replaceAll("'", "'\\''")}'`;
}
