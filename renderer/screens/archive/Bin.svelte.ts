import type { RunRow } from "../../../core/contract/api";
import { counted } from "../../lib/format";
import type { Lab } from "../../lib/api";
import { Task } from "../../lib/task.svelte";
import type { Undoable, UndoStack } from "../../lib/undo.svelte";

/** Runs that were deleted and can be taken back. */
export class Bin {
  /** The list of them, while it is on screen. */
  rows = $state.raw<RunRow[] | null>(null);
  readonly task = new Task();
  /** What can be taken back from outside the list. */
  #deleted: { ids: number[]; entry: Undoable }[] = [];

  constructor(
    private readonly lab: Lab,
    private readonly undo: UndoStack,
  ) {}

  /** The runs leave the table when main says that they were put aside. */
  delete(rows: RunRow[]) {
    return this.task.run(async () => {
      const ids = rows.map(({ id }) => id);
      await this.lab.runs.remove(ids);
      const what =
        rows.length === 1 ? `“${rows[0].name}”` : counted(rows.length, "run");
      const entry: Undoable = {
        words: `Deleted ${what}.`,
        undo: async () => {
          await this.lab.runs.restore(ids);
          this.#forget(ids);
        },
      };
      this.#deleted.push({ ids, entry });
      this.undo.push(entry);
    });
  }

  restore(ids: number[]) {
    return this.task.run(async () => {
      await this.lab.runs.restore(ids);
      this.#forget(ids);
    });
  }

  purge(ids: number[]) {
    return this.task.run(async () => {
      await this.lab.runs.purge(ids);
      this.#forget(ids);
    });
  }

  show() {
    return this.task.run(async () => {
      this.rows = await this.lab.runs.listDeleted();
    });
  }

  hide() {
    this.rows = null;
  }

  /** They can no longer be taken back from here. */
  #forget(ids: number[]) {
    const isGone = (id: number) => ids.includes(id);
    for (const one of this.#deleted)
      if (one.ids.some(isGone)) this.undo.drop(one.entry);
    this.#deleted = this.#deleted.filter((one) => !one.ids.some(isGone));
    this.rows = this.rows?.filter(({ id }) => !ids.includes(id)) ?? null;
  }
}
