/** A bridge without Electron: answers from a table, records what it was asked, emits on demand. */
import {
  groupedRequests,
  type LabBridge,
  type LabEvents,
  type Reply,
  type RequestArguments,
  type RequestName,
  type RequestValue,
  type RunDetail,
  type RunRow,
  type SeriesWindow,
} from "../../core/contract/api";
import type { LabError } from "../../core/errors";
import { presets } from "../../core/experiment/presets";
import { emptySummary, type RunSummary } from "../../core/run/summary";
import { spectrumColumns } from "../../core/measurements/sharpness";
import { stepColumns } from "../../core/measurements/steps";
import { connectLab, type Lab } from "../../renderer/lib/api";

type Answers = {
  [K in RequestName]: (
    ...args: RequestArguments<K>
  ) => RequestValue<K> | Promise<RequestValue<K>>;
};

export interface FakeLab {
  lab: Lab;
  bridge: LabBridge;
  /** Name and arguments of every request so far. */
  asked: { name: RequestName; args: unknown[] }[];
  answer<K extends RequestName>(name: K, how: Answers[K]): void;
  refuse(name: RequestName, error: LabError): void;
  emit<K extends keyof LabEvents>(event: K, payload: LabEvents[K]): void;
}

export function fakeLab(): FakeLab {
  const asked: FakeLab["asked"] = [];
  const listeners: { [K in keyof LabEvents]: Set<(payload: never) => void> } = {
    runChanged: new Set(),
    runsChanged: new Set(),
    queueChanged: new Set(),
    runsRemoved: new Set(),
    seriesGrew: new Set(),
    enginesChanged: new Set(),
    analysisChanged: new Set(),
    readingChanged: new Set(),
    collectingChanged: new Set(),
    filesWaiting: new Set(),
    archiveFailed: new Set(),
    menuChosen: new Set(),
  };
  // A window asks for this as soon as it is open.
  const answers: Partial<Record<RequestName, (...args: never[]) => unknown>> = {
    "files.waiting": () => null,
  };
  const request =
    (name: RequestName) =>
    async (...args: unknown[]): Promise<Reply<never>> => {
      asked.push({ name, args });
      const how = answers[name];
      if (!how) throw new Error(`Nobody answers ${name}.`);
      const value = await how(...(args as never[]));
      return value instanceof Refusal
        ? { ok: false, error: value.error }
        : { ok: true, value: value as never };
    };
  const listening: Pick<LabBridge, "on" | "pathOf"> = {
    on(event, listener) {
      listeners[event].add(listener);
      return () => listeners[event].delete(listener);
    },
    pathOf: (file) => `/files/${(file as File).name}`,
  };
  const bridge = {
    ...(groupedRequests(request) as object),
    ...listening,
  } as LabBridge;
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
    rows: { steps: 0, spectrum: 0, test: 0, batch: 0, batchSteps: 0 },
    columns: {
      steps: stepColumns({ hasAccuracy: true }).map(({ name }) => name),
      spectrum: spectrumColumns(2).map(({ name }) => name),
      test: [],
      batch: [],
      batchSteps: [],
    },
    checkpointStep: null,
    kept: { steps: [], bytes: 0 },
    tags: [],
    project: "",
    colour: null,
    notes: "",
    deletedAt: null,
    groupId: null,
    groupName: null,
    parameters: null,
    position: null,
    reproduces: null,
    parent: null,
    keptBytes: 0,
    fork: null,
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
  "kept",
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
