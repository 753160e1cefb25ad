import type { LabEvents, RunDetail, RunRow } from "../core/contract/api";
import { toLabError, type LabError } from "../core/errors";
import type { Archive } from "./archive/archive";
import type { RunReport } from "./engine/supervisor";
import { storeReport } from "./store-report";

/** Tells the window. */
export type Announce = <K extends keyof LabEvents>(
  event: K,
  payload: LabEvents[K],
) => void;

export interface EngineControls {
  /** The last batch of a run is dealt with; its engine may send the next one. */
  acknowledge(runId: number): void;
  stop(runId: number): void;
}

/**
 * Carries what the engine reports into the archive, and only then to the window: a curve on screen
 * is a curve on disk. When the archive cannot take it, the run fails and is stopped.
 */
export class Archivist {
  /** Runs that the archive could not store any more, and why. A full disk cannot even take that. */
  readonly #failures = new Map<number, LabError>();
  /** Those of them of which nothing more comes. */
  readonly #over = new Set<number>();

  constructor(
    private readonly archive: Archive,
    private readonly announce: Announce,
    private readonly engine: EngineControls,
  ) {}

  /** Stores and announces one report. Never rejects. */
  async deliver(report: RunReport): Promise<void> {
    try {
      if (!this.#failures.has(report.runId)) await this.#store(report);
    } catch (thrown) {
      await this.#giveUp(report.runId, toLabError(thrown));
    }
    // Also when it failed: the engine waits for it before it can hear of the stop.
    if (report.type === "batch") this.engine.acknowledge(report.runId);
    if (report.type === "ended" || report.type === "failed")
      await this.#settle(report.runId);
  }

  /** Marks a run whose engine has ended in the middle of it. Never rejects. */
  async lost(runId: number, error: LabError): Promise<void> {
    try {
      if (!this.#failures.has(runId))
        await this.#changed(
          this.archive.finish(runId, "interrupted", { error }),
        );
    } catch (thrown) {
      this.#failures.set(runId, toLabError(thrown));
    }
    await this.#settle(runId);
  }

  /** A row of the archive, corrected by a failure that the archive could not store. */
  corrected<Row extends RunRow | RunDetail>(row: Row): Row {
    const error = this.#failures.get(row.id);
    if (!error) return row;
    return { ...row, status: "failed", ...("error" in row && { error }) };
  }

  /** Whether there are such failures. */
  get hasFailures(): boolean {
    return this.#failures.size > 0;
  }

  /** Tries again to store the failures of runs that are over; since then there may be room again. */
  async storeFailures(): Promise<void> {
    for (const runId of this.#over) await this.#settle(runId);
  }

  async #store(report: RunReport) {
    const { run, rows } = await storeReport(this.archive, report);
    if (report.type === "batch" && rows) {
      const { runId, events } = report;
      this.announce("seriesGrew", { runId, rows, events });
    }
    if (run) this.announce("runChanged", run);
  }

  async #changed(stored: Promise<RunRow>) {
    this.announce("runChanged", await stored);
  }

  async #giveUp(runId: number, error: LabError) {
    this.#failures.set(runId, error);
    await this.#announceFailure(runId, error);
    try {
      this.engine.stop(runId);
    } catch {
      // It has ended already.
    }
  }

  /** Nothing more comes of this run: stores its failure, if it had one. */
  async #settle(runId: number) {
    const error = this.#failures.get(runId);
    const isStored = !error || (await this.#announceFailure(runId, error));
    if (isStored) this.#failures.delete(runId);
    if (isStored) this.#over.delete(runId);
    else this.#over.add(runId);
  }

  /** Stores a failure if the archive can take it by now; the window hears of it either way. */
  async #announceFailure(runId: number, error: LabError): Promise<boolean> {
    try {
      await this.#changed(this.archive.finish(runId, "failed", { error }));
      return true;
    } catch {
      const run = await this.archive.openRun(runId).catch(() => null);
      if (run) this.announce("runChanged", this.corrected(run));
      return false;
    }
  }
}
