import { availableParallelism } from "node:os";
import type { About } from "../core/contract/about";
import type {
  AppInfo,
  RunDetail,
  RunRow,
  SeriesRequest,
  SeriesWindow,
  TableRequest,
} from "../core/contract/api";
import type { OpenKind, SaveRequest } from "../core/contract/files";
import type { Pin, RunChanges, View } from "../core/run/organise";
import type { Settings, SettingsChanges } from "../core/contract/settings";
import type { DataPreview, Estimate } from "../core/contract/engine";
import { analysisLimit } from "../core/experiment/analysis-limit";
import { toLabError } from "../core/errors";
import {
  selfStabilizationSchema,
  type SelfStabilizationInput,
} from "../core/experiment/analysis-spec";
import type { ExperimentSpec } from "../core/experiment/spec";
import type { DataSpec } from "../core/data/spec";
import type { Expectation } from "../core/run/expectation";
import type { Columns } from "../core/series/columns";
import { decimate } from "../core/series/decimate";
import type { Archive } from "./archive/archive";
import type { ArchiveFailure } from "./archive/failure";
import { openArchive } from "./archive/open";
import { Analyst } from "./analyst";
import { Archivist, type Announce } from "./archivist";
import type { EngineChild } from "./engine/child";
import { EnginePool } from "./engine/pool";
import type { RunReport } from "./engine/supervisor";
import type { Dialogs } from "./files/dialogs";
import { exportCapsules, importCapsules } from "./files/capsules";
import * as files from "./files/files";
import { writeWhole } from "./files/write-whole";
import type { SettingsFile } from "./settings";
import { Queue } from "./queue";

export interface LabOptions {
  version: string;
  /** What the program is made of. */
  about: () => Promise<About>;
  archivePath: string;
  fork: () => EngineChild;
  dialogs: Dialogs;
  settings: SettingsFile;
  /** The person changed their settings. */
  settingsChanged: (settings: Settings) => void;
  /** The report of a run as a PDF. */
  printReport: (runId: number) => Promise<Uint8Array>;
  announce: Announce;
  onError: (error: unknown) => void;
  /** The last of so many runs is over, and none waits. */
  queueEmptied?: (runs: number) => void;
  /** Hears of each failure of the open archive. */
  archiveFailed?: (failure: ArchiveFailure) => void;
}

/** The archive, the engines and what a window may ask of them. Knows nothing of Electron. */
export class Lab {
  readonly #options: LabOptions;
  readonly #archive: Archive;
  readonly #archivist: Archivist;
  readonly #engines: EnginePool;
  readonly #queue: Queue;
  readonly #analyst: Analyst;

  private constructor(options: LabOptions, archive: Archive) {
    const { fork, announce, onError } = options;
    this.#options = options;
    this.#archive = archive;
    this.#engines = new EnginePool({
      size: options.settings.read().engines,
      fork,
      onError,
      deliver: (report) => this.#deliver(report),
      lost: (runId, error) => this.#archivist.lost(runId, error),
      changed: (engines) => {
        announce("enginesChanged", engines);
        this.#queue.goOn();
      },
    });
    this.#archivist = new Archivist(archive, announce, this.#engines);
    this.#analyst = new Analyst(fork, archive, announce);
    this.#queue = new Queue({
      archive,
      engines: this.#engines,
      announce,
      emptied: (runs) => options.queueEmptied?.(runs),
      onError,
    });
  }

  /** Opens the archive and starts an engine. @throws ArchiveFailure */
  static async open(options: LabOptions): Promise<Lab> {
    const archive = await openArchive(options.archivePath);
    archive.onFailure((failure) => options.archiveFailed?.(failure));
    const lab = new Lab(options, archive);
    lab.#engines.launch();
    return lab;
  }

  /** The runs that were found abandoned when the archive was opened. */
  get interrupted(): number[] {
    return this.#archive.leftOver;
  }

  /** Marks the runs that another process has left in the middle since the archive was opened. */
  async interruptAbandoned(): Promise<void> {
    for (const id of await this.#archive.interruptAbandoned())
      this.#options.announce("runChanged", await this.#archive.openRun(id));
  }

  /** Whether something is going that another archive would take away. */
  get isBusy(): boolean {
    return (
      this.#engines.activeRuns.length > 0 || this.#analyst.progress !== null
    );
  }

  /** @throws ArchiveFailure when the file of the archive is not where it was any more */
  requireArchive(): Promise<void> {
    return this.#archive.requirePresent();
  }

  /** Keeps as a backup what is still open of an archive whose file was taken away. */
  async rescueArchive(): Promise<void> {
    await this.#archive.backUp("rescued");
  }

  async #deliver(report: RunReport) {
    await this.#archivist.deliver(report);
    if (report.type !== "ended" || report.outcome === "stopped") return;
    const { runId } = report;
    try {
      const run = await this.#archive.openRun(runId);
      const wanted = run.spec.analysis?.selfStabilization;
      if (wanted && !analysisLimit(run.spec)?.isWhole)
        this.#analyst.start(run, wanted);
    } catch (thrown) {
      const error = toLabError(thrown);
      this.#options.announce("analysisChanged", { runId, share: null, error });
    }
  }

  about(): Promise<About> {
    return this.#options.about();
  }

  appInfo(): AppInfo {
    return {
      version: this.#options.version,
      archivePath: this.#options.archivePath,
      engines: this.#engines.engines,
      threads: availableParallelism(),
    };
  }

  async listRuns(): Promise<RunRow[]> {
    // The command line may have been killed since the last look.
    await this.#archive.interruptAbandoned();
    await this.#archivist.storeFailures();
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

  /** The run waits for its turn, which may be now. */
  async startRun(
    spec: ExperimentSpec,
    expectation?: Expectation,
  ): Promise<RunRow> {
    const [run] = await this.#queue.enqueue([spec], null, expectation);
    return run;
  }

  enqueue(specs: ExperimentSpec[], group: string | null): Promise<RunRow[]> {
    return this.#queue.enqueue(specs, group);
  }

  reproduce(id: number): Promise<RunRow> {
    return this.#queue.reproduce(id);
  }

  async estimate(spec: ExperimentSpec): Promise<Estimate> {
    const answer = await this.#engines.ask({ kind: "estimate", spec });
    if (answer.kind !== "estimate") throw new Error("No estimate came.");
    return answer.estimate;
  }

  async previewData(data: DataSpec): Promise<DataPreview> {
    const answer = await this.#engines.ask({ kind: "preview", data });
    if (answer.kind !== "preview") throw new Error("No preview came.");
    return answer.preview;
  }

  async analyse(id: number, wanted: SelfStabilizationInput): Promise<void> {
    const run = await this.#archive.openRun(id);
    this.#analyst.start(run, selfStabilizationSchema.parse(wanted));
  }

  readTheory(id: number): Promise<Columns> {
    return this.#archive.readTheory(id);
  }

  cancelAnalysis(id: number): void {
    this.#analyst.cancel(id);
  }

  analysisProgress() {
    return this.#analyst.progress;
  }

  moveQueued(id: number, place: number): Promise<void> {
    return this.#queue.move(id, place);
  }

  cancelQueued(ids: number[]): Promise<void> {
    return this.#queue.cancel(ids);
  }

  /** @throws LabFailure `busy` while another run is going, `bad-request` when it cannot go on */
  async continueRun(id: number): Promise<RunRow> {
    await this.#archivist.storeFailures();
    return this.#queue.continueRun(id);
  }

  pauseRun(id: number): void {
    this.#engines.pause(id);
  }

  resumeRun(id: number): void {
    this.#engines.resume(id);
  }

  stepRun(id: number): void {
    this.#engines.step(id);
  }

  stopRun(id: number): void {
    this.#engines.stop(id);
  }

  renameRun(id: number, name: string): Promise<RunRow> {
    return this.organiseRun(id, { name });
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
    await this.#archivist.storeFailures();
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

  settings(): Settings {
    return this.#options.settings.read();
  }

  async saveSettings(changes: SettingsChanges): Promise<Settings> {
    this.#options.settings.change(changes);
    this.#options.settingsChanged(this.settings());
    if (changes.engines !== undefined)
      await this.#queue.resize(changes.engines);
    // Others may have been saved meanwhile.
    return this.settings();
  }

  saveFile(file: SaveRequest): Promise<string | null> {
    return files.saveFile(this.#options.dialogs, file);
  }

  exportCapsules(ids: number[]): Promise<string | null> {
    return exportCapsules(this.#archive, this.#options.dialogs, ids);
  }

  async report(id: number): Promise<string | null> {
    const { dialogs, printReport } = this.#options;
    const { name } = await this.#archive.openRun(id);
    const path = await files.askWhere(dialogs, `${name} report`, "pdf");
    if (path !== null) await writeWhole(path, await printReport(id));
    return path;
  }

  async importCapsules(paths?: string[]): Promise<RunRow[]> {
    const { dialogs } = this.#options;
    const runs = await importCapsules(this.#archive, dialogs, paths);
    for (const run of runs) this.#options.announce("runChanged", run);
    return runs;
  }

  openFiles(kind: OpenKind): Promise<string[]> {
    return files.openFiles(this.#options.dialogs, kind);
  }

  /** Stops what is going, keeps what came of it, and closes the archive last. */
  async close(): Promise<void> {
    await this.#queue.close();
    await this.#analyst.close();
    await this.#engines.close();
    await this.#archive.close();
  }
}
