/** Places in a row, `first` to `last`, one of which is on screen: the steps of a run, the points of a path. */
export interface Reel {
  /** 0 where left out. */
  readonly first?: number;
  readonly last: number;
  /** The place on screen. */
  readonly at: number;
  go(place: number): void;
}

export const speeds = [0.25, 0.5, 1, 2, 4] as const;

export type Speed = (typeof speeds)[number];

/** At speed 1 the whole is played in so many milliseconds, in ticks of so many. */
const whole = 12_000;
const tick = 50;

/** Moves through a reel, by hand or by itself. Pause it when it leaves the screen. */
export class Player {
  playing = $state(false);
  /** May be changed while it plays. */
  speed = $state<Speed>(1);
  readonly #reel: Reel;
  #timer: ReturnType<typeof setInterval> | undefined;
  /** Where it is between two places: a short reel plays less than a place a tick. */
  #place = 0;

  constructor(reel: Reel) {
    this.#reel = reel;
  }

  get first(): number {
    return this.#reel.first ?? 0;
  }

  get last(): number {
    return this.#reel.last;
  }

  get at(): number {
    return this.#reel.at;
  }

  /** Goes to a place and stays there. */
  to(place: number) {
    this.pause();
    this.#go(place);
  }

  /** Plays on from here, or from the start when everything has been seen. */
  play() {
    this.pause();
    this.#place = this.at >= this.last ? this.first : this.at;
    this.#go(this.#place);
    this.playing = true;
    this.#timer = setInterval(() => this.#advance(), tick);
  }

  pause() {
    clearInterval(this.#timer);
    this.playing = false;
  }

  #advance() {
    this.#place += ((this.last - this.first) * tick * this.speed) / whole;
    if (this.#place >= this.last) this.pause();
    this.#go(Math.floor(this.#place));
  }

  #go(place: number) {
    this.#reel.go(Math.max(this.first, Math.min(place, this.last)));
  }
}
