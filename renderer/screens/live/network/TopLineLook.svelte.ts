import type { TopLine } from "../../../../core/views/along-top";
import type { Lab } from "../../../lib/api";
import { Task } from "../../../lib/task.svelte";

/** Milliseconds at rest before it is computed: that may take seconds. */
const rest = 300;
const patience = 1000;

/** The loss along the top eigenvector at the step of the slider, once it rests. */
export class TopLineLook {
  /** At the step that is wanted; null while it is being computed. */
  line = $state.raw<TopLine | null>(null);
  readonly task = new Task();
  readonly #lab: Lab;
  readonly #runId: number;
  #wanted: number | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(lab: Lab, runId: number) {
    this.#lab = lab;
    this.#runId = runId;
  }

  /** Computes it at a step; nothing for null. What is under way for another one is cut short. */
  want(step: number | null) {
    if (step === this.#wanted) return;
    this.#wanted = step;
    this.line = null;
    clearTimeout(this.#timer);
    if (step !== null)
      this.#timer = setTimeout(() => void this.#ask(step), rest);
  }

  close() {
    this.want(null);
  }

  async #ask(step: number) {
    await this.task.run(async () => {
      while (this.#wanted === step) {
        const how = { patience, along: true };
        const look = this.#lab.runs.look(this.#runId, step, how);
        const { along } = await look.catch((thrown: unknown) => {
          if (this.#wanted === step) throw thrown;
          return { along: null };
        });
        if (this.#wanted !== step || !along) continue;
        this.line = along;
        return;
      }
    });
  }
}
