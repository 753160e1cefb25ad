import type { RunEvent, RunSummary } from "../../core/run/summary";
import { duration, significant } from "./text";

const width = 28;
/** Seconds between two lines where the stream is no terminal. */
const quietEvery = 5;

/** A progress bar on a terminal, a line now and then elsewhere. */
export class Progress {
  readonly #out: NodeJS.WriteStream;
  readonly #steps: number;
  #lastLine = -Infinity;

  constructor(out: NodeJS.WriteStream, steps: number) {
    this.#out = out;
    this.#steps = steps;
  }

  update(summary: RunSummary) {
    const now = performance.now() / 1000;
    if (!this.#out.isTTY && now - this.#lastLine < quietEvery) return;
    this.#lastLine = now;
    const text = `${this.#bar(summary.step)} ${summary.step}/${this.#steps} · loss ${significant(summary.finalLoss)} · sharpness ${significant(summary.finalSharpness)} · ${this.#left(summary)}`;
    if (this.#out.isTTY)
      this.#out.write(
        `\r\x1b[K${text.slice(0, (this.#out.columns || 80) - 1)}`,
      );
    else this.#out.write(`${text}\n`);
  }

  event(event: RunEvent) {
    this.clear();
    this.#out.write(`${event.message}\n`);
  }

  /** Takes the bar away, so that other text can follow. */
  clear() {
    if (this.#out.isTTY) this.#out.write("\r\x1b[K");
  }

  #bar(step: number) {
    const full = Math.round((width * step) / this.#steps);
    return "█".repeat(full) + "░".repeat(width - full);
  }

  #left({ step, seconds }: RunSummary) {
    if (step === 0) return "starting";
    return `${duration(((this.#steps - step) * seconds) / step)} left`;
  }
}
