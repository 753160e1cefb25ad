import type { RunRow } from "../../core/contract/api";
import { differences } from "../../core/experiment/diff";
import { peakOf } from "../../core/optimizers/step-size";
import type { ExperimentSpec } from "../../core/experiment/spec";

/** Whether two experiments are the same but for their names. */
export function areSame(a: ExperimentSpec, b: ExperimentSpec): boolean {
  return (
    a.steps === b.steps &&
    a.model.kind === b.model.kind &&
    peakOf(a.optimizer.stepSize) === peakOf(b.optimizer.stepSize) &&
    differences([a, b]).length === 0
  );
}

/** The newest run of an experiment that came to something, if there is one. */
export function runOf(
  spec: ExperimentSpec,
  rows: readonly RunRow[],
): RunRow | undefined {
  return rows
    .filter((row) => row.status !== "failed" && areSame(row.spec, spec))
    .sort((a, b) => b.id - a.id)[0];
}

/** Runs that the person started since a moment, without those of the lesson; the newest first. */
export function ownRuns(
  rows: readonly RunRow[],
  since: number,
  experiments: readonly ExperimentSpec[],
): RunRow[] {
  return rows
    .filter(({ createdAt }) => createdAt >= since)
    .filter(({ spec }) => !experiments.some((one) => areSame(one, spec)))
    .sort((a, b) => b.id - a.id);
}
