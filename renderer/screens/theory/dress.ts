/** What pictures of the theory show besides their columns. */
import type { Columns } from "../../../core/series/columns";
import { stageNames } from "../../../core/theory/stages";
import { linearRange, ys } from "../../plot/axis";
import type { ChartModel, Curve } from "../../plot/model";
import { stageInks, type TrailPoint } from "../../pictures/phase-plane";

/** Each curve in the colours of the stages that its steps are in. */
export function inStages(model: ChartModel, trail: TrailPoint[]): ChartModel {
  const stageOf = new Map(trail.map(({ step, stage }) => [step, stage]));
  const split = (whole: Curve): Curve[] => {
    const parts = ([1, 2, 3, 4] as const).map((stage): Curve => {
      const line = whole.line.map((point, i) => {
        // The way into the next stage still belongs to this one.
        const before = i > 0 ? stageOf.get(whole.line[i - 1].x) : null;
        const isIn = stageOf.get(point.x) === stage || before === stage;
        return isIn ? point : { ...point, y: NaN };
      });
      const key = `${whole.key}${stage}`;
      return {
        ...whole,
        key,
        label: `Stage ${stage}, ${stageNames[stage - 1]}`,
        ink: stageInks[stage],
        line,
        points: [],
      };
    });
    const read: Curve = { ...whole, line: [] };
    return [...parts, read];
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
  const high = [...columns["step"]].flatMap((step, row) =>
    variance[row] >= 0 ? [{ x: step, y: Math.sqrt(variance[row]) }] : [],
  );
  const low = high.map(({ x, y }) => ({ x, y: -y }));
  const curves = model.curves.map((curve) => ({
    ...curve,
    band: { low, high },
  }));
  const values = [...curves, { points: low }, { points: high }].flatMap(
    ({ points }) => ys(points),
  );
  return { ...model, curves, y: { ...linearRange(values), log: false } };
}
