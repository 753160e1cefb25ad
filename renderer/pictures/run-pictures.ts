/** Pictures of a run, made from its settings, its summary and a window of its series. */
import { firstStep } from "../../core/run/fork";
import type { RunRow, SeriesWindow } from "../../core/contract/api";
import { count } from "../lib/format";
import { hasNegativeLoss, isActive } from "../lib/status";
import {
  hasCourse,
  stepsByGradient,
  thresholdName,
  thresholdText,
} from "../lib/threshold";
import { linearRange, logRange } from "../plot/axis";
import { valueAt, type Line } from "../plot/columns";
import {
  curveOf,
  hasValues,
  valuesBeside,
  valuesOf,
  type Curve,
} from "../plot/curve";
import type { Axis, ChartModel } from "../plot/model";
import { dashes } from "../plot/palette";
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

/**
 * λ₁ (the sharpness) and λ₂ with the threshold; measurements in doubt flagged.
 * @param batch the batch sharpness with its standard error, where it is measured
 */
export function sharpnessPicture(
  row: RunRow,
  spectrum: SeriesWindow,
  batch: SeriesWindow = {},
): ChartModel {
  const first = curveOf("lambda1", "S", "sharpness", spectrum.lambda1);
  const second = curveOf("lambda2", "λ_2", "second", spectrum.lambda2, {
    dash: [5, 3],
    gaps: "plain",
  });
  const curves = hasValues(second, false) ? [first, second] : [first];
  for (const each of curves) each.flagged = doubtfulRows(each, spectrum);
  const mean = batchCurve(batch);
  if (mean) curves.push(mean);
  const course = courseOf(row, spectrum);
  return {
    x: stepAxis(row),
    y: aroundThreshold(row, valuesOf(curves, false), course),
    curves: [...curves, ...course],
    threshold: threshold(row),
    crossing: crossing(row),
  };
}

function batchCurve({ sharpness, sharpnessError }: SeriesWindow) {
  const band = bandOf(sharpness, sharpnessError);
  const mean = curveOf("batchSharpness", "BS", "curvature", sharpness, {
    name: "batch sharpness",
    dash: [...dashes[2]],
    ...(band && { band }),
  });
  return hasValues(mean, false) ? mean : null;
}

/** A mean with its standard error on both sides; at rows that lack either it has no width. */
export function bandOf(mean?: Line, error?: Line): Curve["band"] {
  if (!mean || !error) return undefined;
  const at = (sign: number): Line => ({
    x: mean.x,
    y: mean.y.map((y, row) => y + sign * (valueAt(error, mean.x[row]) ?? 0)),
  });
  return { low: at(-1), high: at(1) };
}

/** The curvature along each step, which averages 2/η at the edge. */
export function curvaturePicture(row: RunRow, steps: SeriesWindow): ChartModel {
  const along = curveOf("directional", "D", "curvature", steps.directional, {
    width: 1,
    // It needs the loss after the step.
    gaps: "open",
  });
  // What momentum or a preconditioner bears along its step is another curvature.
  const course = stepsByGradient(row) ? courseOf(row, steps) : [];
  return {
    x: stepAxis(row),
    y: aroundThreshold(row, valuesOf([along], false), course),
    curves: [along, ...course],
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
  const first = firstStep(row);
  const done = Math.max(0, row.summary.step - first);
  const { max } = stepRange(done, row.spec.steps - first, isActive(row));
  return { min: first, max: first + max };
}

/**
 * The threshold line is always in the picture, with air above it for its label; of a threshold that varies
 * what has room beside the values.
 */
export function aroundThreshold(
  row: RunRow,
  values: number[],
  course: Line[] = [],
): ChartModel["y"] {
  const lines =
    row.threshold === null ? valuesBeside(course, values) : [row.threshold];
  const all = [...(values.length > 0 ? values : [0]), ...lines];
  const least = lines.reduce((a, b) => Math.min(a, b), Infinity);
  const positive = all.every((value) => value > 0);
  const runaway = all.some((value) => value > tooHighForLinear * least);
  const log = positive && runaway;
  return { ...(log ? logRange(all) : linearRange(all)), log };
}

export function threshold(row: RunRow): ChartModel["threshold"] {
  return row.threshold === null
    ? null
    : { value: row.threshold, label: thresholdText(row) };
}

/** A line of reference has no place where it is infinite: only where η = 0. */
export function withinBounds({ x, y }: Line): Line {
  return { x, y: y.map((value) => (Number.isFinite(value) ? value : NaN)) };
}

/** A threshold that varies along the run, as a curve of its own; none where it is a line or there is none. */
export function courseOf(row: RunRow, table: SeriesWindow): Curve[] {
  if (!hasCourse(row) || !("threshold" in table)) return [];
  return [
    curveOf("threshold", "", "threshold", withinBounds(table.threshold), {
      name: thresholdName(row),
      dash: [7, 4],
      width: 1.5,
      gaps: "plain",
    }),
  ];
}

export function crossing(row: RunRow): ChartModel["crossing"] {
  const step = row.summary.crossingStep;
  const first = firstStep(row);
  // A fork may have crossed before its first step.
  return step === null || step < first
    ? null
    : {
        step,
        label:
          step === first ? "above from the start" : `crossing ${count(step)}`,
      };
}
