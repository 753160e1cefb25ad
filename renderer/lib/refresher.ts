/**
 * Runs a task again and again on request: never two at once, never more often than `interval`,
 * and any number of requests meanwhile end in one more run, so that the last one always counts.
 */
export class Refresher {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #wanted = false;
  #busy = false;
  #closed = false;
  #startedAt = -Infinity;

  /** `task` handles its own failures. `interval` is in milliseconds. */
  constructor(
    private readonly task: () => Promise<void>,
    private readonly interval = 100,
  ) {}

  request() {
    this.#wanted = true;
    this.#next();
  }

  /** No task starts after this. */
  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #next() {
    if (!this.#wanted || this.#busy || this.#timer || this.#closed) return;
    const wait = this.#startedAt + this.interval - performance.now();
    if (wait > 0) {
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        this.#next();
      }, wait);
      return;
    }
    this.#wanted = false;
    this.#busy = true;
    this.#startedAt = performance.now();
    void this.task().finally(() => {
      this.#busy = false;
      this.#next();
    });
  }
}
