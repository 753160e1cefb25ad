import type { RunOutcome } from "../contract/engine";
import type { RecordBatch } from "../series/columns";
import type { Checkpoint } from "./checkpoint";
import type { RunEvent, RunSummary } from "./summary";

/** What a runner yields. Every batch is yielded before the update that follows from it. */
export type RunUpdate =
  | {
      type: "batch";
      batch: RecordBatch;
      events: RunEvent[];
      summary: RunSummary;
      /** Now and then, and at a pause or a stop: with the rows up to here the run can go on later. */
      checkpoint?: Checkpoint;
    }
  | { type: "paused" }
  | { type: "resumed" }
  | { type: "ended"; outcome: RunOutcome; summary: RunSummary };

/** The one thing that flows towards a run: commands. The runner looks at it between steps. */
export class RunControl {
  #request: "run" | "pause" | "stop" = "run";
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

  /** Final: a stopped run does not go on. */
  stop() {
    this.#change("stop");
  }

  /** Resolves once the request is no longer `pause`. */
  whilePaused(): Promise<void> {
    if (this.#request !== "pause") return Promise.resolve();
    return new Promise((resolve) => (this.#wake = resolve));
  }

  #change(request: "run" | "stop") {
    this.#request = request;
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
