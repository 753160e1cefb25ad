/** A bridge without Electron: answers from a table, records what it was asked, emits on demand. */
import type {
  LabBridge,
  LabEvents,
  LabRequests,
  Reply,
  RunDetail,
  RunRow,
  SeriesWindow,
} from "../../core/contract/api";
import type { LabError } from "../../core/errors";
import { presets } from "../../core/experiment/presets";
import { emptySummary, type RunSummary } from "../../core/run/summary";
import { spectrumColumns } from "../../core/measurements/sharpness";
import { stepColumns } from "../../core/measurements/steps";
import { connectLab, type Lab } from "../../renderer/lib/api";

type Answers = {
  [K in keyof LabRequests]: (
    ...args: Parameters<LabRequests[K]>
  ) => ReturnType<LabRequests[K]> | Promise<ReturnType<LabRequests[K]>>;
};

export interface FakeLab {
  lab: Lab;
  bridge: LabBridge;
  /** Name and arguments of every request so far. */
  asked: { name: keyof LabRequests; args: unknown[] }[];
  answer<K extends keyof LabRequests>(name: K, how: Answers[K]): void;
  refuse(name: keyof LabRequests, error: LabError): void;
  emit<K extends keyof LabEvents>(event: K, payload: LabEvents[K]): void;
}

export function fakeLab(): FakeLab {
  const asked: FakeLab["asked"] = [];
  const listeners: { [K in keyof LabEvents]: Set<(payload: never) => void> } = {
    runChanged: new Set(),
    queueChanged: new Set(),
    runsRemoved: new Set(),
    seriesGrew: new Set(),
    enginesChanged: new Set(),
    analysisChanged: new Set(),
    archiveFailed: new Set(),
    menuChosen: new Set(),
  };
  const answers: Partial<
    Record<keyof LabRequests, (...args: never[]) => unknown>
  > = {};
  const request =
    (name: keyof LabRequests) =>
    async (...args: unknown[]): Promise<Reply<never>> => {
      asked.push({ name, args });
      const how = answers[name];
      if (!how) throw new Error(`Nobody answers ${name}.`);
      const value = await how(...(args as never[]));
      return value instanceof Refusal
        ? { ok: false, error: value.error }
        : { ok: true, value: value as never };
    };
  const bridge: LabBridge = {
    appInfo: request("appInfo"),
    about: request("about"),
    listRuns: request("listRuns"),
    openRun: request("openRun"),
    readSeries: request("readSeries"),
    startRun: request("startRun"),
    enqueue: request("enqueue"),
    estimate: request("estimate"),
    previewData: request("previewData"),
    moveQueued: request("moveQueued"),
    cancelQueued: request("cancelQueued"),
    pauseRun: request("pauseRun"),
    resumeRun: request("resumeRun"),
    stepRun: request("stepRun"),
    continueRun: request("continueRun"),
    stopRun: request("stopRun"),
    renameRun: request("renameRun"),
    readTable: request("readTable"),
    analyse: request("analyse"),
    readTheory: request("readTheory"),
    cancelAnalysis: request("cancelAnalysis"),
    analysisProgress: request("analysisProgress"),
    organiseRun: request("organiseRun"),
    setPins: request("setPins"),
    deleteRuns: request("deleteRuns"),
    restoreRuns: request("restoreRuns"),
    listDeleted: request("listDeleted"),
    purgeDeleted: request("purgeDeleted"),
    views: request("views"),
    saveViews: request("saveViews"),
    settings: request("settings"),
    saveSettings: request("saveSettings"),
    saveFile: request("saveFile"),
    exportCapsules: request("exportCapsules"),
    importCapsules: request("importCapsules"),
    openFiles: request("openFiles"),
    reproduce: request("reproduce"),
    report: request("report"),
    archiveCare: request("archiveCare"),
    backUp: request("backUp"),
    deleteBackup: request("deleteBackup"),
    restoreBackup: request("restoreBackup"),
    checkArchive: request("checkArchive"),
    recoverArchive: request("recoverArchive"),
    beginAnew: request("beginAnew"),
    showArchive: request("showArchive"),
    startNotice: request("startNotice"),
    on(event, listener) {
      listeners[event].add(listener);
      return () => listeners[event].delete(listener);
    },
    pathOf: (file) => `/files/${(file as File).name}`,
  };
  return {
    lab: connectLab(bridge),
    bridge,
    asked,
    answer: (name, how) => void (answers[name] = how),
    refuse: (name, error) => void (answers[name] = () => new Refusal(error)),
    emit: (event, payload) => {
      for (const listener of listeners[event])
        (listener as (payload: unknown) => void)(payload);
    },
  };
}

class Refusal {
  readonly error: LabError;
  constructor(error: LabError) {
    this.error = error;
  }
}

/** A run of the first preset: 500 steps, step size 0.05, threshold 40. */
export function run(
  changes: Partial<Omit<RunDetail, "summary">> & {
    summary?: Partial<RunSummary>;
  } = {},
): RunDetail {
  const { summary, ...rest } = changes;
  return {
    id: 1,
    name: "MNIST-5k tanh",
    status: "running",
    createdAt: 0,
    spec: presets[0].spec,
    threshold: 40,
    engine: null,
    events: [],
    error: null,
    rows: { steps: 0, spectrum: 0, test: 0 },
    columns: {
      steps: stepColumns(true).map(({ name }) => name),
      spectrum: spectrumColumns(2).map(({ name }) => name),
      test: [],
    },
    checkpointStep: null,
    tags: [],
    project: "",
    colour: null,
    notes: "",
    deletedAt: null,
    groupId: null,
    groupName: null,
    position: null,
    reproduces: null,
    theory: null,
    expectation: null,
    pins: [],
    ...rest,
    summary: { ...emptySummary, ...summary },
  };
}

const onlyDetail = [
  "engine",
  "events",
  "error",
  "rows",
  "columns",
  "checkpointStep",
  "pins",
  "theory",
];

export function rowOf(detail: RunDetail): RunRow {
  const entries = Object.entries(detail);
  return Object.fromEntries(
    entries.filter(([name]) => !onlyDetail.includes(name)),
  ) as unknown as RunRow;
}

/** Columns over the same steps. */
export function series(
  steps: number[],
  columns: Record<string, number[]>,
): SeriesWindow {
  const x = Float64Array.from(steps);
  return Object.fromEntries(
    Object.entries(columns).map(([name, y]) => [
      name,
      { x, y: Float64Array.from(y) },
    ]),
  );
}

/** A promise to be settled by hand. */
export function deferred<T>() {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
}
