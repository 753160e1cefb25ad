/** What the marks of the charts of a run mean. */
import { firstStep } from "../../../core/run/fork";
import type { RunDetail } from "../../../core/contract/api";
import { count, counted } from "../../lib/format";
import { isFlow, thresholdName } from "../../lib/threshold";
import { isInside, type ChartModel } from "../../plot/model";
import { parentKey } from "./fork/parent";
import { spikesOf } from "./spikes";

export const signs = [
  "threshold",
  "crossing",
  "tick",
  "doubt",
  "note",
  "parent",
  "later",
] as const;
export type Sign = (typeof signs)[number];

export interface MarkMeaning {
  sign: Sign;
  text: string;
}

/**
 * Those that are in some of the charts as they are drawn, in one order.
 * @param held the step held; what is after it is drawn faintly
 */
export function marksOf(
  run: RunDetail,
  models: readonly ChartModel[],
  held: number | null,
): MarkMeaning[] {
  const name = thresholdName(run);
  const some = (test: (model: ChartModel) => boolean) => models.some(test);
  const meanings: Record<Sign, string | false> = {
    threshold:
      some(
        ({ threshold, curves }) =>
          threshold !== null || curves.some(({ ink }) => ink === "threshold"),
      ) &&
      (isFlow(run)
        ? `${name}, above which gradient descent would be unstable`
        : `${name}, the threshold`),
    crossing:
      some(
        ({ crossing, x }) => crossing !== null && isInside(x, crossing.step),
      ) &&
      (run.summary.crossingStep === firstStep(run)
        ? `sharpness is at or above ${name}`
        : `sharpness reaches ${name}`),
    tick: ticksText(run, models),
    doubt:
      some(({ curves, x }) =>
        curves.some((curve) =>
          curve.flagged.some((row) => isInside(x, curve.x[row])),
        ),
      ) && "measurement in doubt",
    note:
      some(({ pins = [], x }) => pins.some((pin) => isInside(x, pin.x))) &&
      "your note",
    parent:
      some(({ curves }) => curves.some(({ key }) => key === parentKey)) &&
      "dotted: the run that it goes on from",
    later:
      held !== null &&
      some(({ x }) => held < x.max) &&
      `faint: after step ${count(held)}`,
  };
  return signs.flatMap((sign) => {
    const text = meanings[sign];
    return text === false ? [] : [{ sign, text }];
  });
}

/** "first rise, 3 spikes, settled": the ticks within the window, which all charts share. */
function ticksText(
  run: RunDetail,
  models: readonly ChartModel[],
): string | false {
  const { ticks = [], x } = models.at(0) ?? {};
  const inside = ticks.filter(({ step }) => x && isInside(x, step));
  const labels = [...new Set(inside.map(({ label }) => label))];
  const spikes = spikesOf(run);
  const rest = spikes ? spikes.total - spikes.events.length : 0;
  const names = labels.map((label) => {
    const own = inside.filter((tick) => tick.label === label).length;
    return own === 1 ? label : `${count(own)} ${label}s`;
  });
  if (rest > 0) names.push(`${counted(rest, "later spike")} without a tick`);
  return names.length > 0 && names.join(", ");
}
