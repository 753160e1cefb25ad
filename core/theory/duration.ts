import { analysisLimit } from "../experiment/analysis-limit";
import type { SelfStabilizationSpec } from "../experiment/analysis-spec";
import { leftOut, type Costs, type Span } from "../experiment/forecast";
import { kinks } from "../experiment/kinks";
import type { ExperimentSpec } from "../experiment/spec";
import { exactLimit } from "../spectrum/exact-limit";
import { durationRange } from "../text/duration-range";
import { firstStep, type Fork } from "../run/fork";
import { rowsBefore, stepsWalked, type Way } from "./landings";

/** What the time of an analysis depends on. */
export interface AnalysisExtent {
  /** Steps before it begins: from the least to the most where that is not known yet. */
  from: Span;
  /** Those of them that are made one by one, and not passed over by a checkpoint. */
  walked: Span;
  /** Steps from there on. */
  steps: number;
  flows: boolean;
  /** Whether there is a ∇S, and with it the constrained trajectory and the flows. */
  isSmooth: boolean;
  /** Parameters P. */
  parameters: number;
}

/**
 * Work in units of a measured step of the run where all of the Hessian is computed, and in Hessian-vector
 * products elsewhere. An analysed step has about five linearizations without the flows: one of the run and some
 * four of the projection, the latter with D³L; and about ten with the flows, which add gradient flow and four
 * substeps of the central flow. Measured on the presets, see tests/bench/more/forecast.bench.test.ts.
 */
interface Work {
  /** A row with a measurement and D³L. */
  row: number;
  /** Projection and assumptions where the analysis begins, and the landing of the central flow. */
  start: number;
  startOfFlows: number;
  /** An analysed step, and the flows besides. */
  step: number;
  stepOfFlows: number;
}

const byWholeHessian: Work = {
  row: 2,
  start: 36,
  startOfFlows: 28,
  step: 8.6,
  stepOfFlows: 10.4,
};
const byProducts: Work = {
  row: 9,
  start: 130,
  startOfFlows: 170,
  step: 55,
  stepOfFlows: 36,
};
/** How much less it may take on another problem, or more. */
const spread = 1.6;
/** Seconds in which a process starts and reads its data. */
const begin: Span = { low: 0.3, high: 2 };

/** Seconds of an analysis; null where the costs do not say what a measurement takes. */
export function forecastAnalysis(
  extent: AnalysisExtent,
  { step, measurement, perProduct }: Costs,
): Span | null {
  if (!perProduct) return null;
  const { from, walked, steps, flows, isSmooth, parameters } = extent;
  const isDense = parameters <= exactLimit;
  const work = isDense ? byWholeHessian : byProducts;
  const unit = (end: keyof Span) =>
    isDense ? perProduct[end] * parameters : perProduct[end];
  const atStart = work.start + (flows ? work.startOfFlows : 0);
  const each = work.step + (flows ? work.stepOfFlows : 0);
  const units =
    isSmooth && steps > 0 ? atStart + steps * each : steps * work.row;
  const isEvery = measurement.high === 0;
  const before = (end: keyof Span) => {
    const rows = Math.min(from[end], rowsBefore) * work.row * unit(end);
    // Measured at every step, a step alone cannot be told from its measurement: it takes less.
    const alone = isEvery && end === "low" ? 0 : step[end];
    return walked[end] * alone + rows;
  };
  return {
    low: begin.low + before("low") + (units * unit("low")) / spread,
    high: begin.high + before("high") + units * unit("high") * spread,
  };
}

/** A run that is over, as far as the extent of an analysis depends on it. */
interface AnalysedRun {
  spec: Pick<ExperimentSpec, "model">;
  summary: { crossingStep: number | null; step: number };
  fork: Fork | null;
  kept: { steps: readonly number[] };
}

/** The way to the start of the analysis of a run that is over, and the step that decided it, null for none. */
export function wayOf(
  run: Omit<AnalysedRun, "spec">,
  { from: wanted }: SelfStabilizationSpec,
  parameters: number,
): Way & { known: number | null } {
  const { summary, kept } = run;
  const begin = firstStep(run);
  const crossing =
    summary.crossingStep && Math.max(begin, summary.crossingStep);
  const known = wanted === "crossing" ? crossing : wanted;
  const from = known ?? summary.step;
  return { begin, from, kept: kept.steps, parameters, known };
}

/** Of a run that is over. */
export function extentOfRun(
  run: AnalysedRun,
  wanted: SelfStabilizationSpec,
  parameters: number,
): AnalysisExtent {
  const { known, ...way } = wayOf(run, wanted, parameters);
  return extent(run.spec, wanted, { low: way, high: way }, known);
}

/**
 * Seconds of the analysis that an experiment asks for, by a dry run of it; null where it asks for none and where
 * nothing is known. Where it crosses only the run will show: 0 steps to all are before.
 */
export function forecastAsked(
  spec: ExperimentSpec,
  costs: Costs,
  parameters: number,
): Span | null {
  const wanted = spec.analysis?.selfStabilization;
  if (!wanted || analysisLimit(spec)?.isWhole) return null;
  const from =
    wanted.from === "crossing"
      ? { low: 0, high: spec.steps }
      : { low: wanted.from, high: wanted.from };
  const way = (end: keyof Span): Way => {
    const kept = keptUpTo(spec, from[end]);
    return { begin: 0, from: from[end], kept, parameters };
  };
  return forecastAnalysis(
    extent(spec, wanted, { low: way("low"), high: way("high") }, from.high),
    costs,
  );
}

/** The steps at which a run to be keeps checkpoints. */
function keptUpTo({ checkpoints }: ExperimentSpec, last: number): number[] {
  if (!checkpoints) return [];
  const { every } = checkpoints;
  return Array.from(
    { length: Math.floor(last / every) },
    (_, i) => (i + 1) * every,
  );
}

/**
 * What a forecast of an experiment adds of its analysis, as the end of a sentence; "" where it asks for none.
 * @param runs that are analysed, one after the other
 */
export function analysisToo(
  spec: ExperimentSpec,
  seconds: Span | null,
  runs = 1,
) {
  if (!seconds) return leftOut(spec);
  const what = runs === 1 ? "the analysis" : "the analyses";
  const reached =
    spec.analysis?.selfStabilization?.from === "crossing"
      ? " if sharpness reaches 2/η"
      : "";
  return `, and ${durationRange(seconds)} for ${what}${reached}`;
}

function extent(
  { model }: Pick<ExperimentSpec, "model">,
  { steps, flows }: SelfStabilizationSpec,
  { low, high }: { low: Way; high: Way },
  begins: number | null,
): AnalysisExtent {
  return {
    from: { low: low.from - low.begin, high: high.from - high.begin },
    walked: { low: stepsWalked(low), high: stepsWalked(high) },
    // Of a run that never crossed only the way is analysed.
    steps: begins === null ? 0 : steps,
    flows,
    isSmooth: kinks(model) === null,
    parameters: high.parameters,
  };
}
