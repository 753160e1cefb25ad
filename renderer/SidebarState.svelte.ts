import { z } from "zod";
import { Kept, type Store } from "./lib/kept.svelte";

/** Whether the sidebar shows names and runs, or only signs. */
export class SidebarState {
  /** Whether the window is too narrow for both sidebar and screen. */
  isNarrow = $state(false);
  /** In a narrow window the sidebar lies over the screen, until the person has gone somewhere. */
  #isOver = $state(false);
  readonly #kept;

  constructor(store: Store) {
    this.#kept = new Kept(store, "sidebar", {
      collapsed: z.boolean().catch(false),
    });
  }

  get isCollapsed(): boolean {
    return this.isNarrow ? !this.#isOver : this.#kept.now.collapsed;
  }

  /** Whether it covers the screen. */
  get isOver(): boolean {
    return this.isNarrow && this.#isOver;
  }

  toggle() {
    if (this.isNarrow) this.#isOver = !this.#isOver;
    else this.#kept.change({ collapsed: !this.isCollapsed });
  }

  /** The person went somewhere: what covers it goes away. */
  uncover() {
    this.#isOver = false;
  }
}
