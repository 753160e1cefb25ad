import type { ExperimentSpec } from "../../../core/experiment/spec";
import { RunControl, type RunUpdate } from "../../../core/run/control";
import { stabilityThreshold } from "../../../core/optimizers/spec";
import type { LessonRun } from "../../../core/lessons/results";
import { prepareRun } from "../../../main/engine/prepare";
import { dataFiles } from "../../../main/engine/data-files";
import { loadTensorflow } from "../../../main/engine/load-tensorflow";

/** A run of an experiment to its end, as the engine does it, with its losses and sharpnesses by step. */
export interface WholeRun extends LessonRun {
  loss: number[];
  sharpness: number[];
}

export async function runWhole(spec: ExperimentSpec): Promise<WholeRun> {
  const prepared = await prepareRun(spec, {
    files: dataFiles(process.cwd()),
    tensorflow: loadTensorflow,
  });
  const updates: RunUpdate[] = [];
  for await (const update of prepared.updates(new RunControl()))
    updates.push(update);
  prepared.release();
  const batches = updates.filter((update) => update.type === "batch");
  const ended = updates.at(-1);
  if (ended?.type !== "ended") throw new Error("It did not end.");
  const summary = batches.at(-1)?.summary;
  if (!summary) throw new Error("It recorded nothing.");
  const values = (table: "steps" | "spectrum", name: string) => {
    const all: number[] = [];
    for (const { batch } of batches)
      batch[table].step.forEach(
        (step, i) => (all[step] = batch[table][name][i]),
      );
    return all;
  };
  return {
    spec,
    status: ended.outcome,
    threshold: stabilityThreshold(spec.optimizer),
    summary,
    loss: values("steps", "loss"),
    sharpness: values("spectrum", "lambda1"),
  };
}
