/**
 * Every request the window can make and every event it can hear, typed once. The preload script
 * and the handler table in main are derived from these, so a missing one does not compile.
 */
import type { SelfStabilizationInput } from "../experiment/analysis-spec";
import type { DataSpec } from "../data/spec";
import type { ExperimentSpec } from "../experiment/spec";
import type { DetailAttribute, RunAttributes } from "../export/run-attributes";
import type { Expectation } from "../run/expectation";
import type { RunEvent } from "../run/status";
import type { Columns, TableName } from "../series/columns";
import type { About } from "./about";
import type { ArchiveCare, ArchiveCheck, Backup, StartNotice } from "./care";
import type { DataPreview, Estimate, TensorflowState } from "./engine";
import type { LabError } from "../errors";
import type { OpenKind, SaveRequest } from "./files";
import type { Pin, RunChanges, View } from "../run/organise";
import type { Settings, SettingsChanges } from "./settings";

/** One run as the list shows it. */
export interface RunRow extends Omit<RunAttributes, DetailAttribute> {
  id: number;
  name: string;
  spec: ExperimentSpec;
  /** When it was put aside, milliseconds since 1970, UTC; null while it is in the list. */
  deletedAt: number | null;
  /** The group it was started with. */
  groupId: number | null;
  /** Its name; null without one. */
  groupName: string | null;
  /** Place in the queue while it waits; the lowest one is next. */
  position: number | null;
  /** The run whose experiment it does again. */
  reproduces: number | null;
}

/** One run whole, without its series. */
export interface RunDetail
  extends RunRow, Pick<RunAttributes, DetailAttribute> {
  events: RunEvent[];
  /** Rows stored in each table. */
  rows: Record<TableName, number>;
  /** Names of the columns of each table in their order; none while it has no rows. */
  columns: Record<TableName, string[]>;
  /** The step from which a run that is over can go on, if it can. */
  checkpointStep: number | null;
}

/** Columns as they are stored, for comparing and for export. */
export interface TableRequest {
  runId: number;
  table: TableName;
  columns: string[];
  /** Window in steps, both ends included; the whole run when left out. */
  from?: number;
  to?: number;
}

export interface SeriesRequest {
  runId: number;
  table: TableName;
  /** Columns wanted on y, e.g. `["loss"]`. The x column is always `step`. */
  columns: string[];
  /** Window in steps, both ends included; the whole run when left out. */
  from?: number;
  to?: number;
  /** Width of the plot in device pixels, 1 to 10,000. */
  pixels: number;
}

/**
 * A curve for drawing: for each column the rows that carry its minimum and its maximum in each
 * pixel, in order. Every point is a stored row; nothing is averaged.
 */
export type SeriesWindow = Record<string, { x: Float64Array; y: Float64Array }>;

export interface AppInfo {
  version: string;
  archivePath: string;
  engines: Engines;
  /** Logical processors of this machine. */
  threads: number;
}

export interface Engines {
  /** At least one. */
  states: EngineState[];
  /** Whether another run could start now. */
  hasRoom: boolean;
}

export type EngineState =
  | { state: "starting" }
  /**
   * `tensors` is how many TensorFlow held when the engine was last heard, 0 once runs and questions
   * have given theirs back; null where there is no TensorFlow, or no heartbeat yet.
   */
  | { state: "idle"; tensorflow: TensorflowState; tensors: number | null }
  | { state: "running" | "pausing" | "paused" | "stopping"; runId: number }
  /** The engine is busy but has not been heard for a while. */
  | { state: "silent"; runId: number; seconds: number }
  /** The engine process ended by itself; a new one is started with the next run. */
  | { state: "crashed"; message: string };

export interface LabRequests {
  appInfo(): AppInfo;
  /** What the program is made of, and under which licences. */
  about(): About;
  /** All runs that are not put aside, newest first. */
  listRuns(): RunRow[];
  openRun(id: number): RunDetail;
  readSeries(request: SeriesRequest): SeriesWindow;
  /** Columns of a table, all of the same length; `step` is always among them. */
  readTable(request: TableRequest): Columns;
  /**
   * Validates, stores and starts a run, or lets it wait for its turn; answers with it.
   * @param expectation what the person expects of it, if they said so
   */
  startRun(spec: ExperimentSpec, expectation?: Expectation): RunRow;
  /** The same for several runs, one after the other; a name makes them a group. */
  enqueue(specs: ExperimentSpec[], group: string | null): RunRow[];
  /**
   * Tries an experiment for a few steps and keeps nothing of it. Refused while a run is going; cut
   * short by the start of one, and by another request of this kind or of the next.
   */
  estimate(spec: ExperimentSpec): Estimate;
  /** Reads data and shows how they begin, as a network gets them: images and tables standardised. */
  previewData(data: DataSpec): DataPreview;
  /** Moves a waiting run to a place in the queue, from 0. */
  moveQueued(id: number, place: number): void;
  /** Takes waiting runs out of the queue, all or none; they are gone. */
  cancelQueued(ids: number[]): void;
  pauseRun(id: number): void;
  resumeRun(id: number): void;
  /** Lets a paused run make one step, recorded as any other; it is paused then as before. */
  stepRun(id: number): void;
  /** Stops the run and keeps what was recorded. */
  stopRun(id: number): void;
  renameRun(id: number, name: string): RunRow;
  /** Changes what a person says of a run; what is not named stays. */
  organiseRun(id: number, changes: RunChanges): RunRow;
  /** Replaces the notes pinned to the charts of a run. */
  setPins(id: number, pins: Pin[]): void;
  /** Puts runs aside, all or none. Refused for one that waits or is still going. */
  deleteRuns(ids: number[]): void;
  /** Takes runs back that were put aside, all or none. */
  restoreRuns(ids: number[]): void;
  /** The runs put aside, the last one first. */
  listDeleted(): RunRow[];
  /** Deletes runs for good with all they recorded, all or none; only ones put aside. */
  purgeDeleted(ids: number[]): void;
  /** Saved ways of looking at runs, in their order. */
  views(): View[];
  /** Replaces all saved views. */
  saveViews(views: View[]): void;
  /** What the lab remembers of the person's choices. */
  settings(): Settings;
  /** Changes what is named; answers with all. */
  saveSettings(changes: SettingsChanges): Settings;
  /** Saves a file where the person wants it; answers with its path, or null for nowhere. */
  saveFile(file: SaveRequest): string | null;
  /** Saves runs with all they recorded as one file where the person wants it, as saveFile does. */
  exportCapsules(ids: number[]): string | null;
  /** Saves the printable report of a run, a PDF, where the person wants it, as saveFile does. */
  report(id: number): string | null;
  /** Adds the runs of such files, all or none; the person chooses them when no paths are given. */
  importCapsules(paths?: string[]): RunRow[];
  /** Lets the person choose files; answers with their paths. */
  openFiles(kind: OpenKind): string[];
  /**
   * Does the experiment of a run that is over again, as a run of its own that is linked to it and waits
   * for its turn. Refused while the run is not over.
   */
  reproduce(id: number): RunRow;
  /**
   * Works out self-stabilisation on a run of gradient descent that is over, in a process of its own,
   * and keeps it with the run in place of the last analysis. One at a time: others wait.
   * @throws LabFailure `bad-request` for a run that is not over
   */
  analyse(id: number, wanted: SelfStabilizationInput): void;
  /** The rows of the last analysis of a run, see core/theory/columns.ts; {} where there is none. */
  readTheory(id: number): Columns;
  /** Ends the analysis of a run, if one waits or is worked out. */
  cancelAnalysis(id: number): void;
  /** The analysis that is worked out now. */
  analysisProgress(): { runId: number; share: number } | null;
  /**
   * Lets a run that was stopped, was interrupted or failed go on from its last checkpoint. Refused
   * when it has none, and while another one runs.
   */
  continueRun(id: number): RunRow;
  /** What there is to know of the archive's safety. Answers also when the archive cannot be opened. */
  archiveCare(): ArchiveCare;
  /** Makes a backup now. */
  backUp(): Backup;
  /** Deletes a backup for good. */
  deleteBackup(name: string): void;
  /**
   * Puts a backup in the place of the archive, which is kept as a backup (a damaged one is set aside
   * whole); then the window starts anew. Refused while a run is going.
   */
  restoreBackup(name: string): void;
  /** Examines the whole archive: structure, references, checksums. */
  checkArchive(): ArchiveCheck;
  /**
   * Sets a damaged archive aside whole, puts what can be read of it into a new one, and lets the
   * window start anew; its start notice tells what was recovered and what was not.
   */
  recoverArchive(): void;
  /** Sets the archive aside whole and begins an empty one; the window starts anew. */
  beginAnew(): void;
  /** Shows the archive, or its folder, in the file manager of the system. */
  showArchive(): void;
  /** What happened when the lab was last open, or to the archive; null when there is nothing to tell. */
  startNotice(): StartNotice | null;
}

export interface LabEvents {
  /** A run was added or changed: status, name, summary, tags; or it was taken back. */
  runChanged: RunRow;
  /** What runs and what waits, the next one first. */
  queueChanged: { running: number[]; queued: number[] };
  /** Runs were put aside, or taken out of the queue. */
  runsRemoved: { ids: number[] };
  /** New rows of a run are in the archive. */
  seriesGrew: {
    runId: number;
    rows: Record<TableName, number>;
    events: RunEvent[];
  };
  enginesChanged: Engines;
  /** How far an analysis is, from 0 to 1; or that it is over, with its failure if it failed. */
  analysisChanged:
    | { runId: number; share: number }
    | { runId: number; share: null; error: LabError | null };
  /** The archive can no longer be used: damaged, or its file was taken away. */
  archiveFailed: LabError;
  /** The menu of the window was used: a sheet is wanted, and perhaps what can be begun on it. */
  menuChosen:
    { sheet: "archive-care"; begin?: "backUp" | "check" } | { sheet: "about" };
}

export type Reply<T> = { ok: true; value: T } | { ok: false; error: LabError };

/** `window.lab`: each request as a promise of a Reply, and `on` for events. */
export type LabBridge = {
  [K in keyof LabRequests]: (
    ...args: Parameters<LabRequests[K]>
  ) => Promise<Reply<ReturnType<LabRequests[K]>>>;
} & {
  /** Listens to an event; answers with a function that stops listening. */
  on<K extends keyof LabEvents>(
    event: K,
    listener: (payload: LabEvents[K]) => void,
  ): () => void;
  /** The path of a file that the person dropped; empty for one that is on no disk. */
  pathOf(file: object): string;
};

/** Names at run time. The mapped types make a missing or surplus name a compile error. */
export const requestNames = Object.keys({
  appInfo: true,
  about: true,
  listRuns: true,
  openRun: true,
  readSeries: true,
  startRun: true,
  enqueue: true,
  estimate: true,
  previewData: true,
  moveQueued: true,
  cancelQueued: true,
  pauseRun: true,
  resumeRun: true,
  stepRun: true,
  stopRun: true,
  renameRun: true,
  continueRun: true,
  readTable: true,
  analyse: true,
  readTheory: true,
  cancelAnalysis: true,
  analysisProgress: true,
  organiseRun: true,
  setPins: true,
  deleteRuns: true,
  restoreRuns: true,
  listDeleted: true,
  purgeDeleted: true,
  views: true,
  saveViews: true,
  settings: true,
  saveSettings: true,
  saveFile: true,
  exportCapsules: true,
  importCapsules: true,
  openFiles: true,
  reproduce: true,
  report: true,
  archiveCare: true,
  backUp: true,
  deleteBackup: true,
  restoreBackup: true,
  checkArchive: true,
  recoverArchive: true,
  beginAnew: true,
  showArchive: true,
  startNotice: true,
} satisfies Record<keyof LabRequests, true>) as (keyof LabRequests)[];

export const eventNames = Object.keys({
  runChanged: true,
  queueChanged: true,
  runsRemoved: true,
  seriesGrew: true,
  enginesChanged: true,
  analysisChanged: true,
  archiveFailed: true,
  menuChosen: true,
} satisfies Record<keyof LabEvents, true>) as (keyof LabEvents)[];
