import { z } from "zod";
import { Kept, type Store } from "../../lib/kept.svelte";

/** Which stops of the argument are unfolded; remembered between two starts. */
export class Folds {
  readonly #kept;

  constructor(store: Store) {
    this.#kept = new Kept(store, "theory", {
      open: z.array(z.string().max(40)).max(100).catch([]),
    });
  }

  isOpen(id: string): boolean {
    return this.#kept.now.open.includes(id);
  }

  /** Opens or folds stops; those that are so already stay as they are. */
  set(ids: string[], isOpen: boolean) {
    const { open } = this.#kept.now;
    const others = open.filter((id) => !ids.includes(id));
    const next = isOpen ? [...others, ...ids] : others;
    if (ids.some((id) => this.isOpen(id) !== isOpen))
      this.#kept.change({ open: next });
  }
}
