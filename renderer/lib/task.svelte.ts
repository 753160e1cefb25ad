import { toLabError, type LabError } from "../../core/errors";

/** Work that may fail: tries it, keeps the failure for the screen to show, and goes on. */
export class Task {
  /** Why the last attempt failed; null after one that did not. */
  failure = $state.raw<LabError | null>(null);
  busy = $state(false);
  /** Read where it is written, so no state: an effect that runs a task must not depend on it. */
  #running = 0;

  /**
   * @param forget when an earlier failure leaves the screen: as soon as something is tried again, or,
   *   for what is read again and again, only once that succeeds
   * @returns whether it succeeded
   */
  async run(
    work: () => Promise<unknown>,
    forget: "before" | "after" = "before",
  ): Promise<boolean> {
    if (forget === "before") this.failure = null;
    this.#running++;
    this.busy = true;
    try {
      await work();
      if (forget === "after") this.failure = null;
      return true;
    } catch (thrown) {
      this.failure = toLabError(thrown);
      return false;
    } finally {
      this.busy = --this.#running > 0;
    }
  }

  /** The same, unless it is still running. */
  async once(work: () => Promise<unknown>): Promise<void> {
    if (!this.busy) await this.run(work);
  }
}
