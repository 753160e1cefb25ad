import type { RunDetail } from "../../../core/contract/api";
import { isOver } from "../../../core/run/status";
import { readAgreement, type AgreementWords } from "../../lib/agreement";
import type { Lab } from "../../lib/api";
import { Task } from "../../lib/task.svelte";

/** A run that does another one again, beside it, once it is over. */
export class Comparison {
  words = $state.raw<AgreementWords | null>(null);
  readonly task = new Task();
  readonly #lab: Lab;
  #last = -1;

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  /** To be told of every change of the run; reads both runs once they have something new. */
  async look(run: RunDetail) {
    if (!isOver(run.status) || run.rows.steps === this.#last) return;
    this.#last = run.rows.steps;
    await this.task.run(async () => {
      this.words = await readAgreement(this.#lab, run.id);
    });
  }
}
