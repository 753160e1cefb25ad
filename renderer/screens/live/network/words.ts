import type { NetworkView } from "../../../../core/contract/api";
import { count } from "../../../lib/format";

/** Which step is shown, beside the title of the picture, and which one is on its way. */
export function stepNote({
  step,
  wanted,
}: Pick<NetworkView, "step" | "wanted">): string {
  const shown = `at step ${count(step)}`;
  return step < wanted ? `${shown}, on the way to ${count(wanted)}` : shown;
}

/** Where a run does not come out again to the last bit. */
export const otherNumbers =
  "Computed again here, the loss is not to the last bit the one that the run recorded, as on another machine or with another version: the picture may differ from what the run did.";
