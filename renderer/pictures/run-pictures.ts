/** Pictures of a run, made from its settings, its summary and a window of its series. */
import type { RunRow, SeriesWindow } from "../../core/contract/api";
import { count } from "../lib/format";
import { hasNegativeLoss, isActive } from "../lib/status";
import { stepsByGradient, thresholdText } from "../lib/threshold";
import { linearRange, logRange } from "../plot/axis";
import { curveOf, hasValues, valuesOf } from "../plot/curve";
import type { Axis, ChartModel } from "../plot/model";
import { doubtfulRows } from "./doubt";

/** A linear axis would flatten everything below a sharpness this many thresholds high. */
const tooHighForLinear = 20;

/** Loss over steps, logarithmic unless some of it is negative, as on landscapes. */
export function lossPicture(row: RunRow, steps: SeriesWindow): ChartModel {
  const log = !hasNegativeLoss(row);
  const loss = curveOf("loss", "", "loss", steps.loss);
  const values = valuesOf([loss], log);
  return {
    x: stepAxis(row),
    y: { ...(log ? logRange(values) : linearRange(values)), log },
    curves: [loss],
    threshold: null,
    crossing: crossing(row),
  };
}

/** λ₁ (the sharpness) and λ₂ with the threshold; measurements in doubt flagged. */
export function sharpnessPicture(
  row: RunRow,
  spectrum: SeriesWindow,
): ChartModel {
  const first = curveOf("lambda1", "S", "sharpness", spectrum.lambda1);
  const second = curveOf("lambda2", "λ_2", "second", spectrum.lambda2, {
    dash: [5, 3],
    gaps: "plain",
  });
  const curves = hasValues(second, false) ? [first, second] : [first];
  for (const each of curves) each.flagged = doubtfulRows(each, spectrum);
  return {
    x: stepAxis(row),
    y: aroundThreshold(row, valuesOf([first, second], false)),
    curves,
    threshold: threshold(row),
    crossing: crossing(row),
  };
}

/** The curvature along each step, which averages 2/η at the edge. */
export function curvaturePicture(row: RunRow, steps: SeriesWindow): ChartModel {
  const along = curveOf("directional", "D", "curvature", steps.directional, {
    width: 1,
    // It needs the loss after the step.
    gaps: "open",
  });
  return {
    x: stepAxis(row),
    y: aroundThreshold(row, valuesOf([along], false)),
    curves: [along],
    // What momentum or a preconditioner bears along its step is no constant.
    threshold: stepsByGradient(row) ? threshold(row) : null,
    crossing: crossing(row),
  };
}

/**
 * Where the step axis ends. A finished run fills it, one without a record leaves it empty. A live one gets room to grow in, 500 steps,
 * then twice that, and so on, so that a long run is not a sliver and the curve seldom moves.
 */
export function stepRange(last: number, planned: number, live: boolean): Axis {
  if (!live) return { min: 0, max: last || planned };
  let end = 500;
  while (end < last) end *= 2;
  return { min: 0, max: Math.min(end, planned) };
}

export function stepAxis(row: RunRow): Axis {
  return stepRange(row.summary.step, row.spec.steps, isActive(row));
}

/** The threshold line is always in the picture, with air above it for its label. */
export function aroundThreshold(
  row: RunRow,
  values: number[],
): ChartModel["y"] {
  const all =
    values.length > 0 ? [...values, row.threshold] : [0, row.threshold];
  const positive = all.every((value) => value > 0);
  const runaway = all.some((value) => value > tooHighForLinear * row.threshold);
  const log = positive && runaway;
  return { ...(log ? logRange(all) : linearRange(all)), log };
}

export function threshold(row: RunRow): ChartModel["threshold"] {
  return { value: row.threshold, label: thresholdText(row) };
}

export function crossing(row: RunRow): ChartModel["crossing"] {
  const step = row.summary.crossingStep;
  return step === null
    ? null
    : {
        step,
        label: step === 0 ? "above from the start" : `crossing ${count(step)}`,
      };
}
