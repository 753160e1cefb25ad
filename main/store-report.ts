import type { RunRow } from "../core/contract/api";
import type { Archive } from "./archive/archive";
import type { RowCounts } from "./archive/tails";
import type { RunReport } from "./engine/supervisor";

/**
 * Puts what an engine reports of a run into the archive, for the window and the command line alike.
 * @param stopped what a run that was stopped counts as
 * @returns the run where the report changes it, and the rows of its tables after a batch
 */
export async function storeReport(
  archive: Archive,
  report: RunReport,
  stopped: "stopped" | "interrupted" = "stopped",
): Promise<{ run?: RunRow; rows?: RowCounts }> {
  const { runId } = report;
  switch (report.type) {
    case "started":
      await archive.setEngine(runId, report.engine);
      return {};
    case "batch": {
      const { batch, events, summary, checkpoint, kept } = report;
      return archive.appendBatch(
        runId,
        batch,
        events,
        summary,
        checkpoint,
        kept,
      );
    }
    case "paused":
      return { run: await archive.setStatus(runId, "paused") };
    case "resumed":
      return { run: await archive.setStatus(runId, "running") };
    case "ended": {
      const { outcome, summary } = report;
      const status = outcome === "stopped" ? stopped : outcome;
      return { run: await archive.finish(runId, status, { summary }) };
    }
    case "failed": {
      const { error } = report;
      return { run: await archive.finish(runId, "failed", { error }) };
    }
  }
}
