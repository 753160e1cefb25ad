import { flowTimes } from "../../../core/optimizers/step-size";
import { describe, expect, it, vi } from "vitest";
import type { RunDetail } from "../../../core/contract/api";
import {
  drawnCurve,
  type CurveRun,
  type CurvesWanted,
} from "../../../core/series/curves";
import { packCurves } from "../../../core/series/packed";
import { CompareController } from "../../../renderer/screens/compare/Controller.svelte";
import {
  chartSentence,
  differSentence,
  edgeSentence,
  leftOutSentence,
} from "../../../renderer/screens/compare/sentences";
import { readOutOf } from "../../../renderer/screens/compare/readings";
import { fakeLab, run } from "../fake-lab";

const first = run({
  id: 1,
  name: "slow",
  threshold: 40,
  summary: { step: 3, crossingStep: 2 },
});
const second = run({
  id: 2,
  name: "fast",
  threshold: 20,
  spec: {
    ...first.spec,
    optimizer: { ...first.spec.optimizer, stepSize: 0.1 },
  },
  summary: { step: 3, crossingStep: 1 },
});
const never = run({ id: 3, name: "still", summary: { step: 3 } });
const rows = [first, second, never];

/** Four rows of every column: its value is the step plus ten times the run. */
function answering(fake: ReturnType<typeof fakeLab>) {
  const lengths = new Map<number, number>();
  const runOf = (id: number): CurveRun => {
    const row = rows.find((one) => one.id === id) as RunDetail;
    const step = Float64Array.from(
      { length: lengths.get(id) ?? 4 },
      (_, i) => i,
    );
    const values = step.map((s) => 10 * id + s);
    return {
      id,
      threshold: row.threshold,
      flowTimes: (at) =>
        flowTimes(row.spec.optimizer.stepSize, row.spec.steps, at),
      crossingStep: row.summary.crossingStep,
      stepsPerEpoch: 1,
      columns: {
        steps: { step, loss: values, seconds: values },
        spectrum: { step, lambda1: values },
      },
    };
  };
  fake.answer("runs.readCurves", (wanted) => ({
    ...packCurves(
      wanted.groups.flatMap((group) =>
        wanted.columns.map((column) =>
          drawnCurve(
            group.filter((id) => id !== 99).map(runOf),
            column,
            wanted,
          ),
        ),
      ),
    ),
    failures: wanted.groups
      .flat()
      .filter((id) => id === 99)
      .map((id) => ({
        run: id,
        error: { code: "archive-damaged", message: "It is damaged." },
      })),
  }));
  return lengths;
}

async function comparing(ids: number[]) {
  const fake = fakeLab();
  const lengths = answering(fake);
  const compare = new CompareController(fake.lab);
  compare.show(rows, ids);
  compare.open();
  await vi.waitFor(() => expect(compare.loaded).toBe(true));
  return { fake, compare, lengths };
}

const xs = (compare: CompareController) =>
  compare.tracksOf("loss").map(({ curve }) => [...curve.x]);

/** Once a change of what is wanted was read. */
async function changed(
  compare: CompareController,
  change: Parameters<CompareController["change"]>[0],
) {
  compare.change(change);
  await vi.waitFor(() => expect(compare.loaded).toBe(true));
}

const asked = ({ asked }: ReturnType<typeof fakeLab>) =>
  asked
    .filter(({ name }) => name === "runs.readCurves")
    .map(({ args: [wanted] }) => wanted as CurvesWanted);

describe("CompareController", () => {
  it("aligns runs by step, η·step, time and the crossing", async () => {
    const { compare } = await comparing([1, 2]);
    expect(xs(compare)).toEqual([
      [0, 1, 2, 3],
      [0, 1, 2, 3],
    ]);
    await changed(compare, { x: "flow" });
    expect(xs(compare)[1][3]).toBeCloseTo(0.3, 12);
    await changed(compare, { x: "seconds" });
    expect(xs(compare)[1]).toEqual([20, 21, 22, 23]);
    await changed(compare, { x: "crossing" });
    expect(xs(compare)).toEqual([
      [-2, -1, 0, 1],
      [-1, 0, 1, 2],
    ]);
    expect(compare.extent).toEqual({ min: -2, max: 2 });
  });

  it("leaves a run that never crossed out of the steps since the crossing", async () => {
    const { compare } = await comparing([1, 3]);
    await changed(compare, { x: "crossing" });
    expect(compare.tracksOf("loss").map(({ label }) => label)).toEqual([
      "slow",
    ]);
  });

  it("divides sharpness by the threshold of its own run, and nothing else", async () => {
    const { compare } = await comparing([1, 2]);
    const levels = () => compare.picture("sharpness").levels;
    expect(levels()?.map(({ value }) => value)).toEqual([40, 20]);
    await changed(compare, { ratio: true });
    expect(
      compare.tracksOf("sharpness").map(({ curve }) => curve.y[0]),
    ).toEqual([10 / 40, 20 / 20]);
    expect(compare.picture("sharpness").threshold?.value).toBe(1);
    expect(compare.tracksOf("loss")[0].curve.y[0]).toBe(10);
  });

  it("draws one threshold where all have the same", async () => {
    const { compare } = await comparing([1, 3]);
    const { threshold, levels } = compare.picture("sharpness");
    expect(threshold?.value).toBe(40);
    expect(levels).toEqual([]);
  });

  it("gives the small pictures of a grid one y axis", async () => {
    const { compare } = await comparing([1, 2]);
    const [a, b] = compare.visible;
    expect(compare.picture("sharpness", [a]).curves).toHaveLength(1);
    expect(compare.picture("sharpness", [a]).y).toEqual(
      compare.picture("sharpness", [b]).y,
    );
  });

  it("hides and shows a run without losing its label and colour", async () => {
    const { compare } = await comparing([1, 2]);
    compare.toggle([1]);
    expect(
      compare.picture("loss").curves.map(({ name, ink }) => [name, ink]),
    ).toEqual([["η = 0.1", "series-1"]]);
    compare.toggle([1]);
    expect(compare.picture("loss").curves).toHaveLength(2);
    compare.only([2]);
    expect(compare.choices.hidden).toEqual([1]);
    // Of several that are not all hidden, all get hidden.
    compare.toggle([1, 2]);
    expect(compare.picture("loss").curves).toHaveLength(0);
  });

  it("takes the baseline away from the other runs, and draws no threshold then", async () => {
    const { compare, fake } = await comparing([1, 2]);
    await changed(compare, { baseline: 1 });
    expect(asked(fake).at(-1)?.baseline).toBe(1);
    const { threshold, levels, y } = compare.picture("sharpness");
    expect([threshold, levels]).toEqual([null, []]);
    expect(compare.picture("loss").y.log).toBe(false);
    expect(y.log).toBe(false);
  });

  it("divides by the baseline on a logarithmic axis where asked to", async () => {
    const { compare, fake } = await comparing([1, 2]);
    await changed(compare, { baseline: 1, relation: "ratio" });
    expect(asked(fake).at(-1)).toMatchObject({
      baseline: 1,
      relation: "ratio",
    });
    expect(compare.picture("loss").y.log).toBe(true);
    expect(compare.picture("sharpness").threshold).toBeNull();
  });

  it("reads each line at its own end, and at a kept cursor when the pointer has gone", async () => {
    const { compare, lengths } = await comparing([1, 2]);
    lengths.set(1, 6);
    compare.curves.grew(1);
    compare.reload();
    await vi.waitFor(() => expect(xs(compare)[0]).toHaveLength(6));
    const read = (room: number) =>
      readOutOf(
        compare,
        "loss",
        compare.tracksOf("loss"),
        compare.picture("loss"),
        room,
      );
    const { x, told, rest } = read(1000);
    expect(x).toEqual({ label: "step", value: "3 to 5" });
    expect(told.map(({ label, value }) => [label, value])).toEqual([
      ["η = 0.05", "15.000"],
      ["η = 0.1", "23.000"],
    ]);
    expect(rest).toBe("");
    // With little room the letters go first, then lines; all of them stay in the list.
    expect(read(180).told.map(({ label }) => label)).toEqual(["0.05", "0.1"]);
    expect(read(150)).toMatchObject({
      told: [],
      rest: "2 lines: 15.0 to 23.0",
    });
    // Digits that are cut off would be another value.
    expect(read(100).rest).toBe("2 lines");
    expect(read(100).all).toHaveLength(2);
    compare.cursor.x = 1;
    compare.cursor.keep(1);
    compare.cursor.x = null;
    expect(read(1000).x.value).toBe("1");
    expect(read(1000).told.map(({ value }) => value)).toEqual([
      "11.000",
      "21.000",
    ]);
    compare.cursor.keep(1);
    expect(compare.cursor.isKept).toBe(false);
  });

  it("draws over a measure, without the flags of a crossing", async () => {
    const { compare, fake } = await comparing([1, 2]);
    await changed(compare, { x: "loss" });
    expect(asked(fake).at(-1)?.x).toEqual({ table: "steps", column: "loss" });
    expect(compare.picture("sharpness").crossings).toEqual([]);
    expect(compare.picture("sharpness").x.name).toBe("loss");
  });

  it("keeps a range of y that was set, and shows all values without", async () => {
    const { compare } = await comparing([1, 2]);
    const before = compare.picture("loss").y;
    compare.change({ ranges: { loss: { min: 11, max: 12 } } });
    expect(compare.picture("loss").y).toEqual({ min: 11, max: 12, log: true });
    compare.change({ ranges: {} });
    expect(compare.picture("loss").y).toEqual(before);
  });

  it("lights what is pointed at, else what is selected", async () => {
    const { compare } = await comparing([1, 2]);
    expect(compare.lit.size).toBe(0);
    compare.table.query = "0.1";
    expect([...compare.lit]).toEqual([2]);
    compare.pointed = [1];
    expect([...compare.lit]).toEqual([1]);
    compare.leave();
    expect([...compare.lit]).toEqual([2]);
    compare.table.query = "";
    expect(compare.lit.size).toBe(0);
  });

  it("remembers what was chosen, and is as it was with what was remembered", async () => {
    const remembered = vi.fn();
    const fake = fakeLab();
    answering(fake);
    const compare = new CompareController(fake.lab, remembered);
    compare.show(rows, [1, 2]);
    compare.change({ colour: "optimizer.stepSize", hidden: [2] });
    compare.table.arrange();
    compare.table.grid.sortBy("crossingStep");
    const [stored] = remembered.mock.lastCall as [Record<string, unknown>];
    const again = new CompareController(fake.lab);
    again.show(rows, [1, 2]);
    again.restore(JSON.parse(JSON.stringify(stored)) as typeof stored);
    again.table.arrange();
    expect(again.choices).toEqual(compare.choices);
    expect(again.colourSetting?.label).toBe("step size");
    expect(again.table.grid.rows.map(({ id }) => id)).toEqual([1, 2]);
    expect(again.table.grid.layout.sort).toEqual(
      compare.table.grid.layout.sort,
    );
  });

  it("reads only the run that grew again", async () => {
    const { compare, fake, lengths } = await comparing([1, 2]);
    const grew = () =>
      fake.emit("seriesGrew", {
        runId: 1,
        rows: { steps: 6, spectrum: 6, test: 0, batch: 0, batchSteps: 0 },
        events: [],
      });
    lengths.set(1, 6);
    grew();
    await vi.waitFor(() =>
      expect(xs(compare)).toEqual([
        [0, 1, 2, 3, 4, 5],
        [0, 1, 2, 3],
      ]),
    );
    expect(asked(fake).at(-1)?.groups).toEqual([[1]]);
  });

  it("reads what grew while it was away when it comes back", async () => {
    const { compare, fake, lengths } = await comparing([1]);
    compare.leave();
    lengths.set(1, 6);
    const before = asked(fake).length;
    fake.emit("seriesGrew", {
      runId: 1,
      rows: { steps: 6, spectrum: 0, test: 0, batch: 0, batchSteps: 0 },
      events: [],
    });
    expect(asked(fake)).toHaveLength(before);
    compare.open();
    await vi.waitFor(() => expect(xs(compare)).toEqual([[0, 1, 2, 3, 4, 5]]));
  });

  it("reads nothing again for a run that is hidden and shown, or a chart that is", async () => {
    const { compare, fake } = await comparing([1, 2]);
    const before = asked(fake).length;
    compare.toggle([1]);
    compare.toggle([1]);
    compare.change({ shown: ["loss"] });
    compare.change({ shown: ["loss", "sharpness"] });
    await new Promise((done) => setTimeout(done, 300));
    expect(asked(fake)).toHaveLength(before);
  });

  it("reads a zoomed window by itself, with the row on either side of it", async () => {
    const { compare, fake } = await comparing([1]);
    compare.change({ window: { min: 1.4, max: 1.6 } });
    const { x, curves } = compare.picture("loss");
    expect([x.min, x.max]).toEqual([1.4, 1.6]);
    // What is there already is drawn at once.
    expect([...curves[0].x]).toEqual([0, 1, 2, 3]);
    await vi.waitFor(() => expect(xs(compare)).toEqual([[1, 2]]));
    expect(asked(fake).at(-1)).toMatchObject({ from: 1.4, to: 1.6 });
    expect(compare.extent).toEqual({ min: 0, max: 3 });
  });

  it("reads the value between rows that are drawn", async () => {
    const { compare, lengths } = await comparing([1]);
    compare.pixels = 50;
    lengths.set(1, 5000);
    compare.curves.grew(1);
    compare.reload();
    await vi.waitFor(() => expect(xs(compare)[0].length).toBeGreaterThan(50));
    const [track] = compare.tracksOf("loss");
    const skipped = Array.from(track.curve.x).findIndex((x, i) => x !== i);
    expect(compare.cursor.valueAt("loss", track, skipped)).toBeUndefined();
    compare.cursor.x = skipped;
    await vi.waitFor(() =>
      expect(compare.cursor.valueAt("loss", track, skipped)).toBe(10 + skipped),
    );
    const [{ curve }] = await compare.rowsOf("loss", { min: 100, max: 300 });
    expect(curve.x).toHaveLength(203);
  });

  it("says which run could not be read, and draws the others", async () => {
    const fake = fakeLab();
    answering(fake);
    const compare = new CompareController(fake.lab);
    compare.show([...rows, run({ id: 99 })], [1, 99]);
    compare.open();
    await vi.waitFor(() => expect(compare.loaded).toBe(true));
    expect(compare.failure?.message).toBe("It is damaged.");
    expect(xs(compare)).toEqual([[0, 1, 2, 3]]);
  });

  it("a logarithmic x begins above 0, and another axis shows everything again", async () => {
    const { compare } = await comparing([1]);
    compare.change({ window: { min: 1, max: 2 } });
    await changed(compare, { xLog: true });
    expect(compare.choices.window).toBeNull();
    expect(compare.extent).toEqual({ min: 1, max: 3 });
  });
});

describe("sentences", () => {
  const comparison = (ids: number[]) => {
    const compare = new CompareController(fakeLab().lab);
    compare.show(rows, ids);
    return compare;
  };
  const differ = (ids: number[]) => {
    const { members, settings } = comparison(ids);
    return differSentence(members, settings);
  };
  const edge = (ids: number[]) => edgeSentence(comparison(ids).members);

  it("say what runs differ in", () => {
    expect(differ([1, 2])).toBe("differ in step size");
    expect(differ([1, 3])).toBe("same settings");
    expect(differ([1])).toBe("add a second run to see differences");
  });

  it("say which run reached the edge first", () => {
    expect(edge([1, 2])).toBe(
      "η = 0.1 reached the threshold first, at step 1; η = 0.05 last, at step 2.",
    );
    expect(edge([1, 2, 3])).toBe(
      "η = 0.1 reached the threshold first, at step 1; 1 run did not.",
    );
    expect(edge([1, 3])).toBe("Only slow reached the threshold, at step 2.");
    expect(edge([1])).toBe("It reached the threshold at step 2.");
    expect(edge([3])).toBe("No run reached the threshold.");
  });

  it("say where each line of a chart ends, and of many where they all end", async () => {
    const { compare } = await comparing([1, 2]);
    expect(chartSentence("loss", compare.tracksOf("loss"), "step")).toBe(
      "Loss over steps: η = 0.05 from 10.00 to 13.00; η = 0.1 from 20.00 to 23.00.",
    );
    const [track] = compare.tracksOf("loss");
    const many = Array.from({ length: 30 }, () => track);
    expect(chartSentence("loss", many, "step")).toBe(
      "Loss over steps: 30 lines, which end between 13.00 and 13.00.",
    );
  });
});

it("says what a logarithmic x axis leaves out", () => {
  const track = (x: number[]) => ({
    key: "A",
    label: "A",
    short: "A",
    values: "",
    width: 1,
    alpha: 1,
    ink: "loss" as const,
    dash: [],
    members: [],
    curve: drawnCurve(
      [
        {
          id: 1,
          threshold: 1,
          flowTimes: (at) => at,
          crossingStep: null,
          stepsPerEpoch: 1,
          columns: {
            steps: { step: Float64Array.from(x), loss: Float64Array.from(x) },
          },
        },
      ],
      { table: "steps", column: "loss", perThreshold: false },
      {
        groups: [],
        columns: [],
        x: "step",
        band: "range",
        baseline: null,
        relation: "difference",
        log: true,
        pixels: 100,
      },
    ),
  });
  expect(leftOutSentence([track([0, 1])], "step", true)).toBe(
    "Values at or below 0 (step) cannot be shown on a logarithmic axis.",
  );
  expect(leftOutSentence([track([0, 1])], "step", false)).toBe("");
  expect(leftOutSentence([track([1, 2])], "step", true)).toBe("");
});
