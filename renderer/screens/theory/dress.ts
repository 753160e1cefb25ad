/** What pictures of the theory show besides their columns. */
import type { Columns } from "../../../core/series/columns";
import { stageNames } from "../../../core/theory/stages";
import { linearRange } from "../../plot/axis";
import { valuesOf, type Curve } from "../../plot/curve";
import type { ChartModel } from "../../plot/model";
import { stageInks, type TrailPoint } from "../../pictures/phase-plane";

/** Each curve in the colours of the stages that its steps are in. */
export function inStages(model: ChartModel, trail: TrailPoint[]): ChartModel {
  const stageOf = new Map(trail.map(({ step, stage }) => [step, stage]));
  const split = (whole: Curve): Curve[] => {
    const { x, y, key } = whole;
    const parts = ([1, 2, 3, 4] as const).map((stage): Curve => {
      const isIn = (row: number) =>
        stageOf.get(x[row]) === stage ||
        // The way into the next stage still belongs to this one.
        (row > 0 && stageOf.get(x[row - 1]) === stage);
      return {
        ...whole,
        key: `${key}${stage}`,
        label: `Stage ${stage}, ${stageNames[stage - 1]}`,
        ink: stageInks[stage],
        y: y.map((value, row) => (isIn(row) ? value : NaN)),
        gaps: "plain",
        shows: "line",
      };
    });
    return [...parts, { ...whole, shows: "reading" }];
  };
  return { ...model, curves: model.curves.flatMap(split) };
}

/** A lane with one predicted standard deviation of the central flow to both sides. */
export function withDeviation(
  model: ChartModel,
  columns: Columns,
  lane: number,
): ChartModel {
  const variance = columns[`variance${lane}`];
  const known = (_: number, row: number) => variance[row] >= 0;
  const x = columns["step"].filter(known);
  const deviation = variance.filter(known).map(Math.sqrt);
  const high = { x, y: deviation };
  const low = { x, y: deviation.map((value) => -value) };
  const curves = model.curves.map((curve) => ({
    ...curve,
    band: { low, high },
  }));
  const values = valuesOf([...curves, low, high], false);
  return { ...model, curves, y: { ...linearRange(values), log: false } };
}
