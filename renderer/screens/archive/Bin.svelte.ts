import type { RunRow } from "../../../core/contract/api";
import { toLabError, type LabError } from "../../../core/errors";
import { counted } from "../../lib/format";
import type { Lab } from "../../lib/api";

/** Runs that were deleted and can be taken back. */
export class Bin {
  /** The list of them, while it is on screen. */
  rows = $state.raw<RunRow[] | null>(null);
  complaint = $state.raw<LabError | null>(null);
  /** What was just deleted. */
  last = $state.raw<{ ids: number[]; sentence: string } | null>(null);
  readonly #lab: Lab;

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  /** The runs leave the table when main says that they were put aside. */
  delete(rows: RunRow[]) {
    return this.#try(async () => {
      const ids = rows.map(({ id }) => id);
      await this.#lab.deleteRuns(ids);
      const what =
        rows.length === 1 ? `“${rows[0].name}”` : counted(rows.length, "run");
      this.last = { ids, sentence: `Deleted ${what}.` };
    });
  }

  undo() {
    return this.last ? this.restore(this.last.ids) : Promise.resolve();
  }

  restore(ids: number[]) {
    return this.#try(async () => {
      await this.#lab.restoreRuns(ids);
      this.#forget(ids);
    });
  }

  purge(ids: number[]) {
    return this.#try(async () => {
      await this.#lab.purgeDeleted(ids);
      this.#forget(ids);
    });
  }

  show() {
    return this.#try(async () => {
      this.rows = await this.#lab.listDeleted();
    });
  }

  hide() {
    this.rows = null;
  }

  /** They can no longer be taken back from here. */
  #forget(ids: number[]) {
    if (this.last?.ids.some((id) => ids.includes(id))) this.last = null;
    this.rows = this.rows?.filter(({ id }) => !ids.includes(id)) ?? null;
  }

  async #try(work: () => Promise<void>) {
    this.complaint = null;
    try {
      await work();
    } catch (thrown) {
      this.complaint = toLabError(thrown);
    }
  }
}
