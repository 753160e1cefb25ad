import type { NetworkView } from "../../../../core/contract/api";
import { count } from "../../../lib/format";

/** Which step is shown, beside the title of the picture. */
export function stepNote({ step }: Pick<NetworkView, "step">): string {
  return `at step ${count(step)}`;
}

/** What is to be known of the picture: that it is still on its way, and whether it is the one of the run. */
export function viewRemarks({
  step,
  wanted,
  isSame,
}: Pick<NetworkView, "step" | "wanted" | "isSame">): string[] {
  return [
    ...(step < wanted
      ? [
          `This is step ${count(step)}. Step ${count(wanted)} is being computed: the run is done again up to there, without its measurements.`,
        ]
      : []),
    ...(isSame === false
      ? [
          "Computed again here, the loss is not to the last bit the one that the run recorded, as on another machine or with another version: the picture may differ from what the run did.",
        ]
      : []),
  ];
}
