import { isRunnable } from "../../core/experiment/spec";
import { firstStep } from "../../core/run/fork";
import type { RunDetail, RunRow } from "../../core/contract/api";
import { recoveredTag } from "../../core/contract/care";
import { optimizerOf } from "../../core/optimizers/spec";
import type { RunStatus } from "../../core/run/status";
import { count, counted, duration, ordinal, quantity } from "./format";
import { noThreshold, thresholdName, thresholdText } from "./threshold";

export const statusWords: Record<RunStatus, string> = {
  queued: "Waiting",
  running: "Running",
  paused: "Paused",
  finished: "Finished",
  stopped: "Stopped",
  diverged: "Diverged",
  interrupted: "Interrupted",
  failed: "Failed",
};

/** Running or paused: it can still go on. */
export function isActive(row: { status: RunStatus }): boolean {
  return row.status === "running" || row.status === "paused";
}

/** Whether the loss cannot be shown on a logarithmic axis. */
export function hasNegativeLoss({ summary }: RunRow): boolean {
  return summary.minLoss !== null && summary.minLoss < 0;
}

/**
 * Where a run stands, in one or two sentences: what happened and what is kept.
 * @param place place in the queue from 1, where it is known
 */
export function statusSentence(
  row: RunRow | RunDetail,
  place: number | null = null,
): string {
  const { step, seconds } = row.summary;
  const kept = keptSentence(row);
  switch (row.status) {
    case "queued":
      return place === null
        ? "Waiting in the queue."
        : `Waiting in the queue: ${ordinal(place)}.`;
    case "running":
      return step === 0
        ? row.fork && row.fork.step > 0
          ? `Getting ready: going through the run it forks up to step ${count(row.fork.step)}.`
          : "Getting ready: loading the data and building the network."
        : edgeSentence(row);
    case "paused":
      return `Waiting at step ${count(step)}. ${edgeSentence(row)}`;
    case "finished": {
      if (!isRunnable(row.spec))
        return `Imported, up to step ${count(step)}. ${edgeSentence(row)}`;
      const all = step >= row.spec.steps;
      const what = all
        ? `All ${counted(row.spec.steps - firstStep(row), "step")}${row.fork ? " of the fork" : ""} done`
        : `The loss target was reached at step ${count(step)},`;
      return `${what} in ${duration(seconds)}. ${edgeSentence(row)}`;
    }
    case "stopped":
      return `You stopped it at step ${count(step)} of ${count(row.spec.steps)}. ${kept}`;
    case "diverged":
      return `${divergence(row) ?? "The loss grew beyond all bounds."} ${kept}`;
    case "interrupted": {
      const at = `at step ${count(step)} of ${count(row.spec.steps)}`;
      const why =
        errorSentence(row) ?? "Edge Lab or its compute engine stopped.";
      return `Interrupted ${at}. ${why} ${kept}`;
    }
    case "failed":
      return `${errorSentence(row) ?? "The compute engine could not continue."} ${kept}`;
  }
}

function errorSentence(row: RunRow | RunDetail): string | undefined {
  const error = "error" in row ? row.error : null;
  return error
    ? [error.message, error.hint].filter(Boolean).join(" ")
    : undefined;
}

function keptSentence({ summary, tags }: RunRow): string {
  const { step } = summary;
  if (tags.includes(recoveredTag))
    return "The recovered part is kept; the notes of the run say what is missing.";
  return step > 0
    ? `Everything up to step ${count(step)} is kept.`
    : "Nothing was recorded.";
}

/** What the engine said when the run diverged; a row of the list does not know it. */
function divergence(row: RunRow | RunDetail): string | undefined {
  if (!("events" in row)) return undefined;
  return row.events.find(({ kind }) => kind === "diverged")?.message;
}

/** Of the steps of its own, a share from 0 to 1. */
export function shareDone(row: RunRow): number {
  const first = firstStep(row);
  return Math.max(0, row.summary.step - first) / (row.spec.steps - first);
}

/** How sharpness stands to the threshold over the run. */
export function edgeSentence(row: RunRow): string {
  const { crossingStep, hover, maxSharpness } = row.summary;
  if (noThreshold(row) !== undefined)
    return `${optimizerOf(row.spec.optimizer).label} has no sharpness threshold.`;
  const edge = thresholdName(row);
  if (crossingStep !== null) {
    const after =
      hover === null
        ? ""
        : `, then had a mean of ${quantity(hover, 3)} × ${edge}`;
    return crossingStep === firstStep(row)
      ? `Sharpness was at or above ${edge} from the start${after}.`
      : `Sharpness reached ${edge} at step ${count(crossingStep)}${after}.`;
  }
  if (maxSharpness === null) return "Sharpness has not been measured yet.";
  const so = isActive(row) ? "has not reached" : "did not reach";
  return `Sharpness ${so} ${row.threshold === null ? thresholdName(row) : thresholdText(row)}; its highest value is ${quantity(maxSharpness)}.`;
}

/** The small facts of a run for its row in the list. */
export function rowFacts(row: RunRow): string {
  const { crossingStep, finalLoss, initialSharpness, step } = row.summary;
  const crossing =
    crossingStep === firstStep(row)
      ? "above from the start"
      : crossingStep !== null
        ? `crossed at ${count(crossingStep)}`
        : "";
  const loss = finalLoss === null ? "" : `loss ${quantity(finalLoss, 3)}`;
  const facts = isActive(row)
    ? [`${count(step)} of ${count(row.spec.steps)}`, crossing || loss]
    : [loss, crossing || (initialSharpness === null ? "" : "not crossed")];
  return facts.filter(Boolean).join(" · ");
}
