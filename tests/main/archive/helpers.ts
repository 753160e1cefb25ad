import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { presets } from "../../../core/experiment/presets";
import type { Checkpoint } from "../../../core/run/checkpoint";
import type { EngineInfo, RunSummary } from "../../../core/run/summary";
import type { RecordBatch } from "../../../core/series/columns";
import type { Archive } from "../../../main/archive/archive";
import { openArchive } from "../../../main/archive/open";
import type { Migration } from "../../../main/archive/migrations/migration";

export const spec = presets[0].spec;

/** A folder that is gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "edge-lab-test-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export async function temporaryPath(): Promise<string> {
  return join(await temporaryFolder(), "archive.db");
}

/** An archive that is closed after the test, unless the test has done so. */
export async function open(
  path: string,
  migrations?: readonly Migration[],
): Promise<Archive> {
  const archive = await openArchive(path, migrations);
  onTestFinished(() => archive.close().catch(() => undefined));
  return archive;
}

export async function temporaryArchive(): Promise<Archive> {
  return open(await temporaryPath());
}

/** Steps `from` to `from + length − 1`, with values that tell them apart. */
export function batchOf(
  from: number,
  length: number,
  value: (step: number) => number = (step) => step / 7,
): RecordBatch {
  const step = Float64Array.from({ length }, (_, i) => from + i);
  return {
    steps: { step, loss: step.map(value), gradNorm: step.map((s) => -s) },
    spectrum: { step: new Float64Array(), lambda1: new Float64Array() },
    test: {},
    batch: {},
    batchSteps: {},
  };
}

/** A checkpoint with something in each of its parts. */
export function checkpointAt(step: number): Checkpoint {
  return {
    step,
    seconds: step / 3,
    theta: Float64Array.of(1 / 3, -0, step),
    earlier: Float64Array.of(Math.PI, NaN, 1e-308),
    optimizer: [Float64Array.of(1), Float64Array.of(2, 3)],
    spectrum: {
      tracker: {
        k: 2,
        count: 4,
        random: [1, -2, 3, -4],
        tracks: [{ history: [Float64Array.of(0.6, 0.8)], best: 1 }],
      },
      vectors: [],
    },
    recorder: { summary: summaryAt(step - 1), hoverSum: 0.1, hoverCount: 3 },
    divergence: { loss: 0.1, parameterNorm: 2 },
  };
}

export const engine: EngineInfo = {
  backend: "float64",
  precision: "float64",
  precisionReason: "The experiment asks for float64.",
  parameters: 61,
  loss: "mean over samples of ½·Σ(f−y)²",
  data: { digest: "ab12", samples: 20, testSamples: 0 },
  versions: { edgeLab: "0.1.0" },
  threads: 1,
};

export function summaryAt(step: number): RunSummary {
  return {
    step,
    initialLoss: 1,
    finalLoss: 0.5,
    minLoss: 0.5,
    accuracy: null,
    testLoss: null,
    testAccuracy: null,
    initialSharpness: 10,
    finalSharpness: 40,
    maxSharpness: 41,
    crossingStep: null,
    hover: null,
    unconverged: 0,
    seconds: 1.5,
  };
}

/** What a promise is rejected with; fails when it is not. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("It was expected to fail.");
}
