import { describe, expect, it } from "vitest";
import {
  drawnCurve,
  type CurveRun,
  type CurvesWanted,
} from "../../../core/series/curves";
import { packCurves, unpackCurves } from "../../../core/series/packed";

function runOf(id: number, loss: number[], more: Partial<CurveRun> = {}) {
  const columns = {
    steps: {
      step: Float64Array.from(loss.keys()),
      loss: Float64Array.from(loss),
    },
  };
  const run: CurveRun = {
    id,
    threshold: 2,
    flowTimes: (at) => at,
    crossingStep: null,
    stepsPerEpoch: 1,
    columns,
  };
  return { ...run, ...more };
}

const wanted: CurvesWanted = {
  groups: [],
  columns: [],
  x: "step",
  band: "range",
  baseline: null,
  relation: "difference",
  log: false,
  pixels: 100,
};
const loss = { table: "steps", column: "loss", perThreshold: false } as const;

describe("drawnCurve", () => {
  it("is one run thinned out, with the extent of the whole", () => {
    const long = Array.from({ length: 5000 }, (_, i) => (i === 2500 ? 9 : 1));
    const curve = drawnCurve([runOf(7, long)], loss, {
      ...wanted,
      from: 1000,
      to: 4000,
    });
    expect(curve).toMatchObject({
      runs: [7],
      extent: { min: 0, max: 4999 },
      rows: 5000,
      isThinned: true,
      longest: 5000,
      missing: [],
    });
    // Two ends and two rows beyond the window, and the spike.
    expect(curve.x.length).toBeLessThan(405);
    expect(curve.y).toContain(9);
    expect(curve.x[0]).toBe(999);
    expect(curve.x.at(-1)).toBe(4001);
  });

  it("divides by the threshold of each run", () => {
    const { y } = drawnCurve(
      [runOf(1, [1, 2], { threshold: 4 })],
      { ...loss, perThreshold: true },
      wanted,
    );
    expect(y).toEqual(Float64Array.of(0.25, 0.5));
  });

  describe("with standard errors", () => {
    const sampled = (id: number, values: number[]) => {
      const run = runOf(id, values);
      const { step = [], loss = [] } = run.columns.steps ?? {};
      const error = Float64Array.from(loss, (value) => value / 10);
      const steps = { step, loss, error } as Record<string, Float64Array>;
      return { ...run, columns: { steps } };
    };
    const column = { ...loss, error: "error" };

    it("has them as the band of a run that is alone", () => {
      const { y, band } = drawnCurve([sampled(1, [10, 20])], column, wanted);
      expect(y).toEqual(Float64Array.of(10, 20));
      expect(band?.low.y).toEqual(Float64Array.of(9, 18));
      expect(band?.high.y).toEqual(Float64Array.of(11, 22));
      const relative = { ...column, perThreshold: true };
      const divided = drawnCurve([sampled(1, [10, 20])], relative, wanted);
      expect(divided.band?.high.y).toEqual(Float64Array.of(5.5, 11));
    });

    it("has none without the column, and beside a baseline", () => {
      expect(drawnCurve([runOf(1, [1, 2])], column, wanted).band).toBe(
        undefined,
      );
      const base = sampled(2, [1, 1]);
      const run = sampled(1, [10, 20]);
      expect(drawnCurve([run], column, wanted, base).band).toBe(undefined);
    });

    it("has the band of the runs where there are several", () => {
      const { band } = drawnCurve(
        [sampled(1, [10, 20]), sampled(2, [30, 40])],
        column,
        wanted,
      );
      expect(band?.low.y).toEqual(Float64Array.of(10, 20));
    });
  });

  it("is the mean of a group where all of it has rows, and says how many have not", () => {
    const curve = drawnCurve(
      [runOf(1, [1, 2, 3]), runOf(2, [3, 6])],
      loss,
      wanted,
    );
    expect(curve).toMatchObject({
      runs: [1, 2],
      rows: 2,
      isThinned: false,
      longest: 3,
    });
    expect(curve.y).toEqual(Float64Array.of(2, 4));
    expect(curve.band?.low.y).toEqual(Float64Array.of(1, 2));
    expect(curve.band?.high.y).toEqual(Float64Array.of(3, 6));
  });

  it("says which runs are not in it, and why", () => {
    const uncrossed = runOf(1, [1, 2]);
    const crossed = runOf(2, [1, 2], { crossingStep: 1 });
    const empty = runOf(3, [], { crossingStep: 0, columns: {} });
    const curve = drawnCurve([uncrossed, crossed, empty], loss, {
      ...wanted,
      x: "crossing",
    });
    expect(curve.runs).toEqual([2]);
    expect(curve.x).toEqual(Float64Array.of(-1, 0));
    expect(curve.missing).toEqual([
      { run: 1, why: "never-crossed" },
      { run: 3, why: "no-column" },
    ]);
  });

  it("is nothing for a group that shares no x", () => {
    const flows = [1, 0.3].map((stepSize, i) =>
      runOf(i, [5, 4, 3], {
        flowTimes: (at) => at.map((step) => step * stepSize),
        columns: {
          steps: {
            step: Float64Array.of(1, 2, 3),
            loss: Float64Array.of(1, 2, 3),
          },
        },
      }),
    );
    const over = { ...wanted, x: "flow" } as const;
    expect(drawnCurve(flows, loss, over)).toMatchObject({
      runs: [],
      extent: null,
      missing: [0, 1].map((run) => ({ run, why: "no-common-x" })),
    });
    const path = { ...wanted, x: { table: "steps", column: "loss" } } as const;
    expect(drawnCurve(flows, loss, path).runs).toEqual([]);
  });

  it("takes the baseline away from each run", () => {
    const base = runOf(1, [1, 1, 1]);
    const curve = drawnCurve([runOf(2, [3, 4])], loss, wanted, base);
    expect(curve.x).toEqual(Float64Array.of(0, 1));
    expect(curve.y).toEqual(Float64Array.of(2, 3));
    const lacking = drawnCurve(
      [base],
      loss,
      wanted,
      runOf(3, [], { columns: {} }),
    );
    expect(lacking.missing).toEqual([{ run: 1, why: "no-column" }]);
  });

  it("divides each run by the baseline, where that is a number other than 0", () => {
    const base = runOf(1, [2, 0, Infinity, 4]);
    const curve = drawnCurve(
      [runOf(2, [3, 4, 5, 1])],
      loss,
      { ...wanted, relation: "ratio" },
      base,
    );
    expect(curve.y).toEqual(Float64Array.of(1.5, NaN, NaN, 0.25));
  });

  it("keeps the order of the steps over a column that goes to and fro", () => {
    const run = runOf(1, [5, 6, 7]);
    const steps = { ...run.columns.steps, loss: Float64Array.of(5, 6, 7) };
    const curve = drawnCurve(
      [
        {
          ...run,
          columns: {
            steps: { ...steps, theta1: Float64Array.of(0, 2, 1) },
          } as CurveRun["columns"],
        },
      ],
      loss,
      { ...wanted, x: { table: "steps", column: "theta1" } },
    );
    expect(curve.x).toEqual(Float64Array.of(0, 2, 1));
    expect(curve.y).toEqual(Float64Array.of(5, 6, 7));
    expect(curve.extent).toEqual({ min: 0, max: 2 });
  });
});

it("packs curves into one array and unpacks them again", () => {
  const pair = [runOf(1, [1, 2, 3]), runOf(2, [3, NaN])];
  const curves = [
    drawnCurve(pair, loss, wanted),
    drawnCurve([], loss, wanted),
    drawnCurve(pair.slice(0, 1), loss, wanted),
  ];
  const packed = structuredClone(packCurves(curves));
  expect(packed.numbers).toHaveLength(2 * (3 * 2 + 3));
  expect(unpackCurves(packed)).toEqual(curves);
});
