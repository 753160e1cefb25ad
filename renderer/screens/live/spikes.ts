/** The spikes of a run as one thing: there may be hundreds. */
import type { RunDetail } from "../../../core/contract/api";
import type { RunEvent } from "../../../core/run/status";
import { count, counted } from "../../lib/format";

export interface Spikes {
  /** All that were counted. */
  total: number;
  /** Those that are known by their steps: the first ones. */
  events: RunEvent[];
}

/** null where there are none. */
export function spikesOf({
  events,
  summary,
}: Pick<RunDetail, "events" | "summary">): Spikes | null {
  const known = events
    .filter(({ kind }) => kind === "spike")
    .sort((a, b) => a.step - b.step);
  if (known.length === 0) return null;
  return {
    total: Math.max(summary.spikes ?? 0, known.length),
    events: known,
  };
}

/** "34 spikes, first at step 1,231" */
export function spikesSentence({ total, events }: Spikes): string {
  const at = `at step ${count(events[0].step)}`;
  return total === 1
    ? `1 spike, ${at}`
    : `${counted(total, "spike")}, first ${at}`;
}

/** "The steps of the first 20 are kept; the 14 later ones are only counted."; empty where all are known. */
export function restSentence({ total, events }: Spikes): string {
  const rest = total - events.length;
  if (rest === 0) return "";
  const later =
    rest === 1 ? "the later one is" : `the ${count(rest)} later ones are`;
  return `The steps of the first ${count(events.length)} are kept; ${later} only counted.`;
}
