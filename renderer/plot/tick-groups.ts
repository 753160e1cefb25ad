/** Ticks on the step axis that crowd: those of one kind are drawn as one mark with their number. */
import type { ChartModel } from "./model";

type Tick = NonNullable<ChartModel["ticks"]>[number];

export interface TickGroup {
  label: string;
  /** One tick, or several neighbours of one kind. */
  steps: number[];
  /** The places of the first and of the last, in pixels. */
  from: number;
  to: number;
}

/** Ticks nearer to each other than this, in pixels, touch. */
const near = 9;
/** Fewer than this are drawn apart, even if they touch. */
const fewest = 3;

/** @param place of a step, in pixels */
export function tickGroups(
  ticks: readonly Tick[],
  place: (step: number) => number,
): TickGroup[] {
  const groups: TickGroup[] = [];
  /** The last group of each kind. */
  const open = new Map<string, TickGroup>();
  for (const { step, label } of ticks.toSorted((a, b) => a.step - b.step)) {
    const at = place(step);
    const last = open.get(label);
    if (last && at - last.to < near) {
      last.steps.push(step);
      last.to = at;
      continue;
    }
    const group = { label, steps: [step], from: at, to: at };
    open.set(label, group);
    groups.push(group);
  }
  return groups.flatMap((group) =>
    group.steps.length < fewest
      ? group.steps.map((step) => {
          const at = place(step);
          return { label: group.label, steps: [step], from: at, to: at };
        })
      : [group],
  );
}
