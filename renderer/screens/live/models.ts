/** What is drawn of a picture of the run page: the window and the range that are looked at. */
import type { ChartModel } from "../../plot/model";
import type { Look } from "./Look.svelte";

export function shownOf(
  picture: ChartModel,
  { window, ranges }: Pick<Look, "window" | "ranges">,
  key: string,
): ChartModel {
  return {
    ...picture,
    x: { ...picture.x, ...window },
    y: { ...picture.y, ...ranges[key] },
  };
}
