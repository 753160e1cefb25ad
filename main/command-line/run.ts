import type { RunDetail, RunRow } from "../../core/contract/api";
import { toLabError } from "../../core/contract/errors";
import type { ExperimentSpec } from "../../core/experiment/spec";
import { csv } from "../../core/export/csv";
import { resultFile } from "../../core/export/result-file";
import type { Checkpoint } from "../../core/run/checkpoint";
import { RunControl } from "../../core/run/control";
import type { EngineInfo, RunSummary } from "../../core/run/summary";
import { stabilityThreshold } from "../../core/spectrum/thresholds";
import type { Archive } from "../archive/archive";
import { dataFiles } from "../engine/data-files";
import { prepareContinuation } from "../engine/execute";
import { loadTensorflow } from "../engine/load-tensorflow";
import { prepareRun, type PreparedRun } from "../engine/prepare";
import { writeWhole } from "../files/write-whole";
import { onInterrupt } from "./interrupt";
import { withAbsolutePaths } from "./paths";
import { Progress } from "./progress";
import { readRecords } from "./records";
import { dataLines } from "./text";

const tensorflow = loadTensorflow;

/** An experiment that can be run, with the paths of its data files from the root of the disk. */
interface NewRun {
  spec: ExperimentSpec;
  run: PreparedRun;
}

/**
 * Reads and checks the data of an experiment.
 * @param base folder that relative paths of data files start from
 * @throws LabFailure when it cannot be run
 */
export async function prepareNew(
  spec: ExperimentSpec,
  base: string,
): Promise<NewRun> {
  const run = await prepareRun(spec, { files: dataFiles(base), tensorflow });
  // The run may go on another day, in another folder.
  return { spec: withAbsolutePaths(spec, base), run };
}

/**
 * Runs an experiment to its end and keeps it in the archive. SIGINT and SIGTERM end it after the
 * current step, as `interrupted`; a second one ends the process at once.
 */
export async function runToEnd(
  { spec, run }: NewRun,
  archive: Archive,
  out: NodeJS.WriteStream,
): Promise<RunDetail> {
  try {
    out.write(dataLines(run.engine.data));
    const threshold = stabilityThreshold(spec.optimizer);
    const row = await archive.createRun(spec, threshold);
    return await follow(row, run, archive, out);
  } finally {
    run.release();
  }
}

/** Lets a run go on from its last checkpoint to its end. @throws LabFailure when it cannot */
export async function continueToEnd(
  id: number,
  archive: Archive,
  out: NodeJS.WriteStream,
): Promise<RunDetail> {
  const { spec, engine, checkpointStep } = await archive.openRun(id);
  // Before any row is cut away.
  const run = checkpointStep === null ? null : await prepareAgain(spec, engine);
  try {
    const { run: row, continuation } = await archive.continueRun(id);
    if (!run) throw new Error("A run that can go on was prepared.");
    return await follow(row, run, archive, out, continuation?.checkpoint);
  } finally {
    run?.release();
  }
}

/** @param engine what computed the run until now; null where it had not come that far */
function prepareAgain(
  spec: ExperimentSpec,
  engine: EngineInfo | null,
): Promise<PreparedRun> {
  const surroundings = { files: dataFiles(), tensorflow };
  return engine
    ? prepareContinuation(spec, { engine }, surroundings)
    : prepareRun(spec, surroundings);
}

async function follow(
  row: RunRow,
  run: PreparedRun,
  archive: Archive,
  out: NodeJS.WriteStream,
  checkpoint?: Checkpoint,
): Promise<RunDetail> {
  const control = new RunControl();
  const release = onInterrupt(() => control.stop());
  const progress = new Progress(out, row.spec.steps);
  let summary: RunSummary = row.summary;
  let stored: Promise<unknown> = Promise.resolve();
  try {
    await archive.setEngine(row.id, run.engine);
    for await (const update of run.updates(control, checkpoint)) {
      if (update.type === "batch") {
        // The next batch is computed while this one is written.
        await stored;
        summary = update.summary;
        const { batch, events, checkpoint } = update;
        const recorded = summary;
        // What is told is stored.
        stored = archive
          .appendBatch(row.id, batch, events, recorded, checkpoint)
          .then(() => {
            events.forEach((event) => progress.event(event));
            progress.update(recorded);
          });
        // Thrown when it is awaited, not before.
        stored.catch(() => undefined);
      } else if (update.type === "ended") {
        const { outcome } = update;
        await stored;
        const status = outcome === "stopped" ? "interrupted" : outcome;
        await archive.finish(row.id, status, { summary: update.summary });
      }
    }
  } catch (thrown) {
    await archive.finish(row.id, "failed", {
      summary,
      error: toLabError(thrown),
    });
    throw thrown;
  } finally {
    progress.clear();
    release();
  }
  return archive.openRun(row.id);
}

/** Writes a result file, or for a name that ends in .csv the table of steps; whole or not at all. */
export async function writeResult(
  path: string,
  archive: Archive,
  run: RunDetail,
) {
  const records = await readRecords(archive, run);
  const isTable = path.toLowerCase().endsWith(".csv");
  await writeWhole(
    path,
    isTable
      ? csv(records.steps)
      : `${JSON.stringify(resultFile(run, records))}\n`,
  );
}
