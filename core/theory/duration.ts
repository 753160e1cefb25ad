import { analysisLimit } from "../experiment/analysis-limit";
import type { SelfStabilizationSpec } from "../experiment/analysis-spec";
import { leftOut, type Costs, type Span } from "../experiment/forecast";
import { kinks } from "../experiment/kinks";
import type { ExperimentSpec } from "../experiment/spec";
import { exactLimit } from "../spectrum/exact-limit";
import { durationRange } from "../text/duration-range";

/** Before the start of an analysis so many rows at most, evenly spaced, each with its α, β and δ. */
export const rowsBefore = 100;

/** What the time of an analysis depends on. */
export interface AnalysisExtent {
  /** Steps before it begins: from the least to the most where that is not known yet. */
  from: Span;
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
 * substeps of the central flow. Measured on the presets, see tests/bench/forecast.bench.test.ts.
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
  const { from, steps, flows, isSmooth, parameters } = extent;
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
    return from[end] * alone + rows;
  };
  return {
    low: begin.low + before("low") + (units * unit("low")) / spread,
    high: begin.high + before("high") + units * unit("high") * spread,
  };
}

/** Of a run that is over. */
export function extentOfRun(
  spec: Pick<ExperimentSpec, "model">,
  summary: { crossingStep: number | null; step: number },
  wanted: SelfStabilizationSpec,
  parameters: number,
): AnalysisExtent {
  const known = wanted.from === "crossing" ? summary.crossingStep : wanted.from;
  const from = known ?? summary.step;
  return extent(spec, wanted, parameters, { low: from, high: from }, known);
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
  return forecastAnalysis(
    extent(spec, wanted, parameters, from, from.high),
    costs,
  );
}

/** What a forecast of an experiment adds of its analysis, as the end of a sentence; "" where it asks for none. */
export function analysisToo(spec: ExperimentSpec, seconds: Span | null) {
  if (!seconds) return leftOut(spec);
  const reached =
    spec.analysis?.selfStabilization?.from === "crossing"
      ? " if sharpness reaches 2/η"
      : "";
  return `, and ${durationRange(seconds)} for the analysis${reached}`;
}

function extent(
  { model }: Pick<ExperimentSpec, "model">,
  { steps, flows }: SelfStabilizationSpec,
  parameters: number,
  from: Span,
  begins: number | null,
): AnalysisExtent {
  return {
    from,
    // Of a run that never crossed only the way is analysed.
    steps: begins === null ? 0 : steps,
    flows,
    isSmooth: kinks(model) === null,
    parameters,
  };
}
