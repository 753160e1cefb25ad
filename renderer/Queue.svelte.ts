import type { RunRow } from "../core/contract/api";
import type { Lab } from "./lib/api";
import { Task } from "./lib/task.svelte";

/** The runs that wait for their turn, the next one first. */
export class QueueController {
  /** The last change. */
  readonly task = new Task();

  /** @param rows all runs, in any order */
  constructor(
    private readonly lab: Lab,
    private readonly rows: () => RunRow[],
  ) {}

  get waiting(): RunRow[] {
    return this.rows()
      .filter(({ status }) => status === "queued")
      .sort((a, b) => (a.position ?? 0) - (b.position ?? 0));
  }

  /** Place in the queue from 1; null for a run that does not wait. */
  placeOf(id: number): number | null {
    const index = this.waiting.findIndex((row) => row.id === id);
    return index < 0 ? null : index + 1;
  }

  /** Moves a run nearer to its turn (−1) or further from it (+1), as far as there is room. */
  move(id: number, by: number) {
    const place = this.placeOf(id);
    if (place === null) return;
    const to = place - 1 + by;
    if (to < 0 || to >= this.waiting.length) return;
    void this.task.run(() => this.lab.queue.move(id, to));
  }

  /** Takes runs out of the queue; they are gone then. */
  cancel(ids: number[]) {
    void this.task.run(() => this.lab.queue.cancel(ids));
  }
}
