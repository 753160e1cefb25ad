/** What a person should know when the lab opens, in one or two sentences. */
import { basename, dirname, join } from "node:path";
import type { RunDetail } from "../core/contract/api";
import type { StartNotice } from "../core/contract/care";
import type { LabError } from "../core/errors";
import type { Archive } from "./archive/archive";
import type { Recovery } from "./archive/recover";
import { recovery as wayOut } from "./archive/failure";

/** For an archive whose file was removed while it was open. */
export const rescued =
  "Everything stored until then is kept as a backup, which you can restore.";

/**
 * @param archive whose `leftOver` are runs that were not finished when the lab last ended
 * @param wasLeft whether the last session of the window did not come to its end
 */
export async function ofLastSession(
  archive: Pick<Archive, "leftOver" | "openRun">,
  wasLeft: boolean,
): Promise<StartNotice | null> {
  const { leftOver: runs } = archive;
  if (!wasLeft && runs.length === 0) return null;
  const ended = wasLeft
    ? "Edge Lab ended unexpectedly the last time"
    : "The command line ended unexpectedly";
  if (runs.length === 0)
    return { message: `${ended}; no stored data were lost.`, runs };
  const message =
    runs.length === 1
      ? `${ended}: ${interruption(await archive.openRun(runs[0]))}`
      : `${ended}: ${runs.length} runs were interrupted; everything they recorded is kept, and they can be continued from their last checkpoints.`;
  return { message, runs };
}

function interruption({ name, summary, rows, checkpointStep }: RunDetail) {
  const at =
    rows.steps > 0
      ? `at step ${summary.step.toLocaleString("en")}`
      : "before its first step was stored";
  const next =
    checkpointStep === null
      ? "it has no checkpoint to continue from, so start its experiment again"
      : `it can continue from step ${checkpointStep.toLocaleString("en")}`;
  return `“${name}” was interrupted ${at}; ${next}.`;
}

/** @param kept path of what became of the archive until then */
export function restored(madeAt: number, kept: string | null): StartNotice {
  const time = new Date(madeAt).toLocaleString("en-GB", {
    dateStyle: "long",
    timeStyle: "short",
  });
  return notice(`The archive is now the backup of ${time}.`, kept);
}

export function recovered(
  { runs, inPart, lost }: Recovery,
  kept: string | null,
): StartNotice {
  const some = inPart
    ? `, ${inPart === runs ? "but" : `${inPart.toLocaleString("en")} of them`} only in part, which the tag “recovered” marks`
    : "";
  const gone = lost ? ` At least ${counted(lost)} could not be recovered.` : "";
  return notice(
    `The archive was damaged. ${counted(runs)} could be recovered${some}.${gone}`,
    kept,
  );
}

export function begunAnew(kept: string | null): StartNotice {
  return notice("A new, empty archive was started.", kept);
}

/** @param problems at least one */
export function damaged(problems: string[]): LabError {
  const [problem] = problems;
  return {
    code: "archive-damaged",
    // What could not be read at all says so itself.
    message: problem.startsWith("The archive")
      ? problem
      : `The archive is damaged: ${problem.charAt(0).toLowerCase()}${problem.slice(1)}`,
    hint: wayOut,
  };
}

function notice(message: string, kept: string | null): StartNotice {
  const folder = kept && join(basename(dirname(kept)), basename(kept));
  const where = folder ? ` The previous files are kept in ${folder}.` : "";
  return { message: `${message}${where}`, runs: [] };
}

function counted(runs: number): string {
  return runs === 1 ? "1 run" : `${runs.toLocaleString("en")} runs`;
}
