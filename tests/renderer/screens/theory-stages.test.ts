import { describe, expect, it } from "vitest";
import { valueAt } from "../../../renderer/plot/columns";
import type { Stage } from "../../../core/theory/stages";
import {
  inStages,
  withDeviation,
} from "../../../renderer/screens/theory/dress";
import { picture } from "../../../renderer/screens/theory/pictures";
import {
  indexAt,
  keyedIndex,
  nextStage,
  pointSentence,
  ratesAt,
  trailOf,
  trailSentence,
} from "../../../renderer/screens/theory/spike";
import { fakeLab, run } from "../fake-lab";
import { analysed } from "../theory-analysis";

const { columns, summary } = analysed();
const trail = trailOf(columns);

describe("stepping through a spike", () => {
  it("goes over the steps from the start of the analysis on", () => {
    expect(trail).toHaveLength(240);
    expect(trail[0].step).toBe(991);
    expect(indexAt(trail, null)).toBe(0);
    expect(indexAt(trail, 1000)).toBe(9);
    expect(indexAt(trail, 5)).toBe(0);
    expect(trailOf({})).toEqual([]);
  });

  it("comes to each next stage in turn, and to none after the last", () => {
    let at = 0;
    const passed = [trail[0].stage];
    for (let next = nextStage(trail, at); next !== null;) {
      at = next;
      passed.push(trail[at].stage);
      next = nextStage(trail, at);
    }
    for (let i = 1; i < passed.length; i++)
      expect(passed[i]).toBe(((passed[i - 1] ?? 0) % 4) + 1);
    expect(passed.length).toBeGreaterThan(4);
    expect(trailSentence(trail)).toContain(`stages ${passed.join(", ")}.`);
  });

  it("does not name hundreds of stages", () => {
    const long = Array.from({ length: 200 }, (_, i) => ({
      step: i,
      x: 1,
      y: 1,
      stage: ((i % 4) + 1) as Stage,
    }));
    expect(trailSentence(long)).toMatch(/3, 4 and 176 more\.$/);
  });

  it("stays inside by keyboard", () => {
    expect(keyedIndex("ArrowLeft", 0, 5)).toBe(0);
    expect(keyedIndex("ArrowRight", 0, 5)).toBe(1);
    expect(keyedIndex("PageDown", 1, 5)).toBe(4);
    expect(keyedIndex("End", 1, 5)).toBe(4);
    expect(keyedIndex("Tab", 1, 5)).toBeNull();
  });

  it("is said in words, with the name of the stage", () => {
    const blowUp = trail.find(({ stage }) => stage === 2);
    expect(blowUp && pointSentence(blowUp)).toMatch(
      /Step .*: x = .*Stage 2, blow-up\. Sharpness is above/,
    );
    expect(pointSentence({ step: 3, x: 0, y: 0, stage: null })).toContain(
      "no stage",
    );
  });

  it("reads α and β at the step, and nothing where they were not measured", () => {
    expect(ratesAt(columns, 991)?.alpha).toBe(summary.start?.alpha);
    expect(ratesAt(columns, 9_999)).toBeNull();
  });
});

const view = {
  lab: fakeLab().lab,
  run: run({ id: 1 }),
  summary,
  columns,
  cursor: null,
  oncursor: () => undefined,
};

describe("curves in the colours of the stages", () => {
  const whole = picture(view, [{ key: "x", label: "x", ink: "loss" }], 1000);
  const { curves } = inStages(whole, trail);

  it("leave no step of the path out", () => {
    const drawn = curves
      .filter(({ shows }) => shows === "line")
      .flatMap(({ x, y }) => [...x.filter((_, row) => !Number.isNaN(y[row]))]);
    expect(new Set(drawn)).toEqual(new Set(trail.map(({ step }) => step)));
  });

  it("have one ink to a stage, and one curve that is read", () => {
    expect(curves.filter(({ shows }) => shows === "reading")).toHaveLength(1);
    const inks = curves
      .filter(({ shows }) => shows === "line")
      .filter(({ y }) => y.some((value) => !Number.isNaN(value)))
      .map(({ ink }) => ink);
    expect(new Set(inks).size).toBe(4);
  });
});

describe("a lane", () => {
  it("has the deviation that is predicted on both sides of it, in view", () => {
    const bare = picture(view, [{ key: "lane1", label: "", ink: "loss" }], 500);
    const { curves, y } = withDeviation(bare, columns, 1);
    const { high, low } = curves[0].band ?? {};
    const row = columns["step"].indexOf(1100);
    const at = valueAt(high, 1100) ?? NaN;
    expect(at).toBeCloseTo(Math.sqrt(columns["variance1"][row]), 12);
    expect(valueAt(low, 1100)).toBe(-at);
    expect(y.min).toBeLessThan(-at);
    expect(y.max).toBeGreaterThan(at);
  });
});
