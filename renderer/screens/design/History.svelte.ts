/** Typing that goes on within this many milliseconds is undone as one. */
const pause = 1000;

/** A value with its past. Values are never changed in place. */
export class History<T> {
  now = $state.raw() as T;
  #past = $state.raw<T[]>([]);
  #future = $state.raw<T[]>([]);
  #group: string | null = null;
  #at = -Infinity;

  constructor(first: T) {
    this.now = first;
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  /** @param group changes of one group that follow each other closely are one step back */
  put(value: T, group: string | null = null) {
    const time = performance.now();
    const goesOn =
      group !== null && group === this.#group && time - this.#at < pause;
    if (!goesOn) this.#past = [...this.#past, this.now];
    this.#group = group;
    this.#at = time;
    this.#future = [];
    this.now = value;
  }

  /** What follows is a step of its own. */
  part() {
    this.#group = null;
  }

  undo() {
    const before = this.#past.at(-1);
    if (before === undefined) return;
    this.#past = this.#past.slice(0, -1);
    this.#future = [...this.#future, this.now];
    this.now = before;
    this.part();
  }

  redo() {
    const after = this.#future.at(-1);
    if (after === undefined) return;
    this.#future = this.#future.slice(0, -1);
    this.#past = [...this.#past, this.now];
    this.now = after;
    this.part();
  }
}
