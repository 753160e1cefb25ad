import { firstStep } from "../../../core/run/fork";
import { Player } from "../../lib/player.svelte";
import type { LiveController } from "./Controller.svelte";

/** Moves the cursor over the past of a run; at the last recorded step the screen follows what comes. */
export function scrubberOf(
  live: Pick<LiveController, "run" | "held" | "hold">,
): Player {
  const first = () => (live.run ? firstStep(live.run) : 0);
  const last = () => Math.max(first(), live.run?.summary.step ?? 0);
  return new Player({
    get first() {
      return first();
    },
    get last() {
      return last();
    },
    get at() {
      return Math.min(live.held ?? last(), last());
    },
    go: (step) => live.hold(step >= last() ? null : step),
  });
}
