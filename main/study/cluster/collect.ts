/** Brings what a cluster computed into an archive. */
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toLabError } from "../../../core/errors";
import type { Archive } from "../../archive/archive";
import { migrations } from "../../archive/migrations";
import { openArchive } from "../../archive/open";
import {
  intactArchive,
  readAbout,
  readResult,
  tasksWithResults,
} from "./folder";

export interface Collected {
  study: string;
  /** Runs of the whole study. */
  total: number;
  /** Runs that came now, and that were in the archive before. */
  added: number;
  known: number;
  /** What cannot be used, by name. */
  problems: string[];
}

export interface CollectOptions {
  /** Hears the share of the results that are dealt with. */
  onProgress?: (share: number) => void;
  /** Asked before each of them: what came until then stays. */
  isWanted?: () => boolean;
}

/**
 * Takes over each finished or diverged run exactly once, one task after the other: again and again without harm,
 * while the study still runs, too.
 */
export async function collect(
  folder: string,
  archive: Archive,
  { onProgress, isWanted = () => true }: CollectOptions = {},
): Promise<Collected> {
  const about = await readAbout(folder);
  const done: Collected = {
    study: about.study,
    total: about.runs,
    ...{ added: 0, known: 0 },
    problems: [],
  };
  const tasks = await tasksWithResults(folder);
  if (tasks.length === 0) return done;
  const group = await archive.studyGroup(about);
  const scratch = await mkdtemp(join(tmpdir(), "edge-lab-collect-"));
  try {
    for (const [i, task] of tasks.entries()) {
      if (!isWanted()) break;
      try {
        await takeTask(task);
      } catch (thrown) {
        done.problems.push(toLabError(thrown).message);
      }
      onProgress?.((i + 1) / tasks.length);
    }
    return done;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }

  async function takeTask(task: number) {
    const result = await readResult(folder, task);
    if (!result) return;
    const over = result.runs
      .filter(({ status }) => status === "finished" || status === "diverged")
      .map(({ identity }) => identity);
    const known = (await archive.studyRuns(over)).length;
    done.known += known;
    if (known === over.length) return;
    const path = await intactArchive(folder, result);
    // Another attempt hands in at this moment: it comes with the next collection.
    if (!path) return;
    const copy = join(scratch, "task.db");
    await copyFile(path, copy);
    // Brings it to this version, and refuses a later one.
    await (await openArchive(copy, migrations, { backUp: false })).close();
    done.added += await archive.takeOver(copy, over, group);
    await rm(copy);
  }
}
