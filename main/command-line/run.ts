import type { RunDetail, RunRow } from "../../core/contract/api";
import { toLabError } from "../../core/errors";
import type { ExperimentSpec } from "../../core/experiment/spec";
import { csv } from "../../core/export/csv";
import { resultFile } from "../../core/export/result-file";
import { firstStep } from "../../core/run/fork";
import type { EngineInfo } from "../../core/run/summary";
import { stabilityThreshold } from "../../core/optimizers/spec";
import type { Archive } from "../archive/archive";
import { readRecords } from "../archive/records";
import type { Origin } from "../archive/runs";
import type { RunReport } from "../engine/supervisor";
import { storeReport } from "../store-report";
import { writeWhole } from "../files/write-whole";
import { EngineLost, withEngine, type Engine } from "./engine";
import { onInterrupt } from "./interrupt";
import { Progress } from "./progress";
import { dataLines } from "./text";

/**
 * Runs an experiment to its end and keeps it in the archive. SIGINT and SIGTERM end it after the
 * current step, as `interrupted`; a second one ends the process at once.
 * @param engine where the experiment has started, on `info`
 * @param origin of a fork
 */
export async function runToEnd(
  spec: ExperimentSpec,
  engine: Engine,
  info: EngineInfo,
  archive: Archive,
  out: NodeJS.WriteStream,
  origin: Origin | null = null,
): Promise<RunDetail> {
  out.write(dataLines(info.data));
  const threshold = stabilityThreshold(spec.optimizer);
  const row = await archive.createRun(spec, threshold, origin);
  return follow(row, engine, info, archive, out);
}

/** Lets a run go on from its last checkpoint to its end. @throws LabFailure when it cannot */
export async function continueToEnd(
  id: number,
  archive: Archive,
  out: NodeJS.WriteStream,
): Promise<RunDetail> {
  const { spec, parent, fork } = await archive.openRun(id);
  const beginning =
    (await archive.continuationOf(id)) ??
    (fork && (await archive.forkStart({ parent, fork })));
  return withEngine(process.cwd(), async (engine) => {
    // Its data are read and checked before rows after the checkpoint are deleted.
    const info = await engine.start(spec, beginning);
    const { run } = await archive.continueRun(id);
    return follow(run, engine, info, archive, out);
  });
}

async function follow(
  row: RunRow,
  engine: Engine,
  info: EngineInfo,
  archive: Archive,
  out: NodeJS.WriteStream,
): Promise<RunDetail> {
  const release = onInterrupt(() => engine.stop());
  const progress = new Progress(out, firstStep(row), row.spec.steps);
  const store = (report: RunReport) =>
    storeReport(archive, { ...report, runId: row.id }, "interrupted");
  try {
    await archive.setEngine(row.id, info);
    await engine.follow(async (report) => {
      await store(report);
      // Only what is in the archive is shown.
      if (report.type !== "batch") return;
      report.events.forEach((event) => progress.event(event));
      progress.update(report.summary);
    });
  } catch (thrown) {
    if (thrown instanceof EngineLost)
      await archive.finish(row.id, "interrupted", { error: thrown.reason });
    else await archive.finish(row.id, "failed", { error: toLabError(thrown) });
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
