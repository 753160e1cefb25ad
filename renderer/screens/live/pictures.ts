/** The pictures of a run that are folded away until they are asked for. */
import type { RunRow, SeriesWindow } from "../../../core/contract/api";
import { linearRange, logRange, ys } from "../../plot/axis";
import type { ChartModel, Curve, Ink } from "../../plot/model";
import { dashes } from "../../plot/palette";
import {
  aroundThreshold,
  crossing,
  curve,
  stepAxis,
  threshold,
} from "../../pictures/run-pictures";
import { lineOf, doubtfulPoints } from "../../plot/shape";

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
      const drawn = curve(
        key,
        `λ_${i}`,
        eigenvalueInk(i),
        lineOf(spectrum[key], false, i === 1 ? "marked" : "plain"),
      );
      const lap = Math.floor((i - 1) / 8);
      drawn.dash = [...dashes[(i - 1 + lap) % 8]];
      drawn.flagged = doubtfulPoints(drawn.points, spectrum);
      return drawn;
    })
    .filter(({ points }) => points.length > 0);
  return {
    x: stepAxis(row),
    y: aroundThreshold(
      row,
      curves.flatMap(({ points }) => ys(points)),
    ),
    curves,
    threshold: threshold(row),
    crossing: crossing(row),
  };
}

/** |∇L| over steps, logarithmic. */
export function gradientPicture(row: RunRow, steps: SeriesWindow): ChartModel {
  const line = lineOf(steps.gradNorm, true);
  return over(row, [curve("gradNorm", "", "second", line)], true);
}

/** Loss of the training samples and of those set aside, logarithmic. */
export function testLossPicture(
  row: RunRow,
  steps: SeriesWindow,
  test: SeriesWindow,
): ChartModel {
  const training = curve("loss", "training", "loss", lineOf(steps.loss, true));
  const aside = curve("test", "test", "second", lineOf(test.loss, true));
  aside.dash = [...dashes[1]];
  return over(row, [training, aside], true);
}

/** Shares of samples classified rightly. */
export function accuracyPicture(
  row: RunRow,
  steps: SeriesWindow,
  test: SeriesWindow,
): ChartModel {
  const training = curve(
    "accuracy",
    "training",
    "loss",
    lineOf(steps.accuracy),
  );
  const aside = curve("test", "test", "second", lineOf(test.accuracy));
  aside.dash = [...dashes[1]];
  return over(row, [training, aside], false);
}

function over(row: RunRow, all: Curve[], log: boolean): ChartModel {
  const curves = all.filter(({ points }) => points.length > 0);
  const values = curves.flatMap(({ points }) => ys(points));
  return {
    x: stepAxis(row),
    y: { ...(log ? logRange(values) : linearRange(values)), log },
    curves,
    threshold: null,
    crossing: crossing(row),
  };
}
