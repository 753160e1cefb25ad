import type { RunSummary } from "../../core/run/summary";
import type { RunEvent } from "../../core/run/status";
import { duration, significant } from "./text";

const width = 28;
/** Seconds between two lines where the stream is no terminal. */
const quietEvery = 5;

/** A progress bar on a terminal, a line now and then elsewhere. */
export class Progress {
  #lastLine = -Infinity;

  constructor(
    private readonly out: NodeJS.WriteStream,
    private readonly steps: number,
  ) {}

  update(summary: RunSummary) {
    const now = performance.now() / 1000;
    if (!this.out.isTTY && now - this.#lastLine < quietEvery) return;
    this.#lastLine = now;
    const text = `${barOf(summary.step / this.steps)} ${summary.step}/${this.steps} · loss ${significant(summary.finalLoss)} · sharpness ${significant(summary.finalSharpness)} · ${this.#left(summary)}`;
    if (this.out.isTTY)
      this.out.write(`\r\x1b[K${text.slice(0, (this.out.columns || 80) - 1)}`);
    else this.out.write(`${text}\n`);
  }

  event(event: RunEvent) {
    this.clear();
    this.out.write(`${event.message}\n`);
  }

  /** Erases the bar, so that other text can follow. */
  clear() {
    if (this.out.isTTY) this.out.write("\r\x1b[K");
  }

  #left({ step, seconds }: RunSummary) {
    if (step === 0) return "starting";
    return `${duration(((this.steps - step) * seconds) / step)} left`;
  }
}

/** The share of a piece of work that is done: a bar on a terminal, a line now and then elsewhere. */
export class ShareBar {
  #lastLine = -Infinity;

  constructor(private readonly out: NodeJS.WriteStream) {}

  update(share: number) {
    const now = performance.now() / 1000;
    if (!this.out.isTTY && now - this.#lastLine < quietEvery) return;
    this.#lastLine = now;
    const text = `${barOf(share)} ${Math.floor(100 * share)} %`;
    this.out.write(this.out.isTTY ? `\r\x1b[K${text}` : `${text}\n`);
  }

  /** Erases the bar, so that other text can follow. */
  clear() {
    if (this.out.isTTY) this.out.write("\r\x1b[K");
  }
}

function barOf(share: number) {
  const full = Math.round(width * share);
  return "█".repeat(full) + "░".repeat(width - full);
}
