/** The buttons above a run: which of their words hold, and why one cannot be pressed. */
import type { Engines, RunDetail } from "../../../core/contract/api";
import { isRunnable } from "../../../core/experiment/spec";
import { isOver } from "../../../core/run/status";
import { count } from "../../lib/format";
import { isActive } from "../../lib/status";

/** A button that stays where it is: its words change, and it is as wide as the longest of them. */
export interface ToolState<Action extends string> {
  /** What it does; the words of each action are in `toolWords`. */
  action: Action;
  /** Why it cannot be pressed; null where it can. */
  whyNot: string | null;
  /** Added to its words for those who do not see where it stands. */
  more?: string;
}

export const toolWords = {
  main: {
    pause: "Pause",
    pausing: "Pausing…",
    resume: "Resume",
    continue: "Continue",
  },
  step: { step: "One step" },
  stop: {
    stop: "Stop and keep",
    stopping: "Stopping…",
    cancel: "Take out of the queue",
  },
  reproduce: { reproduce: "Reproduce" },
  report: { report: "Report (PDF)…" },
} as const;

type Words = typeof toolWords;
export type Tool = keyof Words;
export type Toolbar = { [T in Tool]: ToolState<keyof Words[T] & string> };

const ended = "The run has ended.";
const waiting = "The run waits in the queue.";

/** @param engines what they are at, and whether another run could start now */
export function toolbarOf(run: RunDetail, engines: Engines): Toolbar {
  const phase = engines.states.find(
    (each) => "runId" in each && each.runId === run.id,
  )?.state;
  return {
    main: mainTool(run, phase, engines.hasRoom),
    step: {
      action: "step",
      whyNot:
        run.status === "paused"
          ? phase === "stopping"
            ? "The run is about to stop."
            : null
          : isOver(run.status)
            ? ended
            : run.status === "queued"
              ? waiting
              : "Pause the run first.",
    },
    stop: stopTool(run, phase),
    reproduce: {
      action: "reproduce",
      whyNot: !isRunnable(run.spec)
        ? "Imported curves cannot be run."
        : isOver(run.status)
          ? null
          : "The run has to end first: the two are compared at their ends.",
    },
    report: {
      action: "report",
      whyNot: run.rows.steps > 0 ? null : "Nothing has been recorded yet.",
    },
  };
}

type Phase = Engines["states"][number]["state"] | undefined;

function mainTool(
  { status, checkpointStep, spec }: RunDetail,
  phase: Phase,
  hasRoom: boolean,
): Toolbar["main"] {
  const busy =
    phase === "stopping"
      ? "The run is about to stop."
      : phase === "pausing"
        ? "The engine finishes the step that it is at."
        : null;
  if (status === "paused") return { action: "resume", whyNot: busy };
  if (status === "running")
    return { action: phase === "pausing" ? "pausing" : "pause", whyNot: busy };
  if (status === "queued") return { action: "pause", whyNot: waiting };
  if (!isRunnable(spec))
    return { action: "continue", whyNot: "Imported curves cannot be run." };
  if (checkpointStep === null)
    return {
      action: "continue",
      whyNot:
        status === "finished"
          ? "The run has done all of its steps."
          : "The run has no checkpoint to continue from.",
    };
  return {
    action: "continue",
    more: ` from step ${count(checkpointStep)}`,
    whyNot: hasRoom ? null : "Another run has to end first.",
  };
}

function stopTool(run: RunDetail, phase: Phase): Toolbar["stop"] {
  if (run.status === "queued") return { action: "cancel", whyNot: null };
  if (!isActive(run)) return { action: "stop", whyNot: ended };
  return phase === "stopping"
    ? {
        action: "stopping",
        whyNot: "The engine finishes the step that it is at.",
      }
    : { action: "stop", whyNot: null };
}
