import type { RunRow } from "../../../core/contract/api";
import type { Lab } from "../../lib/api";
import { isActive } from "../../lib/status";
import { replaced } from "./replaced";

/** The list of runs, newest first. */
export class ArchiveController {
  rows = $state.raw<RunRow[]>([]);
  /** The row the keyboard is on. */
  at = $state(0);
  /** Changes heard while the list was on its way; they are newer than it. */
  #meanwhile: RunRow[] | null = null;

  constructor(private readonly lab: Lab) {}

  async load() {
    this.#meanwhile = [];
    try {
      this.rows = await this.lab.runs.list();
      this.#meanwhile.forEach((row) => this.#put(row));
    } finally {
      this.#meanwhile = null;
    }
  }

  /** Takes in a new or changed run; answers with what was known of it before. */
  put(row: RunRow): RunRow | undefined {
    this.#meanwhile?.push(row);
    return this.#put(row);
  }

  /** Takes in changes of runs that are in the list, all at once. */
  putAll(rows: readonly RunRow[]) {
    this.#meanwhile?.push(...rows);
    this.rows = replaced(this.rows, rows);
  }

  /** Takes out runs that were deleted. */
  remove(ids: number[]) {
    const current = this.rows[this.at];
    this.rows = this.rows.filter(({ id }) => !ids.includes(id));
    const place = this.rows.findIndex(({ id }) => id <= (current?.id ?? 0));
    this.moveTo(place < 0 ? this.rows.length - 1 : place);
  }

  find(id: number): RunRow | undefined {
    return this.rows.find((row) => row.id === id);
  }

  /** The run that is running or paused. */
  get active(): RunRow | undefined {
    return this.rows.find(isActive);
  }

  move(by: number) {
    this.moveTo(this.at + by);
  }

  moveTo(index: number) {
    this.at = Math.max(0, Math.min(index, this.rows.length - 1));
  }

  #put(row: RunRow): RunRow | undefined {
    const index = this.rows.findIndex(({ id }) => id === row.id);
    if (index < 0) {
      // A new run comes first; one that was deleted comes back to its place.
      const older = this.rows.findIndex(({ id }) => id < row.id);
      const place = older < 0 ? this.rows.length : older;
      this.rows = this.rows.toSpliced(place, 0, row);
      // The keyboard stays on the run that it is on.
      if (this.rows.length > 1 && place <= this.at) this.at += 1;
      return undefined;
    }
    const before = this.rows[index];
    this.rows = this.rows.with(index, row);
    return before;
  }
}
