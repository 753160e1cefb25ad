import { expect } from "vitest";
import { dataShape, sourceOf } from "../../../core/data/spec";
import { isNetwork, type ExperimentSpec } from "../../../core/experiment/spec";
import { multiplications, parameterShapes } from "../../../core/layers/network";
import { RunControl } from "../../../core/run/control";
import { tableNames, type RecordBatch } from "../../../core/series/columns";
import { stabilityThreshold } from "../../../core/optimizers/spec";
import type { Archive } from "../../../main/archive/archive";
import { dataFiles } from "../../../main/engine/data-files";
import { prepareRun } from "../../../main/engine/prepare";
import { expectRefusal } from "./refusal";

/** Whether a run takes no more than a moment and needs neither files nor TensorFlow. */
export function isSmall(spec: ExperimentSpec): boolean {
  if (!isNetwork(spec)) return true;
  const { data, model } = spec;
  const shape = dataShape(data);
  const onDisk = data.source === "mnist" || sourceOf(data).files !== undefined;
  if (!shape || onDisk || spec.precision === "float32") return false;
  const samples =
    data.source === "inline"
      ? data.x.length
      : data.source === "iris"
        ? 150
        : (data.samples ?? 0) +
          ("testSamples" in data ? (data.testSamples ?? 0) : 0);
  const hidden = data.source === "teacher" ? data.hidden : 1;
  const parameters = parameterShapes(model.layers, shape.inputShape).reduce(
    (sum, { rows, columns }) => sum + rows * columns,
    0,
  );
  const work = multiplications(model.layers, shape.inputShape);
  return (
    samples * (work + shape.inputShape[0] * hidden) < 100_000 &&
    parameters < 300
  );
}

/** Runs the first steps and makes sure that the archive holds the very numbers. */
export async function runAndKeep(spec: ExperimentSpec, archive: Archive) {
  const short = { ...spec, steps: Math.min(spec.steps, 4) };
  const { id } = await archive.createRun(
    short,
    stabilityThreshold(spec.optimizer),
  );
  const batches: RecordBatch[] = [];
  try {
    const run = await prepareRun(short, {
      files: dataFiles(),
      tensorflow: () => {
        throw new Error("A small run needs no TensorFlow.");
      },
    });
    await archive.setEngine(id, run.engine);
    for await (const update of run.updates(new RunControl()))
      if (update.type === "batch") {
        const { batch, events, summary } = update;
        batches.push(batch);
        await archive.appendBatch(id, batch, events, summary);
      } else if (update.type === "ended")
        await archive.finish(id, update.outcome, { summary: update.summary });
    run.release();
  } catch (thrown) {
    expectRefusal(thrown, ["bad-experiment"]);
    return;
  }
  const { rows, columns, status } = await archive.openRun(id);
  expect(["finished", "diverged"]).toContain(status);
  expect(rows.steps).toBeGreaterThan(0);
  for (const table of tableNames) {
    const stored = columns[table].length
      ? await archive.readColumns({ runId: id, table, columns: columns[table] })
      : {};
    for (const name of columns[table])
      expect(stored[name]).toEqual(
        Float64Array.from(batches.flatMap((batch) => [...batch[table][name]])),
      );
  }
}
