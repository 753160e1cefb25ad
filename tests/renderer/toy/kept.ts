import type { ExperimentSpec } from "../../../core/experiment/spec";
import { readCapsule } from "../../../core/export/capsule";
import { resultFile } from "../../../core/export/result-file";
import { stabilityThreshold } from "../../../core/optimizers/spec";
import { RunControl } from "../../../core/run/control";
import { readRecords } from "../../../main/archive/records";
import { dataFiles } from "../../../main/engine/data-files";
import { execute } from "../../../main/engine/execute";
import { temporaryArchive } from "../../main/archive/helpers";

/** What the engine needs besides a small experiment. */
export const surroundings = {
  files: dataFiles(),
  tensorflow: () => {
    throw new Error("It is not needed.");
  },
};

/** Runs an experiment to its end into an archive, and reads it from there and from its exported file. */
export async function runAndKeep(spec: ExperimentSpec) {
  const archive = await temporaryArchive();
  const threshold = stabilityThreshold(spec.optimizer);
  const { id } = await archive.createRun(spec, threshold);
  for await (const update of execute(spec, {
    ...surroundings,
    control: new RunControl(),
    onStarted: (engine) => archive.setEngine(id, engine),
  })) {
    if (update.type === "batch")
      await archive.appendBatch(
        id,
        update.batch,
        update.events,
        update.summary,
        update.checkpoint,
      );
    if (update.type === "ended") await archive.finish(id, "finished");
  }
  const run = await archive.openRun(id);
  const records = await readRecords(archive, run);
  const [exported] = readCapsule(JSON.stringify(resultFile(run, records)));
  return { run, records, exported, archive };
}
