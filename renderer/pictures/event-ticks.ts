/** Events of a run as small ticks on the step axis. */
import type { RunEvent } from "../../core/run/status";
import type { RunDetail } from "../../core/contract/api";
import { count, counted } from "../lib/format";
import type { ChartModel } from "../plot/model";

/** The crossing has a rule of its own, and the end is where the curves end. */
const names: Partial<Record<RunEvent["kind"], string>> = {
  "first-rise": "first rise",
  spike: "spike",
  settling: "settled",
  stiff: "stiff",
};

type Ticks = NonNullable<ChartModel["ticks"]>;

/** In order of steps. */
export function eventTicks(events: RunEvent[]): Ticks {
  const ticks = events
    .flatMap(({ kind, step }) => {
      const label = names[kind];
      return label ? [{ step, label }] : [];
    })
    .sort((a, b) => a.step - b.step);
  // "Stiff" may be both forecast and found at step 0: one tick is enough.
  return ticks.filter(
    ({ step, label }, i) =>
      i === 0 || step !== ticks[i - 1].step || label !== ticks[i - 1].label,
  );
}

/** How many spikes of a run have no event, and so no tick: only the first ones are kept as events. */
export function unmarkedSpikes({
  events,
  summary,
}: Pick<RunDetail, "events" | "summary">): number {
  const marked = events.filter(({ kind }) => kind === "spike").length;
  return Math.max(0, (summary.spikes ?? 0) - marked);
}

/** "14 later spikes are counted but have no tick."; empty where all have one. */
export function unmarkedSentence(unmarked: number): string {
  if (unmarked === 0) return "";
  const are = unmarked === 1 ? "is counted but has" : "are counted but have";
  return `${counted(unmarked, "later spike")} ${are} no tick.`;
}

/** What the ticks mean where nothing can be pointed at; empty without ticks. */
export function ticksSentence(ticks: Ticks): string {
  const kinds = [...new Set(ticks.map(({ label }) => label))].map((kind) => {
    const steps = ticks
      .filter(({ label }) => label === kind)
      .map(({ step }) => count(step));
    return steps.length === 1
      ? `${kind} at step ${steps[0]}`
      : `${kind}s from step ${steps[0]} to step ${steps.at(-1)}`;
  });
  return kinds.length > 0 ? `Ticks on the step axis: ${kinds.join(", ")}.` : "";
}
