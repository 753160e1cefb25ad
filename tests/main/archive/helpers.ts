import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { presets } from "../../../core/experiment/presets";
import type { RunSummary } from "../../../core/run/summary";
import type { RecordBatch } from "../../../core/series/columns";
import type { Archive } from "../../../main/archive/archive";
import { openArchive } from "../../../main/archive/open";
import type { Migration } from "../../../main/archive/migrations";

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
  };
}

export function summaryAt(step: number): RunSummary {
  return {
    step,
    initialLoss: 1,
    finalLoss: 0.5,
    minLoss: 0.5,
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
