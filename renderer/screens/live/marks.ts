/** What the marks of the charts of a run mean. */
import type { RunRow } from "../../../core/contract/api";
import { count } from "../../lib/format";
import { isFlow, thresholdName } from "../../lib/threshold";
import { isInside, type ChartModel } from "../../plot/model";

export const signs = [
  "threshold",
  "crossing",
  "tick",
  "doubt",
  "note",
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
  run: RunRow,
  models: readonly ChartModel[],
  held: number | null,
): MarkMeaning[] {
  const name = thresholdName(run);
  const some = (test: (model: ChartModel) => boolean) => models.some(test);
  const meanings: Record<Sign, string | false> = {
    threshold:
      some(({ threshold }) => threshold !== null) &&
      (isFlow(run)
        ? `${name}, above which gradient descent would be unstable`
        : `${name}, the threshold of stability`),
    crossing:
      some(
        ({ crossing, x }) => crossing !== null && isInside(x, crossing.step),
      ) &&
      (run.summary.crossingStep === 0
        ? `sharpness is at or above ${name}`
        : `sharpness reaches ${name}`),
    tick: ticksText(models),
    doubt:
      some(({ curves, x }) =>
        curves.some((curve) =>
          curve.flagged.some((row) => isInside(x, curve.x[row])),
        ),
      ) && "measurement in doubt",
    note:
      some(({ pins = [], x }) => pins.some((pin) => isInside(x, pin.x))) &&
      "your note",
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

/** "first rise, spike or settled": the kinds of ticks within the window. */
function ticksText(models: readonly ChartModel[]): string | false {
  const labels = new Set(
    models.flatMap(({ ticks = [], x }) =>
      ticks.filter(({ step }) => isInside(x, step)).map(({ label }) => label),
    ),
  );
  const names = [...labels];
  return (
    names.length > 0 &&
    [names.slice(0, -1).join(", "), names.at(-1)].filter(Boolean).join(" or ")
  );
}
