/** The pictures of a run that are folded away until they are asked for. */
import type { RunRow, SeriesWindow } from "../../../core/contract/api";
import { batchSharpness } from "../../../core/measurements/batch-sharpness";
import { batchSteps } from "../../../core/measurements/batch-steps";
import type {
  ColumnChart,
  ColumnWords,
} from "../../../core/measurements/columns";
import { steps } from "../../../core/measurements/steps";
import { isConstant } from "../../../core/optimizers/step-size";
import { stepsByGradient, thresholdNumber } from "../../lib/threshold";
import type { Line } from "../../plot/columns";
import { doubtfulRows } from "../../pictures/doubt";
import { linearRange, logRange } from "../../plot/axis";
import { curveOf, hasValues, valuesOf, type Curve } from "../../plot/curve";
import type { ChartModel } from "../../plot/model";
import { dashes, type Ink } from "../../plot/palette";
import {
  aroundThreshold,
  bandOf,
  courseOf,
  crossing,
  stepAxis,
  threshold,
} from "../../pictures/run-pictures";

/** Each eigenvalue has a colour of its own, and beyond eight another dash. */
function eigenvalueInk(i: number): Ink {
  return `series-${(i - 1) % 8}`;
}

/** The tracked eigenvalues λ₁…λ_k with the threshold. */
export function spectrumPicture(
  row: RunRow,
  spectrum: SeriesWindow,
  k: number,
): ChartModel {
  const numbers = Array.from({ length: k }, (_, i) => i + 1);
  const curves = numbers
    .map((i) => {
      const key = `lambda${i}`;
      const lap = Math.floor((i - 1) / 8);
      const drawn = curveOf(key, `λ_${i}`, eigenvalueInk(i), spectrum[key], {
        dash: [...dashes[(i - 1 + lap) % 8]],
        gaps: i === 1 ? "marked" : "plain",
      });
      drawn.flagged = doubtfulRows(drawn, spectrum);
      return drawn;
    })
    .filter((drawn) => hasValues(drawn, false));
  const course = courseOf(row, spectrum);
  return {
    x: stepAxis(row),
    y: aroundThreshold(row, valuesOf(curves, false), course),
    curves: [...curves, ...course],
    threshold: threshold(row),
    crossing: crossing(row),
  };
}

/** The sharpness beside what of it comes from the loss alone, λ₁(G), and what H − G adds along u. */
export function gaussNewtonPicture(
  row: RunRow,
  spectrum: SeriesWindow,
): ChartModel {
  const ofG = curveOf("gaussNewton", "G", "series-0", spectrum.gaussNewton, {
    name: "λ₁(G)",
    dash: [...dashes[1]],
  });
  const { gaussNewtonCertificate } = spectrum;
  ofG.flagged = doubtfulRows(ofG, {
    ...(gaussNewtonCertificate && { certificate: gaussNewtonCertificate }),
  });
  const curves = [
    curveOf("lambda1", "S", "sharpness", spectrum.lambda1),
    ofG,
    curveOf("remainder", "R", "series-3", spectrum.remainder, {
      name: "uᵀRu",
      dash: [...dashes[2]],
    }),
  ];
  curves[0].flagged = doubtfulRows(curves[0], spectrum);
  const course = courseOf(row, spectrum);
  return {
    x: stepAxis(row),
    y: aroundThreshold(row, valuesOf(curves, false), course),
    curves: [...curves, ...course],
    threshold: threshold(row),
    crossing: crossing(row),
  };
}

/** Critical sharpness with 2/η, above which the step raises the loss. */
export function criticalPicture(
  row: RunRow,
  spectrum: SeriesWindow,
): ChartModel {
  const critical = curveOf("critical", "", "curvature", spectrum.critical, {
    // Steps that are not downhill have none.
    gaps: "plain",
  });
  const { stepSize } = row.spec.optimizer;
  if (stepsByGradient(row)) {
    const course = courseOf(row, spectrum);
    return {
      x: stepAxis(row),
      y: aroundThreshold(row, valuesOf([critical], false), course),
      curves: [critical, ...course],
      threshold: threshold(row),
      crossing: crossing(row),
    };
  }
  const level = isConstant(stepSize) ? 2 / stepSize : undefined;
  return {
    ...over(row, [critical], false, level),
    threshold:
      level === undefined
        ? null
        : { value: level, label: `2/η = ${thresholdNumber(level)}` },
  };
}

/** A column that has a chart of its own. */
export interface StepChart extends ColumnWords {
  table: "steps" | "batchSteps" | "batch";
  chart: ColumnChart;
  summary: string;
}

/** Columns of the steps and of mini-batches that have a chart of their own. */
export const stepCharts: readonly StepChart[] = [
  steps,
  batchSteps,
  batchSharpness,
].flatMap(({ table, columns }) =>
  (columns as readonly ColumnWords[]).flatMap((column) =>
    column.chart?.summary === undefined
      ? []
      : [
          {
            ...column,
            table,
            chart: column.chart,
            summary: column.chart.summary,
          },
        ],
  ),
);

export function stepPicture(
  row: RunRow,
  steps: SeriesWindow,
  { name, chart }: StepChart,
): ChartModel {
  const gaps = chart.lacksLast ? "open" : "marked";
  const band = chart.error && bandOf(steps[name], steps[chart.error]);
  const curve = curveOf(name, "", "second", steps[name], {
    gaps,
    ...(band && { band }),
  });
  const picture = over(row, [curve], chart.log ?? false, chart.level);
  const { level } = chart;
  return level === undefined
    ? picture
    : { ...picture, threshold: { value: level, label: String(level) } };
}

/** Loss of the training samples and of the test set, logarithmic. */
export function testLossPicture(
  row: RunRow,
  steps: SeriesWindow,
  test: SeriesWindow,
): ChartModel {
  return over(row, pair("loss", steps.loss, test.loss), true);
}

/** Accuracy on the training samples and on the test set. */
export function accuracyPicture(
  row: RunRow,
  steps: SeriesWindow,
  test: SeriesWindow,
): ChartModel {
  return over(row, pair("accuracy", steps.accuracy, test.accuracy), false);
}

function pair(key: string, training?: Line, test?: Line): Curve[] {
  return [
    curveOf(key, "training", "loss", training),
    curveOf("test", "test", "second", test, { dash: [...dashes[1]] }),
  ];
}

function over(
  row: RunRow,
  all: Curve[],
  log: boolean,
  level?: number,
): ChartModel {
  const curves = all.filter((curve) => hasValues(curve, log));
  const values = [
    ...valuesOf(curves, log),
    ...(level === undefined ? [] : [level]),
  ];
  return {
    x: stepAxis(row),
    y: { ...(log ? logRange(values) : linearRange(values)), log },
    curves,
    threshold: null,
    crossing: crossing(row),
  };
}
