import type { RunRow } from "../../../core/contract/api";
import type { Lab } from "../../lib/api";
import { isActive } from "../../lib/status";
import { replaced } from "./replaced";

/** Runs that the window reads in a moment. */
const pageLength = 1000;

/** The list of runs, newest first. */
export class ArchiveController {
  rows = $state.raw<RunRow[]>([]);
  /** How many runs were read while older ones are not in the list yet; null once all are. */
  read = $state<number | null>(null);
  /** The row the keyboard is on. */
  at = $state(0);
  /** Settles once all runs are in the list. */
  whole: Promise<void> = Promise.resolve();
  /** Changes heard while the list is on its way; they are newer than it. */
  #meanwhile: (() => void)[] | null = null;

  /** @param onpage hears of the runs of each page as it comes */
  constructor(
    private readonly lab: Lab,
    private readonly onpage?: (rows: readonly RunRow[]) => void,
  ) {}

  /**
   * Reads the list. The newest runs are in it when this is done, the others when `whole` is. A list that
   * was there before stays until the new one is whole. Of two readings at a time the later one counts.
   */
  async load() {
    const meanwhile: (() => void)[] = [];
    this.#meanwhile = meanwhile;
    const first = await this.#page();
    if (this.#meanwhile !== meanwhile) return;
    const isWhole = first.length < pageLength;
    if (isWhole || this.rows.length === 0) this.#show(first);
    if (isWhole) this.#meanwhile = null;
    this.whole = isWhole ? Promise.resolve() : this.#readRest(first, meanwhile);
  }

  async #readRest(first: RunRow[], meanwhile: (() => void)[]) {
    const rows = [...first];
    for (let page = first; page.length === pageLength; rows.push(...page)) {
      this.read = rows.length;
      page = await this.#page(rows.at(-1));
      if (this.#meanwhile !== meanwhile) return;
      this.onpage?.(page);
    }
    this.#show(rows);
    this.#meanwhile = null;
    this.read = null;
  }

  /** @param after the last run of the page before */
  #page(after: RunRow | null = null): Promise<RunRow[]> {
    const place = after && { createdAt: after.createdAt, id: after.id };
    return this.lab.runs.list({ after: place, most: pageLength });
  }

  #show(rows: RunRow[]) {
    this.rows = rows;
    this.#meanwhile?.forEach((change) => change());
  }

  /** Takes in a new or changed run; answers with what was known of it before. */
  put(row: RunRow): RunRow | undefined {
    this.#meanwhile?.push(() => this.#put(row));
    return this.#put(row);
  }

  /** Takes in changes of runs that are in the list, all at once. */
  putAll(rows: readonly RunRow[]) {
    const put = () => (this.rows = replaced(this.rows, rows));
    this.#meanwhile?.push(put);
    put();
  }

  /** Takes out runs that were deleted. */
  remove(ids: number[]) {
    this.#meanwhile?.push(() => this.#remove(ids));
    this.#remove(ids);
  }

  #remove(ids: number[]) {
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
      // One that is older than all that was read comes with its page.
      if (older < 0 && this.read !== null) return undefined;
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
