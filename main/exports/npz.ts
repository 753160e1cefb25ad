/** A run as arrays for NumPy: its series, its parameters, and the eigenvectors of its last measurement. */
import type { RunDetail } from "../../core/contract/api";
import type { RunState } from "../../core/contract/engine";
import { LabFailure, toLabError } from "../../core/errors";
import type { NamedArray } from "../../core/export/named-array";
import { parameterArrays } from "../../core/export/parameters";
import type { Tables } from "../../core/series/columns";
import type { Archive } from "../archive/archive";
import { readRecords } from "../archive/records";
import { npzBytes } from "../files/npz";
import { writeWhole } from "../files/write-whole";
import type { Ask } from "./ask";

/**
 * Writes the arrays of a run as one file.
 * @returns sentences about what is not in it
 * @throws LabFailure
 */
export async function writeNpz(
  path: string,
  archive: Archive,
  run: RunDetail,
  ask: Ask,
): Promise<string[]> {
  const records = await readRecords(archive, run);
  const cautions: string[] = [];
  const state = await stateOf(archive, run, records, ask, cautions);
  await writeWhole(path, npzBytes(arraysOf(archive, run, records, state)));
  return cautions;
}

/** One checkpoint at a time in memory. */
async function* arraysOf(
  archive: Archive,
  run: RunDetail,
  records: Tables,
  state: RunState | null,
): AsyncGenerator<NamedArray> {
  for (const [table, columns] of Object.entries(records))
    for (const [name, values] of Object.entries(columns))
      yield { name: `${table}/${name}`, shape: [values.length], values };
  if (state) yield* parameterArrays(run, state.theta, "final/");
  for (const step of run.kept.steps) {
    const kept = await archive.checkpointBefore(run.id, step);
    if (kept?.step === step)
      yield* parameterArrays(run, kept.theta, `step-${step}/`);
  }
  const { eigen } = state ?? {};
  if (!eigen) return;
  const { step, values, vectors } = eigen;
  const count = values.length;
  yield { name: "eigenvectors/step", shape: [], values: Float64Array.of(step) };
  yield { name: "eigenvectors/values", shape: [count], values };
  yield {
    name: "eigenvectors/vectors",
    shape: [count, vectors.length / Math.max(1, count)],
    values: vectors,
  };
}

/** The end of the run, computed again from the nearest checkpoint; null, with a caution, where that fails. */
async function stateOf(
  archive: Archive,
  run: RunDetail,
  { spectrum, steps, batchSteps }: Tables,
  ask: Ask,
  cautions: string[],
): Promise<RunState | null> {
  const { engine, spec, summary, fork } = run;
  if (!engine || run.rows.steps === 0) return null;
  const row = spectrum.step ? lastMeasured(spectrum, summary.step) : -1;
  const measured =
    row < 0
      ? null
      : {
          step: spectrum.step[row],
          isMidpoint:
            (spectrum as Partial<Tables["spectrum"]>).midpoint?.[row] === 1,
        };
  const before = measured ? measured.step - 1 : summary.step;
  const checkpoint = await archive.checkpointBefore(
    run.id,
    Math.max(0, before),
  );
  try {
    const answer = await ask({
      kind: "state",
      ...{ spec, engine, fork, measured, checkpoint, step: summary.step },
    });
    if (answer.kind !== "state") throw new Error("No state came.");
    const { seen } = answer.state;
    const losses = spec.batch ? batchSteps : steps;
    const at = seen ? losses.step.indexOf(seen.step) : -1;
    if (seen && at >= 0 && !Object.is(losses.loss[at], seen.loss))
      cautions.push(
        `The parameters were computed again, but they differ slightly: the loss at step ${seen.step} is ${seen.loss} and was ${losses.loss[at]}.`,
      );
    return answer.state;
  } catch (thrown) {
    if (
      !(thrown instanceof LabFailure) ||
      thrown.error.code !== "bad-experiment"
    )
      throw thrown;
    const { message } = toLabError(thrown);
    cautions.push(
      `Neither final parameters nor eigenvectors are in the file: ${message}`,
    );
    return null;
  }
}

function lastMeasured({ step, lambda1 }: Tables["spectrum"], last: number) {
  let row = step.length - 1;
  while (row >= 0 && !(step[row] <= last && Number.isFinite(lambda1[row])))
    row--;
  return row;
}
