import type { RunOutcome } from "./status";
import type { RecordBatch } from "../series/columns";
import type { Checkpoint } from "./checkpoint";
import type { RunSummary } from "./summary";
import type { RunEvent } from "./status";

/** What a runner yields. Every batch is yielded before the update that follows from it. */
export type RunUpdate =
  | {
      type: "batch";
      batch: RecordBatch;
      events: RunEvent[];
      summary: RunSummary;
      /** Now and then, and at a pause or a stop: with the rows up to here the run can go on later. */
      checkpoint?: Checkpoint;
      /** Those to be kept, at the cadence of the experiment; none where left out. */
      kept?: Checkpoint[];
    }
  | { type: "paused" }
  | { type: "resumed" }
  | { type: "ended"; outcome: RunOutcome; summary: RunSummary };

/** The one thing that flows towards a run: commands. The runner looks at it between steps. */
export class RunControl {
  #request: "run" | "pause" | "stop" = "run";
  #stepAsked = false;
  #wake: (() => void) | null = null;

  get request() {
    return this.#request;
  }

  pause() {
    if (this.#request === "run") this.#request = "pause";
  }

  resume() {
    if (this.#request === "pause") this.#change("run");
  }

  /** Lets a run that is held by a pause make one step; it is paused then as before. */
  step() {
    if (this.#request !== "pause") return;
    // One that comes during a step waits for its end; more than one would run away.
    if (this.#wake) this.#wakeUp();
    else this.#stepAsked = true;
  }

  /** Final: a stopped run does not go on. */
  stop() {
    this.#change("stop");
  }

  /** Resolves once the request is no longer `pause`, or a single step is asked for. */
  whilePaused(): Promise<void> {
    const goesOn = this.#request !== "pause" || this.#stepAsked;
    this.#stepAsked = false;
    if (goesOn) return Promise.resolve();
    return new Promise((resolve) => (this.#wake = resolve));
  }

  #change(request: "run" | "stop") {
    this.#request = request;
    this.#wakeUp();
  }

  #wakeUp() {
    this.#wake?.();
    this.#wake = null;
  }
}

/** What the surroundings lend to a run: a clock and a moment for everything else. */
export interface RunHost {
  /** Seconds, monotonic. */
  now(): number;
  /** Lets the host handle messages; called a few times a second. */
  breathe(): Promise<void>;
}
