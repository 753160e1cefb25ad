/** Studies at the command line: here, one after the other or several at a time. */
import { availableParallelism } from "node:os";
import { grouped } from "../../core/text/grouped";
import type { Archive } from "../archive/archive";
import { dataFolder } from "../data-folder";
import { KernelChoice } from "../engine/kernel-choice";
import { studyKey } from "../study/identity";
import type { PlannedStudy } from "../study/plan";
import { StudyRunner, type StudyCounts } from "../study/run-all";
import { onInterrupt } from "./interrupt";
import { StudyBar } from "./progress";
import { duration } from "./text";

/**
 * Does what an archive lacks of a study. The first SIGINT or SIGTERM ends the runs that are going with a
 * checkpoint each; the same command goes on from there.
 * @param jobs runs at the same time; as many as the processor has cores when left out
 */
export async function runStudy(
  { study: { study }, tasks }: PlannedStudy,
  archive: Archive,
  jobs = availableParallelism(),
  out: NodeJS.WriteStream = process.stderr,
): Promise<{ counts: StudyCounts; wasInterrupted: boolean }> {
  const key = studyKey(tasks.map(({ identity }) => identity));
  const groupId = await archive.studyGroup({ study, key });
  const bar = new StudyBar(out);
  let wasInterrupted = false;
  const threads = Math.max(1, Math.floor(availableParallelism() / jobs));
  const runner = new StudyRunner(tasks, {
    archive,
    groupId,
    jobs,
    kernels: new KernelChoice(dataFolder(), threads),
    folder: process.cwd(),
    changed: (counts) => bar.update(counts),
    failed: ({ spec }, message) => bar.line(`${spec.name} failed: ${message}`),
  });
  const release = onInterrupt(() => {
    wasInterrupted = true;
    runner.stop();
  });
  try {
    return { counts: await runner.run(), wasInterrupted };
  } finally {
    bar.clear();
    release();
  }
}

/** What became of a study, in a sentence or two. */
export function studyText(
  name: string,
  counts: StudyCounts,
  seconds: number,
): string {
  const { total, finished, diverged, failed, waiting } = counts;
  const { elsewhere, deleted } = counts;
  const parts = [
    [finished, "finished"],
    [diverged, "diverged"],
    [failed, "failed"],
    [waiting, "still to be run"],
    [elsewhere, "are being run by another process"],
    [
      deleted,
      "were deleted: restore them, or delete them permanently to run them again",
    ],
  ] as const;
  const said = parts.filter(([count]) => count > 0);
  return `${name}: ${grouped(total)} runs, ${said.map(([count, what]) => `${grouped(count)} ${what}`).join(", ")}. ${duration(seconds)}.\n`;
}
