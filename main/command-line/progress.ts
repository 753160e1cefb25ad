import type { RunSummary } from "../../core/run/summary";
import type { RunEvent } from "../../core/run/status";
import { grouped } from "../../core/text/grouped";
import type { StudyCounts } from "../study/run-all";
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

/** How far the runs of a study are. */
export class StudyBar extends Bar {
  readonly #start = performance.now();
  #before: number | null = null;

  update({ total, running, failed, ...counts }: StudyCounts) {
    const { finished, diverged, deleted } = counts;
    const done = finished + diverged + failed + deleted;
    this.#before ??= done;
    const parts = [
      `${barOf(done / total)} ${grouped(done)}/${grouped(total)}`,
      `${running} running`,
      ...(failed > 0 ? [`${grouped(failed)} failed`] : []),
      ...this.#left(done, total),
    ];
    this.show(parts.join(" · "));
  }

  /** Text that stays. */
  line(text: string) {
    this.clear();
    this.out.write(`${text}\n`);
  }

  #left(done: number, total: number) {
    const fresh = done - (this.#before ?? 0);
    if (fresh === 0) return [];
    const seconds = (performance.now() - this.#start) / 1000;
    return [`${duration(((total - done) * seconds) / fresh)} left`];
  }
}

function barOf(share: number) {
  const full = Math.round(width * share);
  return "█".repeat(full) + "░".repeat(width - full);
}
