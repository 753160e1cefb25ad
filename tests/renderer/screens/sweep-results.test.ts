import { describe, expect, it } from "vitest";
import type { RunRow } from "../../../core/contract/api";
import { presets } from "../../../core/experiment/presets";
import { expandSweep } from "../../../core/experiment/sweep/expand";
import type { Sweep } from "../../../core/experiment/sweep/spec";
import { stabilityThreshold } from "../../../core/optimizers/spec";
import { firstChoice } from "../../../renderer/screens/compare/sweep/choice";
import {
  picturesOf,
  resultText,
} from "../../../renderer/screens/compare/sweep/picture";
import { thresholdsOf } from "../../../renderer/screens/compare/sweep/thresholds";
import {
  resultsView,
  spotsOf,
} from "../../../renderer/screens/compare/sweep/view";
import { rowOf, run } from "../fake-lab";

const [{ spec: base }] = presets;
const eta = "optimizer.stepSize";
const units = "model.layers[0].units";
const seed = "model.init.seed";

/** Runs of a sweep that are over, the i-th with final loss i and crossing at step 10·i. */
function rowsOf(sweep: Sweep, changes: Partial<RunRow>[] = []): RunRow[] {
  return expandSweep(base, sweep).map((spec, i) => ({
    ...rowOf(
      run({
        id: i + 1,
        name: spec.name,
        spec,
        status: "finished",
        threshold: stabilityThreshold(spec.optimizer),
        summary: { finalLoss: i, crossingStep: 10 * i, finalSharpness: i + 1 },
      }),
    ),
    ...changes[i],
  }));
}

const view = (rows: RunRow[], changes = {}, archive = rows) =>
  resultsView(rows, archive, { ...firstChoice, ...changes });
const [crossing] = view(rowsOf({ vary: { [eta]: [1, 2] } })).shown;

describe("the kind of picture", () => {
  it("is dots for one setting, also over seeds", () => {
    const { kind, x, by } = view(
      rowsOf({ vary: { [eta]: [0.1, 0.2], [seed]: [0, 1] } }),
    );
    expect([kind, x?.label, by]).toEqual(["dots", "step size", null]);
  });

  it("is a map for a grid of two, dots for scattered draws of two", () => {
    const grid = rowsOf({ vary: { [units]: [5, 6], [eta]: [0.1, 0.2, 0.4] } });
    expect(view(grid)).toMatchObject({
      kind: "map",
      x: { label: "step size" },
      by: { label: "hidden units of layer 1" },
    });
    const scattered = rowsOf({
      vary: { [eta]: { from: 0.1, to: 1 }, [units]: { from: 1, to: 500 } },
      combine: { random: 10 },
    });
    expect(view(scattered).kind).toBe("dots");
  });

  it("is parallel axes for more, and what was chosen where that is possible", () => {
    const rows = rowsOf({
      vary: { [eta]: [0.1, 0.2], [units]: [5, 6], steps: [10, 20] },
    });
    expect(view(rows).kind).toBe("parallel");
    expect(view(rows, { kind: "map" })).toMatchObject({ kind: "map" });
    const one = rowsOf({ vary: { [eta]: [0.1, 0.2] } });
    expect(view(one, { kind: "map" }).kind).toBe("dots");
  });
});

describe("what is shown", () => {
  const rows = rowsOf({ vary: { [eta]: [0.1, 0.2, 0.4] } }, [
    {},
    { status: "diverged" },
    { status: "running" },
  ]);

  it("are the runs that are over", () => {
    const { rows: over, going } = view(rows);
    expect(over.map(({ id }) => id)).toEqual([1, 2]);
    expect(going).toBe(1);
  });

  it("has no final loss of a run that diverged, but its crossing", () => {
    const shown = view(rows, { shown: ["finalLoss", "crossingStep"] });
    const [loss, crossing] = shown.shown;
    expect(spotsOf(shown, loss).map(({ value }) => value)).toEqual([0, null]);
    expect(spotsOf(shown, crossing).map(({ value }) => value)).toEqual([0, 10]);
    expect(resultText(rows[1], loss)).toBe("diverged");
    expect(resultText(rows[1], crossing)).toBe("10");
  });

  it("is told in words, with least, most and who is left out", () => {
    const [loss] = picturesOf(view(rows, { shown: ["finalLoss"] }));
    expect(loss.summary).toBe(
      "Final loss against step size, 2 runs: 0 (η = 0.1). 1 diverged.",
    );
    expect(loss.readings(1)).toEqual([
      { label: "η", value: "0.2" },
      { label: "Final loss", value: "diverged" },
    ]);
  });

  it("are four pictures by themselves", () => {
    const over = rowsOf({ vary: { [eta]: [0.1, 0.2] } });
    expect(picturesOf(view(over)).map(({ title }) => title)).toEqual([
      "Step of the crossing",
      "Mean sharpness ÷ threshold after crossing",
      "Final loss",
      "Final sharpness",
    ]);
    expect(picturesOf(view(over.slice(0, 1)))).toEqual([]);
  });

  it("shows the rest of the archive, and its settings", () => {
    const compared = rowsOf({ vary: { [eta]: [0.1] } });
    const others = rowsOf({ vary: { [eta]: [0.3, 0.4], steps: [10] } }).map(
      (row) => ({ ...row, id: row.id + 100 }),
    );
    const all = view(compared, { whole: true }, [...compared, ...others]);
    expect(all.others).toHaveLength(2);
    expect(all.xs.map(({ path }) => path)).toEqual([eta, "steps"]);
    expect(all.x?.values).toEqual([0.1]);
    expect(picturesOf(all)).toHaveLength(4);
  });
});

describe("thresholds", () => {
  const of = (
    sweep: Sweep,
    key = "finalSharpness",
    x: string | null = null,
  ) => {
    const shown = view(rowsOf(sweep), { shown: [key], x, kind: "dots" });
    const [result] = shown.shown;
    return thresholdsOf(shown, result, spotsOf(shown, result));
  };

  it("are the curve 2/η against step size", () => {
    const [curve, ...none] = of({ vary: { [eta]: [0.1, 0.2, 0.4] } });
    expect(none).toEqual([]);
    expect(curve.label).toBe("2/η");
    expect(curve.points.length).toBeGreaterThan(20);
    for (const { x, y } of curve.points) expect(x * y).toBeCloseTo(2, 12);
    expect(curve.points.at(-1)?.x).toBeCloseTo(0.4, 12);
  });

  it("are a level for each step size against another setting", () => {
    const levels = of(
      { vary: { [eta]: [0.1, 0.2], [units]: [5, 6] } },
      "finalSharpness",
      units,
    );
    expect(levels.map(({ label }) => label)).toEqual(["2/η = 20", "2/η = 10"]);
    expect(levels[0].points).toEqual([
      { x: 5, y: 20 },
      { x: 6, y: 20 },
    ]);
  });

  it("are 1 for a part of it, and none for what has no threshold", () => {
    const sweep = { vary: { [eta]: [0.1, 0.2] } };
    expect(of(sweep, "hover")[0].points).toEqual([
      { x: 0.1, y: 1 },
      { x: 0.2, y: 1 },
    ]);
    expect(of(sweep, "finalLoss")).toEqual([]);
    expect(of({ vary: { "optimizer.kind": ["gd", "adam"] } })).toEqual([]);
  });
});

it("a map says what its cells are the mean over", () => {
  const notes = (sweep: Sweep) =>
    picturesOf(view(rowsOf(sweep), { kind: "map", shown: [crossing.key] })).map(
      ({ note }) => note,
    );
  const vary = { [eta]: [0.1, 0.2], [units]: [5, 6] };
  expect(notes({ vary })).toEqual([""]);
  expect(notes({ vary: { ...vary, [seed]: [0, 1] } })).toEqual([
    "mean over repetitions",
  ]);
  expect(notes({ vary: { ...vary, steps: [10, 20] } })).toEqual([
    "mean over steps",
  ]);
});
