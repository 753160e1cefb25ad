/** The analysis of a run: its numbers are kept with the run, its rows in the series. */
import { analysisSummary } from "../../core/export/theory-schema";
import type { Analysis, AnalysisSummary } from "../../core/theory/analysis";
import type { Reader, Writer } from "./db";
import { updateRow } from "./run-columns";
import { notAsStored } from "./failure";
import { appendColumns } from "./series";
import { storedJson } from "./stored-json";

/** Puts an analysis in the place of the last one. @throws LabFailure `not-found` */
export async function replaceTheory(
  sql: Writer,
  id: number,
  { columns, summary }: Analysis,
) {
  await deleteTheory(sql, id);
  await updateRow(sql, id, { theory: summary });
  await appendColumns(sql, id, "theory", columns);
}

/** @throws LabFailure `not-found` */
export async function deleteTheory(sql: Writer, id: number) {
  await updateRow(sql, id, { theory: null });
  await sql.run(
    `DELETE FROM series WHERE run_id = ? AND table_name = 'theory'`,
    [id],
  );
}

/** Null for a run that was never analysed. */
export async function selectTheory(
  sql: Reader,
  id: number,
): Promise<AnalysisSummary | null> {
  const row = await sql.get<{ theory: string | null }>(
    `SELECT theory FROM runs WHERE id = ?`,
    [id],
  );
  if (!row?.theory) return null;
  const what = `the analysis of run ${id}`;
  // JSON keeps NaN as null: reading it is what turns it back.
  const parsed = analysisSummary.safeParse(storedJson(row.theory, what));
  if (!parsed.success) throw notAsStored(what);
  return parsed.data;
}
