import { dirname, join } from "node:path";
import type { About } from "../core/contract/about";
import type { FigureRequest, ReportSubject } from "../core/contract/files";
import type { Settings, SettingsChanges } from "../core/contract/settings";
import { toLabError } from "../core/errors";
import { analysisLimit } from "../core/experiment/analysis-limit";
import type { Kernels } from "../core/run/kernels";
import { Analyst } from "./analyst";
import type { Archive } from "./archive/archive";
import type { ArchiveFailure } from "./archive/failure";
import { openArchive } from "./archive/open";
import { Archivist, type Announce } from "./archivist";
import type { EngineChild } from "./engine/child";
import { KernelChoice } from "./engine/kernel-choice";
import { EnginePool } from "./engine/pool";
import type { RunReport } from "./engine/supervisor";
import { Calibrator } from "./calibrator";
import { DataReader } from "./data-reader";
import type { PictureClipboard } from "./files/copy-picture";
import type { Dialogs } from "./files/dialogs";
import { Exporter } from "./exports/exporter";
import type { OpenedFiles } from "./files/opened-files";
import { SavedFiles } from "./files/saved-files";
import { LessonFiles } from "./lessons";
import { Queue } from "./queue";
import { Runs } from "./runs";
import type { SettingsFile } from "./settings";
import { Studies } from "./study/studies";
import { Viewer } from "./viewer";

export interface LabOptions {
  version: string;
  /** What the program is made of. */
  about: () => Promise<About>;
  archivePath: string;
  /**
   * Starts an engine process.
   * @param kernels that it computes with; null where it does not matter
   * @param purpose what it is for: others than runs load TensorFlow when they need it
   */
  fork: (
    kernels: Kernels | null,
    purpose?: "reading" | "looking",
  ) => EngineChild;
  dialogs: Dialogs;
  /** What the person opened with the program. */
  openedFiles: OpenedFiles;
  /** Lets the person choose a folder that is there; null for none. */
  chooseFolder: () => Promise<string | null>;
  /** Shows a file, or its folder, in the file manager. */
  showFile: (path: string) => void;
  settings: SettingsFile;
  /** The person changed their settings. */
  settingsChanged: (settings: Settings) => void;
  /** The report of a run or a comparison as a PDF. */
  printReport: (subject: ReportSubject) => Promise<Uint8Array>;
  /** A figure as a PDF of its size, in millimetres. */
  printFigure: (figure: Omit<FigureRequest, "name">) => Promise<Uint8Array>;
  clipboard: PictureClipboard;
  announce: Announce;
  onError: (error: unknown) => void;
  /** The last of this many queued runs is over. */
  queueEmptied?: (runs: number) => void;
  /** Hears of each failure of the open archive. */
  archiveFailed?: (failure: ArchiveFailure) => void;
}

/** The archive, the engines and the parts between them, put together. Knows nothing of Electron. */
export class Lab {
  readonly options: LabOptions;
  readonly archive: Archive;
  readonly archivist: Archivist;
  readonly runs: Runs;
  readonly engines: EnginePool;
  readonly queue: Queue;
  readonly analyst: Analyst;
  readonly reader: DataReader;
  readonly viewer: Viewer;
  readonly exporter: Exporter;
  readonly savedFiles: SavedFiles;
  readonly lessons: LessonFiles;
  readonly studies: Studies;
  readonly #calibrator: Calibrator;

  private constructor(options: LabOptions, archive: Archive) {
    const { fork, announce, onError } = options;
    this.savedFiles = new SavedFiles(options.showFile);
    const dialogs = this.savedFiles.watch(options.dialogs);
    this.options = { ...options, dialogs };
    this.archive = archive;
    const folder = dirname(options.archivePath);
    this.lessons = new LessonFiles(join(folder, "lessons"));
    this.engines = new EnginePool({
      size: options.settings.read().engines,
      fork: (kernels) => fork(kernels),
      kernelsOf: new KernelChoice(folder).forRun,
      onError,
      deliver: (report) => this.#deliver(report),
      lost: (runId, error) => this.archivist.lost(runId, error),
      changed: (engines) => {
        announce("enginesChanged", engines);
        this.queue.goOn();
      },
    });
    this.archivist = new Archivist(archive, announce, this.engines);
    this.runs = new Runs(archive, this.archivist, announce);
    this.analyst = new Analyst((kernels) => fork(kernels), archive, announce);
    this.reader = new DataReader({
      fork: () => fork(null, "reading"),
      announce,
      onError,
    });
    this.viewer = new Viewer(
      (kernels) => fork(kernels, "looking"),
      archive,
      onError,
    );
    this.exporter = new Exporter(
      (kernels) => fork(kernels, "looking"),
      archive,
      dialogs,
      onError,
    );
    const { chooseFolder } = options;
    this.studies = new Studies({ archive, dialogs, chooseFolder, announce });
    this.#calibrator = new Calibrator({
      folder,
      fork: (kernels) => fork(kernels, "looking"),
      onError,
    });
    this.queue = new Queue({
      archive,
      engines: this.engines,
      announce,
      emptied: (runs) => {
        options.queueEmptied?.(runs);
        this.#calibrator.rest();
      },
      onError,
    });
  }

  /** Opens the archive and starts an engine. @throws ArchiveFailure */
  static async open(options: LabOptions): Promise<Lab> {
    const archive = await openArchive(options.archivePath);
    archive.onFailure((failure) => options.archiveFailed?.(failure));
    const lab = new Lab(options, archive);
    lab.engines.launch();
    return lab;
  }

  /** Whether work is going on that opening another archive would end. */
  get isBusy(): boolean {
    return (
      this.engines.activeRuns.length > 0 ||
      this.analyst.progress !== null ||
      this.studies.isBusy
    );
  }

  async #deliver(report: RunReport) {
    if (report.type === "started") this.#calibrator.begun(report.engine);
    await this.archivist.deliver(report);
    if (report.type !== "ended" || report.outcome === "stopped") return;
    const { runId } = report;
    try {
      const run = await this.archive.openRun(runId);
      const wanted = run.spec.analysis?.selfStabilization;
      if (wanted && !analysisLimit(run.spec)?.isWhole)
        this.analyst.start(run, wanted);
    } catch (thrown) {
      const error = toLabError(thrown);
      this.options.announce("analysisChanged", { runId, share: null, error });
    }
  }

  async saveSettings(changes: SettingsChanges): Promise<Settings> {
    const { settings, settingsChanged } = this.options;
    settings.change(changes);
    settingsChanged(settings.read());
    if (changes.engines !== undefined) await this.queue.resize(changes.engines);
    // Other settings may have been saved since.
    return settings.read();
  }

  /** Stops what is going, keeps what came of it, and closes the archive last. */
  async close(): Promise<void> {
    await this.queue.close();
    await this.#calibrator.close();
    await this.analyst.close();
    await this.reader.close();
    await this.viewer.close();
    await this.exporter.close();
    await this.studies.close();
    await this.engines.close();
    await this.archive.close();
  }
}
