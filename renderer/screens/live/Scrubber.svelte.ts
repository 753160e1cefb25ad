import type { LiveController } from "./Controller.svelte";

/** A whole run is played in so many milliseconds, in ticks of so many. */
const whole = 12_000;
const tick = 50;

type Reel = Pick<LiveController, "run" | "held" | "hold">;

/** Moves the cursor over the past of a run, by hand or by itself. */
export class Scrubber {
  playing = $state(false);
  readonly #live: Reel;
  #timer: ReturnType<typeof setInterval> | undefined;
  /** Where it is between two steps: a short run plays less than a step a tick. */
  #place = 0;

  constructor(live: Reel) {
    this.#live = live;
  }

  /** The last recorded step. */
  get last(): number {
    return this.#live.run?.summary.step ?? 0;
  }

  /** The step on screen. */
  get step(): number {
    return Math.min(this.#live.held ?? this.last, this.last);
  }

  /** Goes to a step; at the last one the screen follows what comes. */
  to(step: number) {
    this.pause();
    this.#go(step);
  }

  /** Plays on from here, or from the start when everything has been seen. */
  play() {
    this.#place = this.step >= this.last ? 0 : this.step;
    this.#go(this.#place);
    this.playing = true;
    this.#timer = setInterval(() => this.#advance(), tick);
  }

  pause() {
    clearInterval(this.#timer);
    this.playing = false;
  }

  #advance() {
    this.#place += (this.last * tick) / whole;
    if (this.#place >= this.last) this.pause();
    this.#go(Math.floor(this.#place));
  }

  #go(step: number) {
    this.#live.hold(step >= this.last ? null : Math.max(0, step));
  }
}
