import { describe, expect, it, vi } from "vitest";
import type { RunDetail } from "../../../core/contract/api";
import type { Columns } from "../../../core/series/columns";
import { CompareController } from "../../../renderer/screens/compare/Controller.svelte";
import {
  membersOf,
  seedGroups,
} from "../../../renderer/screens/compare/members";
import {
  numericSettings,
  scatterAxis,
  scatterPoints,
} from "../../../renderer/screens/compare/scatter";
import { results } from "../../../renderer/screens/compare/results";
import {
  compareSentence,
  leftOutSentence,
} from "../../../renderer/screens/compare/sentences";
import { readBack, written } from "../../../renderer/screens/compare/views";
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
function tables(fake: ReturnType<typeof fakeLab>) {
  const lengths = new Map<number, number>();
  fake.answer(
    "runs.open",
    (id) => rows.find((row) => row.id === id) as RunDetail,
  );
  fake.answer("runs.readTable", ({ runId, columns, from = 0 }): Columns => {
    const length = lengths.get(runId) ?? 4;
    const step = Float64Array.from(
      { length: Math.max(0, length - from) },
      (_, i) => from + i,
    );
    return Object.fromEntries(
      ["step", ...columns].map((name) => [
        name,
        name === "step" ? step : step.map((s) => 10 * runId + s),
      ]),
    );
  });
  return lengths;
}

async function comparing(ids: number[]) {
  const fake = fakeLab();
  const lengths = tables(fake);
  const compare = new CompareController(fake.lab);
  compare.show(rows, ids);
  compare.open();
  await vi.waitFor(() => expect(compare.loaded).toBe(true));
  return { fake, compare, lengths };
}

const xs = (compare: CompareController) =>
  compare.tracksOf("loss").map(({ curve }) => [...curve.x]);

describe("CompareController", () => {
  it("aligns runs by step, η·step, time and the crossing", async () => {
    const { compare } = await comparing([1, 2]);
    expect(xs(compare)).toEqual([
      [0, 1, 2, 3],
      [0, 1, 2, 3],
    ]);
    compare.change({ alignment: "flow" });
    expect(xs(compare)[1][3]).toBeCloseTo(0.3, 12);
    compare.change({ alignment: "seconds" });
    expect(xs(compare)[1]).toEqual([20, 21, 22, 23]);
    compare.change({ alignment: "crossing" });
    expect(xs(compare)).toEqual([
      [-2, -1, 0, 1],
      [-1, 0, 1, 2],
    ]);
    expect(compare.extent).toEqual({ min: -2, max: 2 });
  });

  it("leaves a run that never crossed out of the steps since the crossing", async () => {
    const { compare } = await comparing([1, 3]);
    compare.change({ alignment: "crossing" });
    expect(compare.tracksOf("loss").map(({ label }) => label)).toEqual(["A"]);
  });

  it("divides sharpness by the threshold of its own run, and nothing else", async () => {
    const { compare } = await comparing([1, 2]);
    const levels = () => compare.picture("sharpness").levels;
    expect(levels()?.map(({ value }) => value)).toEqual([40, 20]);
    compare.change({ ratio: true });
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
    const [a, b] = compare.members;
    expect(compare.picture("sharpness", a).curves).toHaveLength(1);
    expect(compare.picture("sharpness", a).y).toEqual(
      compare.picture("sharpness", b).y,
    );
  });

  it("hides and shows a run without losing its letter and colour", async () => {
    const { compare } = await comparing([1, 2]);
    compare.toggle(1);
    expect(
      compare.picture("loss").curves.map(({ label, ink }) => [label, ink]),
    ).toEqual([["B", "series-1"]]);
    compare.toggle(1);
    expect(compare.picture("loss").curves).toHaveLength(2);
  });

  it("reads only what is new when a run grows", async () => {
    const { compare, fake, lengths } = await comparing([1]);
    lengths.set(1, 6);
    fake.emit("seriesGrew", {
      runId: 1,
      rows: { steps: 6, spectrum: 6, test: 0 },
      events: [],
    });
    await vi.waitFor(() => expect(xs(compare)).toEqual([[0, 1, 2, 3, 4, 5]]));
    const asked = fake.asked.filter(({ name }) => name === "runs.readTable");
    expect(asked.at(-1)?.args[0]).toMatchObject({ from: 4 });
  });

  it("reads what grew while it was away when it comes back", async () => {
    const { compare, fake, lengths } = await comparing([1]);
    compare.leave();
    lengths.set(1, 6);
    const reads = () =>
      fake.asked.filter(({ name }) => name === "runs.readTable").length;
    const before = reads();
    fake.emit("seriesGrew", {
      runId: 1,
      rows: { steps: 6, spectrum: 0, test: 0 },
      events: [],
    });
    expect(reads()).toBe(before);
    compare.open();
    await vi.waitFor(() => expect(xs(compare)).toEqual([[0, 1, 2, 3, 4, 5]]));
  });

  it("draws a zoomed window with the row on either side of it", async () => {
    const { compare } = await comparing([1]);
    compare.change({ window: { min: 1.4, max: 1.6 } });
    const { x, curves } = compare.picture("loss");
    expect([x.min, x.max]).toEqual([1.4, 1.6]);
    expect([...curves[0].x]).toEqual([1, 2]);
  });

  it("a logarithmic x begins above 0, and another axis shows everything again", async () => {
    const { compare } = await comparing([1]);
    compare.change({ window: { min: 1, max: 2 } });
    compare.change({ xLog: true });
    expect(compare.choices.window).toBeNull();
    expect(compare.extent).toEqual({ min: 1, max: 3 });
  });
});

describe("members", () => {
  const seeded = (id: number, seed: number) =>
    run({
      id,
      spec: {
        ...first.spec,
        name: `seed ${seed}`,
        model: {
          ...first.spec.model,
          init: { scheme: "xavier", seed, biasNoise: 0 },
        } as typeof first.spec.model,
      },
    });

  it("are grouped where they differ in nothing but the seed", () => {
    const all = [seeded(7, 0), second, seeded(8, 1)];
    const members = membersOf(all, [7, 2, 8], new Set());
    expect(
      seedGroups(members).map((group) => group.map(({ letter }) => letter)),
    ).toEqual([["A", "C"]]);
  });

  it("more than eight differ at least in their letter", () => {
    const all = Array.from({ length: 30 }, (_, i) => run({ id: i + 1 }));
    const members = membersOf(
      all,
      all.map(({ id }) => id),
      new Set(),
    );
    expect(new Set(members.map(({ letter }) => letter)).size).toBe(30);
  });
});

describe("compareSentence", () => {
  const sentence = (ids: number[]) =>
    compareSentence(membersOf(rows, ids, new Set()));

  it("says what two runs differ in, and what came of it", () => {
    expect(sentence([1, 2])).toBe(
      "B differs only in step size (0.05 → 0.1); it reached the edge 1 step earlier.",
    );
  });

  it("says for more runs who reached the edge first", () => {
    expect(sentence([1, 2, 3])).toBe(
      "The 3 runs differ only in step size (0.05, 0.1); B reached the edge first, at step 1; 1 run did not.",
    );
  });
});

it("says what a logarithmic x axis leaves out", () => {
  const curve = (x: number[]) => ({
    x: Float64Array.from(x),
    y: Float64Array.from(x),
  });
  const track = (x: number[]) => ({
    key: "A",
    label: "A",
    ink: "loss" as const,
    dash: [],
    members: [],
    curve: curve(x),
  });
  expect(leftOutSentence([track([0, 1])], "step", true)).toBe(
    "What is at 0 (step) has no place on a logarithmic axis.",
  );
  expect(leftOutSentence([track([0, 1])], "step", false)).toBe("");
  expect(leftOutSentence([track([1, 2])], "step", true)).toBe("");
});

describe("scatter", () => {
  it("puts the numeric settings that differ first", () => {
    const [setting] = numericSettings(rows.map(({ spec }) => spec));
    expect(setting).toMatchObject({
      label: "step size",
      values: [0.05, 0.1, 0.05],
    });
  });

  it("has a point for each run with both the setting and the result", () => {
    const crossing = results.find(({ label }) => /crossing/.test(label));
    if (!crossing) throw new Error("There is no such result.");
    const points = scatterPoints(rows, "optimizer.stepSize", crossing);
    expect(points.map(({ row, x, y }) => [row.id, x, y])).toEqual([
      [1, 0.05, 2],
      [2, 0.1, 1],
    ]);
    expect(scatterPoints(rows, "data.degree", crossing)).toEqual([]);
  });

  it("is logarithmic over more than a decade", () => {
    expect(scatterAxis([0.01, 1]).log).toBe(true);
    expect(scatterAxis([1, 5]).log).toBe(false);
    expect(scatterAxis([-1, 500]).log).toBe(false);
    const { share } = scatterAxis([1, 5]);
    for (const value of [1, 5]) {
      expect(share(value)).toBeGreaterThanOrEqual(0);
      expect(share(value)).toBeLessThanOrEqual(1);
    }
  });
});

it("a saved view reads back as it was, and anything else is no view", async () => {
  const { compare } = await comparing([2, 1]);
  compare.change({
    alignment: "crossing",
    window: { min: -1.5, max: 2 },
    hidden: [1],
    shown: ["accuracy"],
  });
  const { ids, choices } = compare;
  const stored: unknown = JSON.parse(JSON.stringify(written({ ids, choices })));
  expect(readBack(stored)).toEqual({ ids, choices });
  expect(readBack({ screen: "archive" })).toBeNull();
  expect(readBack({ ...(stored as object), ids: ["1"] })).toBeNull();
});
