import type { Toasts } from "./toasts.svelte";

/** Something that was done and can be taken back. */
export interface Undoable {
  /** What was done, as a sentence: "Deleted 3 runs." */
  words: string;
  undo: () => Promise<unknown>;
}

/** More would not be remembered by the person either. */
const most = 50;

/** What can be taken back, the last one first: by Ctrl+Z, or by the button of its toast. */
export class UndoStack {
  #entries = $state.raw<Undoable[]>([]);
  /** The toast of each entry. */
  readonly #shown = new WeakMap<Undoable, number>();

  constructor(private readonly toasts: Toasts) {}

  /** What Ctrl+Z takes back. */
  get last(): Undoable | undefined {
    return this.#entries.at(-1);
  }

  /** Says what was done, and offers to take it back. */
  push(entry: Undoable) {
    this.#entries = [...this.#entries, entry].slice(-most);
    const run = () => this.undo(entry);
    const actions = [{ label: "Undo", run }];
    this.#shown.set(entry, this.toasts.say(entry.words, { actions }));
  }

  /** What can no longer be taken back. */
  drop(entry: Undoable) {
    this.#entries = this.#entries.filter((other) => other !== entry);
    const toast = this.#shown.get(entry);
    if (toast !== undefined) this.toasts.close(toast);
  }

  /** Takes back an entry, the last one when none is named. */
  async undo(entry = this.last) {
    if (!entry) return;
    this.drop(entry);
    try {
      await entry.undo();
      const [first, ...rest] = entry.words;
      this.toasts.say(`Undone: ${first.toLowerCase()}${rest.join("")}`);
    } catch (thrown) {
      const run = () => this.undo(entry);
      this.toasts.fail(thrown, [{ label: "Try again", run }]);
    }
  }
}
