/**
 * Every request the window can make and every event it can hear, typed once. The preload script
 * and the handler table in main are derived from these, so a missing one does not compile.
 */
import type { ExperimentSpec } from "../experiment/spec";
import type {
  EngineInfo,
  RunEvent,
  RunStatus,
  RunSummary,
} from "../run/summary";
import type { TableName } from "../series/columns";
import type { TensorflowState } from "./engine";
import type { LabError } from "./errors";

/** One run as the list shows it. */
export interface RunRow {
  id: number;
  name: string;
  status: RunStatus;
  /** Milliseconds since 1970, UTC. */
  createdAt: number;
  spec: ExperimentSpec;
  /** Sharpness at which the optimiser becomes unstable: 2/η for gradient descent. */
  threshold: number;
  summary: RunSummary;
}

/** One run whole, without its series. */
export interface RunDetail extends RunRow {
  engine: EngineInfo | null;
  events: RunEvent[];
  /** Why the run failed, when status is `failed`. */
  error: LabError | null;
  /** Rows stored in each table. */
  rows: Record<TableName, number>;
  /** Names of the columns of each table in their order; none while it has no rows. */
  columns: Record<TableName, string[]>;
  /** The step from which a run that is over can go on, if it can. */
  checkpointStep: number | null;
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
  engine: EngineState;
  /** Logical processors of this machine. */
  threads: number;
}

export type EngineState =
  | { state: "starting" }
  | { state: "idle"; tensorflow: TensorflowState }
  | { state: "running" | "pausing" | "paused" | "stopping"; runId: number }
  /** The engine is busy but has not been heard for a while. */
  | { state: "silent"; runId: number; seconds: number }
  /** The engine process ended by itself; a new one is started with the next run. */
  | { state: "crashed"; message: string };

export interface LabRequests {
  appInfo(): AppInfo;
  /** All runs, newest first. */
  listRuns(): RunRow[];
  openRun(id: number): RunDetail;
  readSeries(request: SeriesRequest): SeriesWindow;
  /** Validates, stores and starts a run; answers with it. Refused while another one runs. */
  startRun(spec: ExperimentSpec): RunRow;
  pauseRun(id: number): void;
  resumeRun(id: number): void;
  /** Stops the run and keeps what was recorded. */
  stopRun(id: number): void;
  renameRun(id: number, name: string): RunRow;
  /**
   * Lets a run that was stopped, was interrupted or failed go on from its last checkpoint. Refused
   * when it has none, and while another one runs.
   */
  continueRun(id: number): RunRow;
}

export interface LabEvents {
  /** A run was added or changed: status, name, summary. */
  runChanged: RunRow;
  /** New rows of a run are in the archive. */
  seriesGrew: {
    runId: number;
    rows: Record<TableName, number>;
    events: RunEvent[];
  };
  engineChanged: EngineState;
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
};

/** Names at run time. The mapped types make a missing or surplus name a compile error. */
export const requestNames = Object.keys({
  appInfo: true,
  listRuns: true,
  openRun: true,
  readSeries: true,
  startRun: true,
  pauseRun: true,
  resumeRun: true,
  stopRun: true,
  renameRun: true,
  continueRun: true,
} satisfies Record<keyof LabRequests, true>) as (keyof LabRequests)[];

export const eventNames = Object.keys({
  runChanged: true,
  seriesGrew: true,
  engineChanged: true,
} satisfies Record<keyof LabEvents, true>) as (keyof LabEvents)[];
