import type { RunHost } from "./control";

/** Seconds that a run has been going, pauses left out. */
export class PausableClock {
  readonly #host: RunHost;
  #start: number;
  #pausedAt = 0;

  /** @param seconds what the clock shows now */
  constructor(host: RunHost, seconds: number) {
    this.#host = host;
    this.#start = host.now() - seconds;
  }

  get seconds() {
    return this.#host.now() - this.#start;
  }

  pause() {
    this.#pausedAt = this.#host.now();
  }

  resume() {
    this.#start += this.#host.now() - this.#pausedAt;
  }
}
