import type { NetworkView } from "../../../../core/contract/api";
import type { Lab } from "../../../lib/api";
import { Refresher } from "../../../lib/refresher";
import { Task } from "../../../lib/task.svelte";

/** Milliseconds until something is shown, and between two steps on the way to the one that is wanted. */
const first = 40;
const later = 250;
/** Milliseconds between two looks at the end of a run that is going: it needs the processor itself. */
const unhurried = 2000;

/** Follows the slider with what the network of a run does at its step. */
export class NetworkLook {
  view = $state.raw<NetworkView | null>(null);
  readonly task = new Task();
  readonly #lab: Lab;
  readonly #runId: number;
  readonly #refresher = new Refresher(() => this.#read(), 0);
  #wanted = 0;
  #patience = first;
  #followedAt = -Infinity;
  #isClosed = false;

  constructor(lab: Lab, runId: number) {
    this.#lab = lab;
    this.#runId = runId;
  }

  /** Shows a step. */
  want(step: number) {
    this.#wanted = step;
    this.#patience = first;
    this.#refresher.request();
  }

  /** Shows the last step of a run that is going, now and then. */
  follow(step: number) {
    const now = performance.now();
    if (now - this.#followedAt < unhurried) return;
    this.#followedAt = now;
    this.want(step);
  }

  close() {
    this.#isClosed = true;
    this.#refresher.close();
  }

  async #read() {
    const step = this.#wanted;
    const patience = this.#patience;
    const isDone = await this.task.run(async () => {
      const view = await this.#lab.runs.look(this.#runId, step, {
        patience,
        along: false,
      });
      if (!this.#isClosed) this.view = view;
    }, "after");
    const isThere = this.view !== null && this.view.step >= this.view.wanted;
    // Another one cut it short.
    const isCut = this.task.failure?.code === "busy";
    if (step !== this.#wanted || (isDone ? isThere : !isCut)) return;
    this.#patience = later;
    this.#refresher.request();
  }
}
