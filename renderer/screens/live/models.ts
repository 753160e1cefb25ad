/** What is drawn of a picture of the run page: the window and the range that are looked at. */
import type { ChartModel } from "../../plot/model";
import type { Look } from "./Look.svelte";

/** @param stepsPerEpoch of a run with mini-batches */
export function shownOf(
  picture: ChartModel,
  { window, ranges, page }: Pick<Look, "window" | "ranges" | "page">,
  key: string,
  stepsPerEpoch?: number,
): ChartModel {
  const inEpochs = page.now.epochs && stepsPerEpoch !== undefined;
  return {
    ...picture,
    x: {
      ...picture.x,
      ...window,
      ...(inEpochs && { name: "epoch", unit: stepsPerEpoch, isWhole: false }),
    },
    y: { ...picture.y, ...ranges[key] },
  };
}
