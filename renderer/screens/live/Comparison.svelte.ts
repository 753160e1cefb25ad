import type { RunDetail } from "../../../core/contract/api";
import { toLabError, type LabError } from "../../../core/errors";
import { readAgreement, type AgreementWords } from "../../lib/agreement";
import type { Lab } from "../../lib/api";
import { isOver } from "../../../core/run/status";

/** A run that does another one again, beside it, once it is over. */
export class Comparison {
  words = $state.raw<AgreementWords | null>(null);
  /** Why the two cannot be compared. */
  problem = $state.raw<LabError | null>(null);
  readonly #lab: Lab;
  #last = -1;

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  /** To be told of every change of the run; reads both runs once they have something new. */
  async look(run: RunDetail) {
    if (!isOver(run.status) || run.rows.steps === this.#last) return;
    this.#last = run.rows.steps;
    this.problem = null;
    try {
      this.words = await readAgreement(this.#lab, run.id);
    } catch (thrown) {
      this.problem = toLabError(thrown);
    }
  }
}
