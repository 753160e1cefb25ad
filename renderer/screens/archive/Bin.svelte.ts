import type { RunRow } from "../../../core/contract/api";
import { counted } from "../../lib/format";
import type { Lab } from "../../lib/api";
import { Task } from "../../lib/task.svelte";

/** Runs that were deleted and can be taken back. */
export class Bin {
  /** The list of them, while it is on screen. */
  rows = $state.raw<RunRow[] | null>(null);
  readonly task = new Task();
  /** What was just deleted. */
  last = $state.raw<{ ids: number[]; sentence: string } | null>(null);
  readonly #lab: Lab;

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  /** The runs leave the table when main says that they were put aside. */
  delete(rows: RunRow[]) {
    return this.task.run(async () => {
      const ids = rows.map(({ id }) => id);
      await this.#lab.runs.remove(ids);
      const what =
        rows.length === 1 ? `“${rows[0].name}”` : counted(rows.length, "run");
      this.last = { ids, sentence: `Deleted ${what}.` };
    });
  }

  async undo() {
    if (this.last) await this.restore(this.last.ids);
  }

  restore(ids: number[]) {
    return this.task.run(async () => {
      await this.#lab.runs.restore(ids);
      this.#forget(ids);
    });
  }

  purge(ids: number[]) {
    return this.task.run(async () => {
      await this.#lab.runs.purge(ids);
      this.#forget(ids);
    });
  }

  show() {
    return this.task.run(async () => {
      this.rows = await this.#lab.runs.listDeleted();
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
}
