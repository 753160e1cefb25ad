import type { EngineInfo } from "../core/run/summary";
import { calibrate } from "./engine/calibrate";
import { readCalibration, writeCalibration } from "./engine/calibration";
import type { EngineChild } from "./engine/child";
import { makerHere } from "./engine/kernel-environment";
import type { Kernels } from "../core/run/kernels";

interface Options {
  /** Of the data, where the measurement is kept. */
  folder: string;
  fork: (kernels: Kernels) => EngineChild;
  onError: (error: unknown) => void;
}

/**
 * Measures the kernels once on a machine: when the first float32 runs are over and nothing else is computed. Runs from
 * then on use the fastest ones. A measurement beside which a run has begun is not used.
 */
export class Calibrator {
  #isWanted = false;
  #hasFailed = false;
  #work: { stop: AbortController; done: Promise<void> } | null = null;

  constructor(private readonly options: Options) {}

  /** A run begins, computed so. */
  begun({ precision }: EngineInfo) {
    if (precision === "float32") this.#isWanted = true;
    this.#work?.stop.abort();
  }

  /** No run is going. */
  rest() {
    if (!this.#isWanted || this.#hasFailed || this.#work) return;
    if (makerHere() !== null || readCalibration(this.options.folder)) return;
    const stop = new AbortController();
    const done = this.#measure(stop.signal).finally(() => (this.#work = null));
    this.#work = { stop, done };
  }

  async close() {
    this.#work?.stop.abort();
    await this.#work?.done;
  }

  async #measure(signal: AbortSignal) {
    const { folder, fork, onError } = this.options;
    try {
      const calibration = await calibrate(fork, { signal });
      if (!signal.aborted) await writeCalibration(folder, calibration);
    } catch (thrown) {
      if (signal.aborted) return;
      // Once is enough: runs do without it.
      this.#hasFailed = true;
      onError(thrown);
    }
  }
}
