import type { RunDetail } from "../../core/contract/api";
import {
  spectrumColumns,
  stepColumns,
  type RecordBatch,
} from "../../core/series/columns";
import type { Archive } from "../archive/archive";

/** All that a run recorded. */
export async function readRecords(
  archive: Archive,
  run: RunDetail,
): Promise<RecordBatch> {
  const runId = run.id;
  // A network with fewer parameters has fewer eigenvalues than were asked for.
  const parameters = run.engine?.parameters ?? Infinity;
  const k = Math.min(run.spec.measure.sharpness.k, parameters);
  const [steps, spectrum] = await Promise.all([
    archive.readColumns({ runId, table: "steps", columns: [...stepColumns] }),
    archive.readColumns({
      runId,
      table: "spectrum",
      columns: spectrumColumns(k),
    }),
  ]);
  return { steps, spectrum };
}
