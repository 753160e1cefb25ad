import type { RunSummary } from "../../core/run/summary";
import type { RunEvent } from "../../core/run/status";
import { duration, significant } from "./text";

const width = 28;
/** Seconds between two lines where the stream is no terminal. */
const quietEvery = 5;

/** A bar on a terminal, a line now and then elsewhere. */
class Bar {
  #lastLine = -Infinity;

  constructor(protected readonly out: NodeJS.WriteStream) {}

  protected show(text: string) {
    const { isTTY, columns } = this.out;
    const now = performance.now() / 1000;
    if (!isTTY && now - this.#lastLine < quietEvery) return;
    this.#lastLine = now;
    this.clear();
    this.out.write(isTTY ? text.slice(0, (columns || 80) - 1) : `${text}\n`);
  }

  /** Erases the bar, so that other text can follow. */
  clear() {
    if (this.out.isTTY) this.out.write("\r\x1b[K");
  }
}

/** How far a run is. */
export class Progress extends Bar {
  constructor(
    out: NodeJS.WriteStream,
    private readonly first: number,
    private readonly steps: number,
  ) {
    super(out);
  }

  update(summary: RunSummary) {
    const { step, finalLoss, finalSharpness } = summary;
    const share = (step - this.first) / (this.steps - this.first);
    this.show(
      `${barOf(share)} ${step}/${this.steps} · loss ${significant(finalLoss)} · sharpness ${significant(finalSharpness)} · ${this.#left(summary)}`,
    );
  }

  event(event: RunEvent) {
    this.clear();
    this.out.write(`${event.message}\n`);
  }

  #left({ step, seconds }: RunSummary) {
    const done = step - this.first;
    if (done <= 0) return "starting";
    return `${duration(((this.steps - step) * seconds) / done)} left`;
  }
}

/** The share of a piece of work that is done. */
export class ShareBar extends Bar {
  update(share: number) {
    this.show(`${barOf(share)} ${Math.floor(100 * share)} %`);
  }
}

function barOf(share: number) {
  const full = Math.round(width * share);
  return "█".repeat(full) + "░".repeat(width - full);
}
