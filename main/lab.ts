import { availableParallelism } from "node:os";
import type {
  AppInfo,
  EngineState,
  RunDetail,
  RunRow,
  SeriesRequest,
  SeriesWindow,
  TableRequest,
} from "../core/contract/api";
import type { Continuation } from "../core/contract/engine";
import { LabFailure } from "../core/contract/errors";
import type { Pin, RunChanges, View } from "../core/contract/organise";
import type { ExperimentSpec } from "../core/experiment/spec";
import type { Columns } from "../core/series/columns";
import { decimate } from "../core/series/decimate";
import { stabilityThreshold } from "../core/spectrum/thresholds";
import type { Archive } from "./archive/archive";
import { openArchive } from "./archive/open";
import { Archivist, type Announce } from "./archivist";
import type { EngineChild } from "./engine/child";
import { Supervisor } from "./engine/supervisor";

export interface LabOptions {
  version: string;
  archivePath: string;
  fork: () => EngineChild;
  announce: Announce;
  onError: (error: unknown) => void;
}

/** The archive, the engine and what a window may ask of them. Knows nothing of Electron. */
export class Lab {
  readonly #options: LabOptions;
  readonly #archive: Archive;
  readonly #archivist: Archivist;
  readonly #engine: Supervisor;
  /** A run is being made ready that the engine has not been given yet. */
  #isBeginning = false;

  private constructor(options: LabOptions, archive: Archive) {
    const { fork, announce, onError } = options;
    this.#options = options;
    this.#archive = archive;
    this.#engine = new Supervisor({
      fork,
      onError,
      deliver: (report) => this.#archivist.deliver(report),
      lost: (runId) => this.#archivist.lost(runId),
      stateChanged: (state: EngineState) => announce("engineChanged", state),
    });
    this.#archivist = new Archivist(archive, announce, this.#engine);
  }

  /** Opens the archive and starts the engine. @throws ArchiveFailure */
  static async open(options: LabOptions): Promise<Lab> {
    const archive = await openArchive(options.archivePath);
    const lab = new Lab(options, archive);
    lab.#engine.launch();
    return lab;
  }

  appInfo(): AppInfo {
    return {
      version: this.#options.version,
      archivePath: this.#options.archivePath,
      engine: this.#engine.state,
      threads: availableParallelism(),
    };
  }

  async listRuns(): Promise<RunRow[]> {
    // The command line may have been killed since the last look.
    await this.#archive.interruptAbandoned();
    const runs = await this.#archive.listRuns();
    return runs.map((run) => this.#archivist.corrected(run));
  }

  async openRun(id: number): Promise<RunDetail> {
    return this.#archivist.corrected(await this.#archive.openRun(id));
  }

  async readSeries(request: SeriesRequest): Promise<SeriesWindow> {
    const stored = await this.#archive.readColumns(request);
    return Object.fromEntries(
      request.columns.map((name) => [
        name,
        decimate(stored.step, stored[name], request),
      ]),
    );
  }

  readTable(request: TableRequest): Promise<Columns> {
    return this.#archive.readColumns(request);
  }

  /** @throws LabFailure `busy` while another run is going */
  startRun(spec: ExperimentSpec): Promise<RunRow> {
    return this.#begin(async () => {
      const threshold = stabilityThreshold(spec.optimizer);
      return { run: await this.#archive.createRun(spec, threshold) };
    });
  }

  /** @throws LabFailure `busy` while another run is going, `bad-request` when it cannot go on */
  continueRun(id: number): Promise<RunRow> {
    return this.#begin(() => this.#archive.continueRun(id));
  }

  pauseRun(id: number): void {
    this.#engine.pause(id);
  }

  resumeRun(id: number): void {
    this.#engine.resume(id);
  }

  stopRun(id: number): void {
    this.#engine.stop(id);
  }

  /** Hands a run to the engine as soon as the archive has it ready. */
  async #begin(
    prepare: () => Promise<{ run: RunRow; continuation?: Continuation }>,
  ): Promise<RunRow> {
    if (this.#isBeginning || this.#engine.activeRun !== null)
      throw new LabFailure({
        code: "busy",
        message: "Another run is still going.",
        hint: "Stop it or wait for its end, then start this one.",
      });
    this.#isBeginning = true;
    try {
      const { run, continuation } = await prepare();
      this.#options.announce("runChanged", run);
      this.#engine.start(run.id, run.spec, continuation);
      return run;
    } finally {
      this.#isBeginning = false;
    }
  }

  async renameRun(id: number, name: string): Promise<RunRow> {
    const run = this.#archivist.corrected(await this.#archive.rename(id, name));
    this.#options.announce("runChanged", run);
    return run;
  }

  async organiseRun(id: number, changes: RunChanges): Promise<RunRow> {
    const run = this.#archivist.corrected(
      await this.#archive.organise(id, changes),
    );
    this.#options.announce("runChanged", run);
    return run;
  }

  setPins(id: number, pins: Pin[]): Promise<void> {
    return this.#archive.setPins(id, pins);
  }

  async deleteRuns(ids: number[]): Promise<void> {
    await this.#archive.putAside(ids);
    this.#options.announce("runsRemoved", { ids });
  }

  async restoreRuns(ids: number[]): Promise<void> {
    for (const run of await this.#archive.takeBack(ids))
      this.#options.announce("runChanged", this.#archivist.corrected(run));
  }

  listDeleted(): Promise<RunRow[]> {
    return this.#archive.listDeleted();
  }

  purgeDeleted(ids: number[]): Promise<void> {
    return this.#archive.deleteForGood(ids);
  }

  views(): Promise<View[]> {
    return this.#archive.views();
  }

  saveViews(views: View[]): Promise<void> {
    return this.#archive.saveViews(views);
  }

  /** Stops what is going, keeps what came of it, and closes the archive last. */
  async close(): Promise<void> {
    await this.#engine.close();
    await this.#archive.close();
  }
}

/**
 * Opens the lab when it is first asked for, once. After a failure the next request tries again:
 * somebody may have moved the damaged file away meanwhile.
 */
export function labOpener(options: LabOptions): () => Promise<Lab> {
  let lab: Promise<Lab> | null = null;
  return () =>
    (lab ??= Lab.open(options).catch((error: unknown) => {
      lab = null;
      throw error;
    }));
}
