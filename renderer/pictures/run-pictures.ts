/** Pictures of a run, made from its settings, its summary and a window of its series. */
import type { RunRow, SeriesWindow } from "../../core/contract/api";
import { count } from "../lib/format";
import { hasNegativeLoss, isActive } from "../lib/status";
import { stepsByGradient, thresholdText } from "../lib/threshold";
import { linearRange, logRange, stepRange, ys } from "../plot/axis";
import type { Axis, ChartModel, Curve, Ink, Point } from "../plot/model";
import {
  lineOf,
  doubtfulPoints,
  withOpenEnd,
  withoutGaps,
} from "../plot/shape";

/** A linear axis would flatten everything below a sharpness this many thresholds high. */
const tooHighForLinear = 20;

/** Loss over steps, logarithmic unless some of it is negative, as on landscapes. */
export function lossPicture(row: RunRow, steps: SeriesWindow): ChartModel {
  const log = !hasNegativeLoss(row);
  const loss = curve("loss", "", "loss", lineOf(steps.loss, log));
  const values = ys(loss.points);
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
  const first = curve("lambda1", "S", "sharpness", lineOf(spectrum.lambda1));
  const second = curve(
    "lambda2",
    "λ_2",
    "second",
    lineOf(spectrum.lambda2, false, "plain"),
  );
  second.dash = [5, 3];
  const curves = second.points.length > 0 ? [first, second] : [first];
  for (const each of curves)
    each.flagged = doubtfulPoints(each.points, spectrum);
  return {
    x: stepAxis(row),
    y: aroundThreshold(row, [...ys(first.points), ...ys(second.points)]),
    curves,
    threshold: threshold(row),
    crossing: crossing(row),
  };
}

/** The curvature along each step, which averages 2/η at the edge. */
export function curvaturePicture(row: RunRow, steps: SeriesWindow): ChartModel {
  // It needs the loss after the step.
  const line = withOpenEnd(lineOf(steps.directional));
  const along = { ...curve("directional", "D", "curvature", line), width: 1 };
  return {
    x: stepAxis(row),
    y: aroundThreshold(row, ys(along.points)),
    curves: [along],
    // What momentum or a preconditioner bears along its step is no constant.
    threshold: stepsByGradient(row) ? threshold(row) : null,
    crossing: crossing(row),
  };
}

export function curve(
  key: string,
  label: string,
  ink: Ink,
  line: Point[],
): Curve {
  const points = withoutGaps(line);
  return { key, label, ink, dash: [], width: 1.75, points, line, flagged: [] };
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
