/** What the window asks of studies on a cluster, and what it is told. */
import { z } from "zod";
import { grouped } from "../text/grouped";
import { mostStudyRuns } from "../experiment/sweep/spec";

/** A study to be written for a cluster. */
export const clusterRequest = z.strictObject({
  /** As its file, see requireStudy. */
  study: z.unknown(),
  /** Runs of one task. */
  pack: z
    .int("The runs per task must be a whole number.")
    .min(1, "A task must have at least 1 run.")
    .max(
      mostStudyRuns,
      `A task may have at most ${grouped(mostStudyRuns)} runs.`,
    ),
  /** Of sbatch, each a word of its command line. */
  options: z
    .array(
      z
        .string("Options for sbatch must be text.")
        .min(1, "An option for sbatch must not be empty.")
        .max(1000, "An option for sbatch may have at most 1,000 characters.")
        // They become a line of a script.
        .regex(/^\P{Cc}*$/u, "Options for sbatch must be a single line."),
      "Options for sbatch must be a list.",
    )
    .max(100, "At most 100 options for sbatch are taken."),
});

export type ClusterRequest = z.output<typeof clusterRequest>;

/** A study that was written for a cluster. */
export interface WrittenStudy {
  folder: string;
  runs: number;
  tasks: number;
  /** Whether its tasks are in the queue of this machine's Slurm. */
  isSubmitted: boolean;
  /** Why Slurm did not take them, where it is there. */
  refusal: string | null;
  /** The line of a shell script that submits them. */
  command: string;
}

/** How far a study on a cluster is, in runs. */
export interface StudyProgress {
  study: string;
  runs: number;
  /** Came to their own end, the diverged ones too. */
  finished: number;
  running: number;
  /** Not begun, in the queue, or cut short with a checkpoint. */
  waiting: number;
  failed: number;
}

/** What a collection brought. */
export interface CollectedStudy {
  folder: string;
  study: string;
  /** Runs of the whole study. */
  total: number;
  /** Runs that came now, and that were in the archive before. */
  added: number;
  known: number;
  /** What cannot be used, a sentence each. */
  problems: string[];
  /** The group of its runs in the archive; null while it has none. */
  groupId: number | null;
  wasCancelled: boolean;
}
