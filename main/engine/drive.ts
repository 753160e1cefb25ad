import { setImmediate } from "node:timers/promises";
import type { LabFailure } from "../../core/errors";
import type { RunControl } from "../../core/run/control";

/**
 * Does work with moments for messages in between.
 * @param every milliseconds between two of them
 * @param stopped what is thrown when the work is told to stop
 * @param onMoment hears what the work yielded last
 */
export async function drive<Y, T>(
  work: Generator<Y, T>,
  control: RunControl,
  every: number,
  stopped: () => LabFailure,
  onMoment?: (yielded: Y) => void,
): Promise<T> {
  let last = performance.now();
  for (;;) {
    const state = work.next();
    if (state.done) return state.value;
    if (performance.now() - last < every) continue;
    onMoment?.(state.value);
    await setImmediate();
    last = performance.now();
    if (control.request === "stop") {
      work.return(undefined as never);
      throw stopped();
    }
  }
}
