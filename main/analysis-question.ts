import type { RunDetail } from "../core/contract/api";
import type { AnalysisQuestion } from "../core/contract/engine";
import { LabFailure } from "../core/errors";
import type { SelfStabilizationSpec } from "../core/experiment/analysis-spec";
import { firstStep } from "../core/run/fork";
import { grouped } from "../core/text/grouped";
import { wayOf } from "../core/theory/duration";
import { landingsOf, type Landing } from "../core/theory/landings";

type Analysed = Pick<RunDetail, "spec" | "engine" | "fork" | "summary">;

/**
 * What an engine is asked for the analysis of a run that is over.
 * @param landings parameters of the run that are known, see `landingsFor`
 * @throws LabFailure `bad-request` for a run that never began, and for a start before the first step of a fork
 */
export function analysisQuestion(
  run: Analysed,
  wanted: SelfStabilizationSpec,
  landings: Landing[] = [],
): AnalysisQuestion {
  const { spec, engine, fork, summary } = run;
  if (!engine)
    throw new LabFailure({
      code: "bad-request",
      message: "The run never started, so there is nothing to analyse.",
    });
  const begin = firstStep(run);
  if (wanted.from !== "crossing" && wanted.from < begin)
    throw new LabFailure({
      code: "bad-request",
      message: `The fork begins at step ${grouped(begin)}; its analysis cannot begin before that.`,
      hint: "Analyse the run that it was forked from.",
    });
  return {
    kind: "analysis",
    spec,
    engine,
    fork,
    landings,
    wanted,
    crossing: summary.crossingStep,
    runSteps: summary.step,
  };
}

/** The checkpoints that spare steps on the way to the start of an analysis; of a fork its first one, too. */
export async function landingsFor(
  archive: LandingSource,
  run: RunDetail,
  wanted: SelfStabilizationSpec,
): Promise<Landing[]> {
  if (!run.engine) return [];
  const steps = landingsOf(wayOf(run, wanted, run.engine.parameters));
  const first = run.fork ? [run.fork.step] : [];
  return archive.landings(run.id, [...first, ...steps]);
}

interface LandingSource {
  landings(id: number, steps: number[]): Promise<Landing[]>;
}
