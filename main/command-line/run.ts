import { rename, writeFile } from "node:fs/promises";
import type { RunDetail } from "../../core/contract/api";
import { toLabError } from "../../core/contract/errors";
import type { ExperimentSpec } from "../../core/experiment/spec";
import { resultFile } from "../../core/export/result-file";
import { RunControl } from "../../core/run/control";
import type { RunSummary } from "../../core/run/summary";
import { stabilityThreshold } from "../../core/spectrum/thresholds";
import type { Archive } from "../archive/archive";
import { execute } from "../engine/execute";
import { loadTensorflow } from "../engine/load-tensorflow";
import { Progress } from "./progress";
import { readRecords } from "./records";

/**
 * Runs an experiment to its end and keeps it in the archive. SIGINT and SIGTERM end it after the
 * current step, as `interrupted`; a second one ends the process at once.
 */
export async function runToEnd(
  spec: ExperimentSpec,
  archive: Archive,
  out: NodeJS.WriteStream,
): Promise<RunDetail> {
  const row = await archive.createRun(spec, stabilityThreshold(spec.optimizer));
  const control = new RunControl();
  const release = onInterrupt(() => control.stop());
  const progress = new Progress(out, spec.steps);
  let summary: RunSummary = row.summary;
  let stored: Promise<unknown> = Promise.resolve();
  try {
    const updates = execute(spec, {
      control,
      tensorflow: loadTensorflow,
      onStarted: (engine) => archive.setEngine(row.id, engine),
    });
    for await (const update of updates) {
      if (update.type === "batch") {
        // The next batch is computed while this one is written.
        await stored;
        summary = update.summary;
        stored = archive.appendBatch(
          row.id,
          update.batch,
          update.events,
          summary,
        );
        // Thrown when it is awaited, not before.
        stored.catch(() => undefined);
        update.events.forEach((event) => progress.event(event));
        progress.update(summary);
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

/** Writes a result file whole or not at all. */
export async function writeResult(
  path: string,
  archive: Archive,
  run: RunDetail,
) {
  const result = resultFile(run, await readRecords(archive, run));
  const temporary = `${path}.${process.pid}.tmp`;
  await writeFile(temporary, `${JSON.stringify(result)}\n`);
  await rename(temporary, path);
}

function onInterrupt(act: () => void) {
  const signals = ["SIGINT", "SIGTERM"] as const;
  let asked = false;
  const listener = () => {
    if (asked) process.exit(130);
    asked = true;
    act();
  };
  for (const signal of signals) process.on(signal, listener);
  return () => signals.forEach((signal) => process.off(signal, listener));
}
