import type { AnalysisSummary } from "../../../core/theory/analysis";
import { linearRange } from "../../plot/axis";
import { curveOf, valuesOf, type Curve } from "../../plot/curve";
import type { ChartModel } from "../../plot/model";
import type { Ink } from "../../plot/palette";
import { slopesAlong } from "./says";

function over(xs: number[], lines: [string, Ink, number[], Partial<Curve>][]) {
  const x = Float64Array.from(xs);
  const curves = lines.map(([label, ink, values, more]) =>
    curveOf(label, label, ink, { x, y: Float64Array.from(values) }, more),
  );
  return {
    x: {
      min: xs[0] ?? 0,
      max: xs.at(-1) ?? 1,
      name: "distance x along u",
      isWhole: false,
    },
    y: { ...linearRange(valuesOf(curves, false)), log: false },
    curves,
    threshold: null,
    crossing: null,
  } satisfies ChartModel;
}

/** The loss along u beside its parabola; null without a constrained trajectory. */
export function slicePicture({ assumptions }: AnalysisSummary) {
  if (!assumptions) return null;
  const { x, loss, parabola } = assumptions.slice;
  return over(x, [
    ["F", "loss", loss, {}],
    ["½Sx²", "second", parabola, { dash: [5, 3] }],
  ]);
}

/** The slope along u beside S·x and beside half of it. */
export function slopePicture(summary: AnalysisSummary) {
  const slopes = slopesAlong(summary);
  if (slopes.length === 0) return null;
  const xs = slopes.map(({ x }) => x);
  return over(xs, [
    ["u·∇L", "loss", slopes.map(({ slope }) => slope), {}],
    ["S·x", "second", slopes.map(({ line }) => line), { dash: [5, 3] }],
    [
      "½·S·x",
      "series-5",
      slopes.map(({ line }) => line / 2),
      { dash: [1, 3], width: 1 },
    ],
  ]);
}
