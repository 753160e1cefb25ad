import type { RunRow } from "../../../core/contract/api";
import { analysisLimit } from "../../../core/experiment/analysis-limit";
import type { AnalysisSummary } from "../../../core/theory/analysis";
import { count, counted } from "../../lib/format";
import { isOver } from "../../../core/run/status";

/** Why the theory has nothing to say of a run yet, and never will; null where it can be analysed. */
export function whyNot(run: RunRow): string | null {
  const limit = analysisLimit(run.spec);
  if (limit?.isWhole) return `${limit.message} ${limit.hint}`;
  if (!isOver(run.status))
    return "The run is not over yet. It can be analysed when it is.";
  if (run.status === "failed")
    return "The run failed before there was anything to analyse.";
  return null;
}

/** The runs that can be analysed, newest first. */
export function subjects(rows: RunRow[]): RunRow[] {
  return rows.filter((row) => whyNot(row) === null);
}

/** What was analysed, in a sentence. */
export function analysedSentence(theory: AnalysisSummary): string {
  const { from, steps, alarms } = theory;
  const notes =
    alarms.length > 0 ? `, with ${counted(alarms.length, "note")}` : "";
  return steps === 0
    ? `Analysed on its way, ${counted(from, "step")}${notes}.`
    : `Analysed over ${counted(steps, "step")} from step ${count(from)}${notes}.`;
}
