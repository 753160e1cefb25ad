import { describe, expect, it } from "vitest";
import type { RunDetail } from "../../../core/contract/api";
import { presets } from "../../../core/experiment/presets";
import { readCapsule } from "../../../core/export/capsule";
import { resultFile } from "../../../core/export/result-file";
import { eventKinds, isOver, runStatuses } from "../../../core/run/status";
import { emptySummary } from "../../../core/run/summary";
import type { Tables } from "../../../core/series/columns";

const records: Tables = {
  steps: {
    step: Float64Array.of(0, 1, 2, 3, 4, 5),
    loss: Float64Array.of(1 / 3, NaN, Infinity, -Infinity, -0, 5e-324),
  },
  spectrum: {
    step: Float64Array.of(0, 2.5),
    lambda1: Float64Array.of(NaN, Math.PI),
  },
  test: {},
  batch: {},
  batchSteps: {},
  theory: {
    step: Float64Array.of(1, 2),
    predictedX: Float64Array.of(NaN, -0.5),
  },
};

const run: RunDetail = {
  id: 7,
  name: presets[0].spec.name,
  status: "diverged",
  createdAt: 1_790_000_000_123,
  spec: presets[0].spec,
  threshold: 40,
  summary: { ...emptySummary, step: 5, finalLoss: 5e-324, seconds: 0.1 },
  tags: ["edge"],
  project: "Thesis",
  colour: 3,
  notes: "Line\n\u2028 and “η”",
  deletedAt: null,
  groupId: 2,
  groupName: "Sweep",
  parameters: 61,
  position: null,
  reproduces: 1,
  parent: 2,
  keptBytes: 0,
  fork: {
    step: 3,
    parent: {
      name: "Before",
      createdAt: 1_790_000_000_000,
      spec: presets[0].spec,
    },
    earlier: [{ until: 2, spec: presets[0].spec }],
    precision: "float64",
    digest: "ab12",
  },
  expectation: { kind: "edge", step: 3 },
  engine: {
    backend: "float64",
    precision: "float64",
    precisionReason: "Small.",
    parameters: 61,
    loss: "mean over samples of ½·Σ(f−y)²",
    data: { digest: "ab12", samples: 20, testSamples: 0 },
    versions: { edgeLab: "0.1.0" },
    threads: 2,
  },
  events: [
    { kind: "crossing", step: 1, message: "So.", value: 40.5 },
    { kind: "diverged", step: 5, message: "So.", value: NaN },
    { kind: "diverged", step: 5, message: "So.", value: Infinity },
  ],
  error: { code: "engine", message: "No.", hint: "Yes." },
  rows: { steps: 6, spectrum: 2, test: 0, batch: 0, batchSteps: 0 },
  columns: {
    steps: ["step", "loss"],
    spectrum: ["step", "lambda1"],
    test: [],
    batch: [],
    batchSteps: [],
  },
  checkpointStep: null,
  kept: { steps: [], bytes: 0 },
  pins: [{ id: "a", chart: "loss", step: 0.5, value: 1 / 3, text: "Here." }],
  theory: {
    from: 1,
    steps: 2,
    kick: 0.5,
    stepSize: 0.05,
    start: null,
    forecast: { delay: 36.2, overshoot: 0.19 },
    spike: null,
    agreement: {
      steps: 1,
      correlation: null,
      displacementError: 0.014,
      plainCorrelation: null,
      plainError: 0.028,
      meanSharpness: 1.002,
      meanLoss: null,
      centralLoss: null,
    },
    assumptions: null,
    alarms: [{ kind: "inactive", step: 2, message: "So.", advice: "Then." }],
  },
};

const file = () => structuredClone(resultFile(run, records));
const refusalOf = (value: unknown): string => {
  try {
    readCapsule(typeof value === "string" ? value : JSON.stringify(value));
  } catch (thrown) {
    return (thrown as Error).message;
  }
  throw new Error("It was expected to be refused.");
};

describe("a capsule", () => {
  it.each(eventKinds)("gives back an event of the kind %s", (kind) => {
    const event = { kind, step: 3, message: "So.", value: 1 };
    const written = resultFile({ ...run, events: [event] }, records);
    expect(readCapsule(JSON.stringify(written))[0].events).toEqual([event]);
  });

  it.each(runStatuses)("takes a run with the status %s", (status) => {
    const [read] = readCapsule(
      JSON.stringify(resultFile({ ...run, status }, records)),
    );
    expect(read.status).toBe(isOver(status) ? status : "interrupted");
  });

  it("gives back exactly what was written", () => {
    const { id, name, deletedAt, position, ...theirs } = run;
    const { reproduces, parent, keptBytes, ...others } = theirs;
    const { groupId, groupName, parameters, ...rest } = others;
    const { rows, columns, checkpointStep, kept: checkpoints, ...kept } = rest;
    const [read, ...more] = readCapsule(JSON.stringify(file()));
    expect(more).toEqual([]);
    expect(read).toEqual({ ...kept, records });
    // toEqual takes -0 and 0 for the same.
    expect(Object.is(read.records.steps.loss[4], -0)).toBe(true);
    // What belongs to an archive, not to a run, stays there.
    const own = { reproduces, parent, keptBytes };
    const left = { id, name, deletedAt, position, ...own };
    const group = { groupId, groupName, parameters };
    expect({
      ...left,
      ...group,
      rows,
      columns,
      checkpointStep,
      kept: checkpoints,
      ...kept,
    }).toEqual(run);
    for (const key of [
      "id",
      "groupId",
      "reproduces",
      "parent",
      "checkpointStep",
      "kept",
    ])
      expect(read).not.toHaveProperty(key);
  });

  it("is read where nobody could expect anything yet", () => {
    const { expectation, ...result } = file().result;
    expect(expectation).not.toBeNull();
    const [read] = readCapsule(JSON.stringify({ ...file(), result }));
    expect(read.expectation).toBeNull();
  });

  it("holds several runs", () => {
    const other = { ...file(), name: "Other" };
    const several = { edgeLabRuns: 1, runs: [file(), other] };
    const names = readCapsule(JSON.stringify(several)).map((r) => r.spec.name);
    expect(names).toEqual([run.name, "Other"]);
  });

  it.each(["queued", "running", "paused"] as const)(
    "counts a run that was %s as interrupted",
    (status) => {
      const text = JSON.stringify(resultFile({ ...run, status }, records));
      expect(readCapsule(text)[0].status).toBe("interrupted");
    },
  );
});

describe("a file that is no capsule", () => {
  const changed = (change: (f: ReturnType<typeof file>) => void) => {
    const f = file();
    change(f);
    return f;
  };
  const withResult = (result: object) => {
    const f = file();
    return { ...f, result: { ...f.result, ...result } };
  };
  const withSeries = (series: object) => withResult({ series });

  it.each([
    ["{", "It is not JSON:"],
    ["", "It is not JSON:"],
    [null, "It is not a result file of Edge Lab."],
    [[], "It is not a result file of Edge Lab."],
    [run.spec, "It is not a result file of Edge Lab."],
    [{ result: {} }, "It is not a result file of Edge Lab."],
    [{ edgeLabRuns: 2, runs: [] }, "It was written by a later version"],
    [{ edgeLabRuns: 1, runs: [] }, "runs: must be a list of 1 to 10,000 runs."],
    [
      { edgeLabRuns: 1, runs: [file(), { ...file(), steps: -1 }] },
      "Run 2 of the file: steps:",
    ],
    [{ ...file(), steps: -1 }, "steps:"],
    [withResult({ version: 2 }), "It was written by a later version"],
    [withResult({ version: "1" }), "result.version:"],
    [withResult({ status: "well" }), "result.status:"],
    [withResult({ createdAt: "yesterday" }), "result.createdAt:"],
    [withResult({ threshold: 0 }), "result.threshold:"],
    [withResult({ notes: "x".repeat(20_001) }), "result.notes: Notes must"],
    [
      withResult({ tags: Array(21).fill("a") }),
      "result.tags: A run may have at",
    ],
    [withResult({ pins: [{}] }), "result.pins.0"],
    [withResult({ summary: { step: 1 } }), "result.summary."],
    [withResult({ owner: "me" }), 'Unrecognized key: "owner"'],
    [
      withResult({ events: [{ ...run.events[0], value: "many" }] }),
      "result.events.0.value: must be a number",
    ],
    [withSeries([]), "result.series: must be columns"],
    [withSeries({ "runs.step": [1] }), '"runs.step" is not a column.'],
    [withSeries({ "steps.step": [1] }), '"steps.step" is not a column.'],
    [withSeries({ "a b": [1] }), '"a b" is not a column.'],
    [withSeries({ step: { length: 1e9 } }), "must be a list of numbers."],
    [withSeries({ step: [0], loss: ["1"] }), "result.series.loss[0]: must be"],
    [withSeries({ loss: [1] }), "result.series.step: is missing."],
    [withSeries({ step: [0], toString: [] }), "toString: must be as long as"],
    [
      withSeries({ "test.step": [0, 1], "test.loss": [1] }),
      "result.series.test.loss: must be as long as test.step, 2 rows.",
    ],
    [withSeries({ step: [0, 0] }), "result.series.step[1]: must ascend."],
    [withSeries({ step: [null] }), "result.series.step[0]: must ascend."],
    [
      withSeries(
        Object.fromEntries(
          Array(501)
            .fill(0)
            .map((_, i) => [i, []]),
        ),
      ),
      "has more than 500 columns.",
    ],
    [
      JSON.stringify(file()).replace(
        '"series":{',
        '"series":{"__proto__":[1],',
      ),
      '"__proto__" is not a column.',
    ],
    [changed((f) => Object.assign(f, { unknown: 1 })), "unknown"],
  ])("is refused in a sentence (%#)", (value, sentence) => {
    expect(refusalOf(value)).toContain(sentence);
  });
});
