/**
 * Every request the window can make, in groups, and every event it can hear, typed once. The preload
 * script and the table of endpoints in main derive from these, so a missing one does not compile.
 */
import type { SelfStabilizationInput } from "../experiment/analysis-spec";
import type { DataSpec } from "../data/spec";
import type { TableSurvey } from "../data/survey";
import type { ExperimentSpec } from "../experiment/spec";
import type { Study } from "../experiment/sweep/study";
import type { DetailAttribute, RunAttributes } from "../export/run-attributes";
import type { Expectation } from "../run/expectation";
import type { RunEvent } from "../run/status";
import type { Columns, TableName } from "../series/columns";
import type { CurvesWanted } from "../series/curves";
import type { PackedCurves } from "../series/packed";
import type { TopLine } from "../views/along-top";
import type { NetworkPicture } from "../views/picture";
import type { About } from "./about";
import type { ArchiveCare, ArchiveCheck, Backup, StartNotice } from "./care";
import type { DataPreview, Estimate, TensorflowState } from "./engine";
import type { LabError } from "../errors";
import type { CurveSurvey } from "../imports/survey";
import type {
  CurvesRequest,
  ExportKind,
  FigureRequest,
  OpenedGroup,
  OpenKind,
  ReportSubject,
  SaveRequest,
} from "./files";
import type { Pin, RunChanges, View } from "../run/organise";
import type { Settings, SettingsChanges } from "./settings";
import type {
  ClusterRequest,
  CollectedStudy,
  StudyProgress,
  WrittenStudy,
} from "./studies";

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
  /** Trainable parameters P; null for a run that never began. */
  parameters: number | null;
  /** Place in the queue while it waits; the lowest one is next. */
  position: number | null;
  /** The run whose experiment it does again. */
  reproduces: number | null;
  /** The run that it goes on from; null for one that is no fork, and where that run is not in the archive. */
  parent: number | null;
  /** Bytes of the checkpoints kept with it, see KeptCheckpoints. */
  keptBytes: number;
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
  /** Checkpoints that stay with it, as its experiment asked for. */
  kept: KeptCheckpoints;
}

/** What the network of a run does at a step. */
export interface NetworkView {
  /** The step asked for, or the last one of the run where that is earlier. */
  wanted: number;
  /** The step that is shown: the wanted one, or an earlier one as far as the way there is done. */
  step: number;
  /** Null for a landscape. */
  picture: NetworkPicture | null;
  /** The loss along the top eigenvector at the wanted step, on request. */
  along: TopLine | null;
  /** Whether the loss computed again on the way is the recorded one, bit for bit; null where nothing was. */
  isSame: boolean | null;
}

/**
 * The steps at which a run has checkpoints, ascending, and the bytes that they take; without the one that a fork
 * begins with, which stays.
 */
export interface KeptCheckpoints {
  steps: number[];
  bytes: number;
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

/**
 * Curves of many runs: group by group, in each the columns in the order asked for. unpackCurves makes
 * curves of them again.
 */
export interface CurvesReply extends PackedCurves {
  /** Runs that could not be read, and are in no curve. */
  failures: { run: number; error: LabError }[];
}

/** What became of an export. */
export interface ExportReply {
  path: string;
  /** What is not in the file, in sentences. */
  cautions: string[];
}

/** What became of an import. */
export interface ImportReply {
  added: RunRow[];
  /** Runs that were in the archive already. */
  present: RunRow[];
}

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
  /** The engine process ended unexpectedly; the next run starts a new one. */
  | { state: "crashed"; message: string };

/** A lesson as the text of its file. */
export interface LessonText {
  id: string;
  text: string;
}

/** A part of the list of runs, from the newest to the oldest. */
export interface RunPage {
  /** The last run of the page before; null for the first page. */
  after: Pick<RunRow, "createdAt" | "id"> | null;
  /** Runs on the page; fewer come where the list ends. */
  most: number;
}

export interface LabRequests {
  /** The program itself. */
  app: {
    info(): AppInfo;
    /** What the program is made of, and under which licences. */
    about(): About;
  };
  /** Runs: what is stored of them, and those that go on now. */
  runs: {
    /** All runs that are not put aside, newest first; or a page of them. */
    list(page?: RunPage): RunRow[];
    /** Those of some runs that are there, newest first. */
    listSome(ids: number[]): RunRow[];
    open(id: number): RunDetail;
    readSeries(request: SeriesRequest): SeriesWindow;
    /** Curves of many runs on a shared x axis, each thinned out as SeriesWindow is. */
    readCurves(wanted: CurvesWanted): CurvesReply;
    /**
     * What its network does at a step. Answers after `patience` milliseconds with the step that it has
     * come to; the next request goes on from there.
     */
    look(
      id: number,
      step: number,
      how: { patience: number; along: boolean },
    ): NetworkView;
    /** Columns of a table, all of the same length; `step` is always among them. */
    readTable(request: TableRequest): Columns;
    /** Changes what a person says of a run; what is not named stays. */
    change(id: number, changes: RunChanges): RunRow;
    /** The same of several runs, all or none; told by one event `runsChanged`. */
    changeSeveral(changes: { id: number; changes: RunChanges }[]): void;
    /** Replaces the notes pinned to the charts of a run. */
    setPins(id: number, pins: Pin[]): void;
    pause(id: number): void;
    resume(id: number): void;
    /** Lets a paused run make one step, recorded as any other; it is paused then as before. */
    step(id: number): void;
    /** Stops the run and keeps what was recorded. */
    stop(id: number): void;
    /** Puts runs aside, all or none. Refused for one that waits or is still going. */
    remove(ids: number[]): void;
    /** Takes runs back that were put aside, all or none. */
    restore(ids: number[]): void;
    /** The runs put aside, the last one first. */
    listDeleted(): RunRow[];
    /**
     * Deletes the checkpoints kept with runs, all or none; what the runs recorded stays, and so does the one
     * that a fork begins with.
     */
    dropCheckpoints(ids: number[]): void;
    /** Deletes runs for good with all they recorded, all or none; only ones put aside. */
    purge(ids: number[]): void;
  };
  /** What is to be run. */
  queue: {
    /**
     * Validates and stores a run, and starts or queues it; resolves to the run.
     * @param expectation what the person expects of it, if they said so
     */
    start(spec: ExperimentSpec, expectation?: Expectation): RunRow;
    /** The same for several runs, one after the other; a name makes them a group. */
    enqueue(specs: ExperimentSpec[], group: string | null): RunRow[];
    /**
     * Repeats the experiment of a run that is over, as a separate run that is linked to it and waits
     * for its turn. Refused while the run is not over.
     */
    reproduce(id: number): RunRow;
    /**
     * Lets a fork of a run wait for its turn: it goes on from a step of the run by another experiment.
     * @throws LabFailure `bad-request` for a step that the run does not have, `bad-experiment` for a setting
     *   that a fork cannot change
     */
    fork(id: number, step: number, spec: ExperimentSpec): RunRow;
    /**
     * Lets a run that was stopped, was interrupted or failed go on from its last checkpoint. Refused
     * when it has none, and while another one runs.
     */
    continue(id: number): RunRow;
    /** Moves a waiting run to a place in the queue, from 0. */
    move(id: number, place: number): void;
    /** Takes waiting runs out of the queue, all or none; they are gone. */
    cancel(ids: number[]): void;
    /**
     * Tries an experiment for a few steps and keeps nothing of it. Refused while a run is going; cut
     * short by the start of one, and by another request of this kind or of the next.
     */
    estimate(spec: ExperimentSpec): Estimate;
  };
  /** The archive's safety; answered also when it cannot be opened. */
  archive: {
    /** What there is to know of the archive's safety. Answers also when the archive cannot be opened. */
    care(): ArchiveCare;
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
    check(): ArchiveCheck;
    /**
     * Sets a damaged archive aside whole, puts what can be read of it into a new one, and lets the
     * window start anew; its start notice tells what was recovered and what was not.
     */
    recover(): void;
    /** Sets the archive aside whole and begins an empty one; the window starts anew. */
    beginAnew(): void;
    /** Shows the archive, or its folder, in the file manager of the system. */
    show(): void;
    /** What happened when the lab was last open, or to the archive; null when there is nothing to tell. */
    startNotice(): StartNotice | null;
  };
  /** Analyses of runs. */
  theory: {
    /**
     * Works out self-stabilisation on a run of gradient descent that is over, in a process of its own,
     * and keeps it with the run in place of the last analysis. One at a time: others wait.
     * @throws LabFailure `bad-request` for a run that is not over
     */
    analyse(id: number, wanted: SelfStabilizationInput): void;
    /** The rows of the last analysis of a run, see core/theory/columns.ts; {} where there is none. */
    read(id: number): Columns;
    /** Ends the analysis of a run, if one waits or is worked out. */
    cancel(id: number): void;
    /** The analysis that is worked out now. */
    progress(): { runId: number; share: number } | null;
  };
  /** Files and dialogs. */
  files: {
    /** Saves a file where the person wants it; answers with its path, or null for nowhere. */
    save(file: SaveRequest): string | null;
    /** Shows a file in the file manager of the system. Refused for any that the lab did not save. */
    show(path: string): void;
    /** Lets the person choose files; answers with their paths. */
    open(kind: OpenKind): string[];
    /**
     * Hands over files that the person opened with the program, by double click or by name: those that were opened
     * together. Null when none wait any more.
     */
    waiting(): OpenedGroup | null;
    /** Saves runs with all they recorded as one file where the person wants it, as saveFile does. */
    exportRuns(ids: number[]): string | null;
    /** Saves a table of several runs as one CSV file where the person wants it, as saveFile does. */
    exportSeries(ids: number[], table: TableName): string | null;
    /**
     * Saves a run for another program where the person wants it, as saveFile does: its arrays for NumPy, a
     * script that does it again in PyTorch with its arrays beside it, or its steps as a Parquet table.
     */
    exportFor(id: number, kind: ExportKind): ExportReply | null;
    /**
     * Adds the runs of such files that are not in the archive yet, all or none; the person chooses the files when
     * no paths are given.
     */
    importRuns(paths?: string[]): ImportReply;
    /**
     * Looks at curves of another program: one file, or several of TensorBoard scalars; the person chooses when no
     * paths are given. Null when they choose none.
     */
    surveyCurves(paths?: string[]): CurveSurvey | null;
    /** Adds such curves as a run of kind `imported`, which can be compared and not be continued. */
    importCurves(curves: CurvesRequest): RunRow;
    /** Saves the printable report of a run or a comparison, a PDF, where the person wants it, as save does. */
    report(subject: ReportSubject): string | null;
    /** Saves a figure as a PDF of its size where the person wants it, as save does. */
    savePdf(figure: FigureRequest): string | null;
    /** Puts a picture on the clipboard of the system. */
    copyPicture(png: Uint8Array): void;
    /**
     * Reads data and shows how they begin, as a network gets them: images and tables standardised. Reading is
     * done in a process of its own, also while runs go on. This request and the next one end the one before.
     */
    preview(data: DataSpec): DataPreview;
    /** Looks at all columns of a table. Refused for data that are no table. */
    survey(data: DataSpec): TableSurvey;
    /** Ends the reading of the last two requests, if it goes on. */
    stopReading(): void;
    /** When files were last changed and how large they are, as text; null for one that is not there. */
    stamps(paths: string[]): (string | null)[];
  };
  /** Lessons that the person opened; those that come with the program are core/lessons/included. */
  lessons: {
    list(): LessonText[];
    /** Keeps a lesson. @throws LabFailure `file` for a text that is none, naming the wrong field */
    add(text: string): LessonText;
    /** The same of a file that the person chooses; null for none. */
    open(): LessonText | null;
    remove(id: string): void;
  };
  /** Studies: sweeps as files, and their runs on a cluster. */
  studies: {
    /**
     * Reads a study file; the paths of its data files start from the root of the disk. The person chooses when no
     * path is given; null for none.
     */
    open(path?: string): Study | null;
    /**
     * Writes a study for a cluster into a new folder that the person names, and submits it where there is Slurm;
     * null when they name none.
     */
    write(wanted: ClusterRequest): WrittenStudy | null;
    /** How far the study in a folder is. Refused for a folder that cannot be reached. */
    status(folder: string): StudyProgress;
    /**
     * Brings what a cluster computed into the archive, each run once; the person chooses the folder when none is
     * given. Refused while another collection goes on.
     */
    collect(folder?: string): CollectedStudy | null;
    /** Ends the collection that goes on, if one does; what came until then stays. */
    cancel(): void;
  };
  /** Choices that are remembered. */
  settings: {
    /** What the lab remembers of the person's choices. */
    read(): Settings;
    /** Changes what is named; answers with all. */
    save(changes: SettingsChanges): Settings;
    /** Saved ways of looking at runs, in their order. */
    views(): View[];
    /** Replaces all saved views. */
    saveViews(views: View[]): void;
  };
}

export interface LabEvents {
  /** A run was added or changed: status, name, summary, tags; or it was taken back. */
  runChanged: RunRow;
  /** What a person says of several runs was changed. */
  runsChanged: RunRow[];
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
  /** How much of the data files is read that the window asked about, from 0 to 1. */
  readingChanged: { share: number };
  /** How much of the results of a study is dealt with, from 0 to 1; null when the collection is over. */
  collectingChanged: { folder: string; share: number | null };
  /** The person opened files with the program: `files.waiting` hands them over. */
  filesWaiting: null;
  /** The archive can no longer be used: damaged, or its file was taken away. */
  archiveFailed: LabError;
  /** The menu of the window was used: a sheet is wanted, and perhaps what can be begun on it. */
  menuChosen:
    | { sheet: "archive-care"; begin?: "backUp" | "check" }
    | { sheet: "about" | "docs" | "lessons" | "settings" | "keys" }
    | { collect: true }
    | { screen: "new" | "archive" | "compare" | "theory" };
}

export type Reply<T> = { ok: true; value: T } | { ok: false; error: LabError };

/** A reply as it was before it was sent. */
export function received<T>(sent: Reply<T> | TextReply): Reply<T> {
  return "json" in sent
    ? { ok: true, value: JSON.parse(sent.json) as T }
    : sent;
}

type Group = keyof LabRequests;

/** A request by its group and name: `runs.open`. */
export type RequestName = {
  [G in Group]: `${G}.${keyof LabRequests[G] & string}`;
}[Group];

/** The signature of a request. */
export type Request<N extends RequestName> =
  N extends `${infer G extends Group}.${infer M}`
    ? M extends keyof LabRequests[G]
      ? LabRequests[G][M]
      : never
    : never;

type Arguments<F> = F extends (...args: infer A) => unknown ? A : never;
type Value<F> = F extends (...args: never[]) => infer R ? R : never;
export type RequestArguments<N extends RequestName> = Arguments<Request<N>>;
export type RequestValue<N extends RequestName> = Value<Request<N>>;

/** Requests whose value can be large. */
type LargeRequest = "runs.list";

/**
 * A large value travels as JSON text: the window gets a text many times faster than an object, which is
 * copied property by property, once between processes and once into the page.
 */
export interface TextReply {
  ok: true;
  json: string;
}

/** The reply to a request on its way. */
export type SentReply<N extends RequestName> =
  Reply<RequestValue<N>> | (N extends LargeRequest ? TextReply : never);

/** The groups of requests as the window has them, each request a promise. */
type Promised<Answer> = {
  [G in Group]: {
    [M in keyof LabRequests[G]]: (
      ...args: Arguments<LabRequests[G][M]>
    ) => Promise<
      Answer extends "reply"
        ? SentReply<`${G}.${M & string}` & RequestName>
        : Value<LabRequests[G][M]>
    >;
  };
};

interface Listening {
  /** Listens to an event; answers with a function that stops listening. */
  on<K extends keyof LabEvents>(
    event: K,
    listener: (payload: LabEvents[K]) => void,
  ): () => void;
  /** The path of a file that the person dropped; empty for one that is on no disk. */
  pathOf(file: object): string;
}

/** `window.lab`: `lab.runs.open(3)` is a promise of a SentReply. */
export type LabBridge = Promised<"reply"> & Listening;

/** The bridge as the screens use it: a request resolves to its value or throws a LabFailure. */
export type Lab = Promised<"value"> & Listening;

/** Names at run time. The mapped type makes a missing or surplus name a compile error. */
const methods: { [G in Group]: Record<keyof LabRequests[G], true> } = {
  app: { info: true, about: true },
  runs: {
    list: true,
    listSome: true,
    open: true,
    readSeries: true,
    readCurves: true,
    look: true,
    readTable: true,
    change: true,
    changeSeveral: true,
    setPins: true,
    pause: true,
    resume: true,
    step: true,
    stop: true,
    remove: true,
    restore: true,
    listDeleted: true,
    dropCheckpoints: true,
    purge: true,
  },
  queue: {
    start: true,
    enqueue: true,
    reproduce: true,
    fork: true,
    continue: true,
    move: true,
    cancel: true,
    estimate: true,
  },
  archive: {
    care: true,
    backUp: true,
    deleteBackup: true,
    restoreBackup: true,
    check: true,
    recover: true,
    beginAnew: true,
    show: true,
    startNotice: true,
  },
  theory: { analyse: true, read: true, cancel: true, progress: true },
  files: {
    save: true,
    show: true,
    open: true,
    waiting: true,
    exportRuns: true,
    exportSeries: true,
    exportFor: true,
    importRuns: true,
    surveyCurves: true,
    importCurves: true,
    report: true,
    savePdf: true,
    copyPicture: true,
    preview: true,
    survey: true,
    stopReading: true,
    stamps: true,
  },
  lessons: { list: true, add: true, open: true, remove: true },
  studies: {
    open: true,
    write: true,
    status: true,
    collect: true,
    cancel: true,
  },
  settings: { read: true, save: true, views: true, saveViews: true },
};

export const requestNames = Object.entries(methods).flatMap(([group, names]) =>
  Object.keys(names).map((name) => `${group}.${name}` as RequestName),
);

/** An object of the groups with a function for each request. */
export function groupedRequests(
  request: (name: RequestName) => (...args: unknown[]) => Promise<unknown>,
): unknown {
  return Object.fromEntries(
    Object.entries(methods).map(([group, names]) => [
      group,
      Object.fromEntries(
        Object.keys(names).map((name) => [
          name,
          request(`${group}.${name}` as RequestName),
        ]),
      ),
    ]),
  );
}

export const eventNames = Object.keys({
  runChanged: true,
  runsChanged: true,
  queueChanged: true,
  runsRemoved: true,
  seriesGrew: true,
  enginesChanged: true,
  analysisChanged: true,
  readingChanged: true,
  collectingChanged: true,
  filesWaiting: true,
  archiveFailed: true,
  menuChosen: true,
} satisfies Record<keyof LabEvents, true>) as (keyof LabEvents)[];
