import { describe, expect, it } from "vitest";
import { lossPicture } from "../../../renderer/pictures/run-pictures";
import { eventTicks } from "../../../renderer/pictures/event-ticks";
import { marksOf } from "../../../renderer/screens/live/marks";
import { withParent } from "../../../renderer/screens/live/fork/parent";
import { run, series } from "../fake-lab";

const fork = run({ status: "finished", summary: { step: 30 } });
const own = lossPicture(fork, series([10, 20, 30], { loss: [4, 2, 1] }));
const parentOf = (loss: number[]) => ({
  steps: series([0, 10, 20, 30, 40], { loss }),
  spectrum: series([0, 10], { lambda1: [1, 2] }),
});

describe("the curve of the run that a fork goes on from", () => {
  it("lies beneath the fork's own, dotted and in its colour", () => {
    const { curves, y } = withParent("loss", own, parentOf([8, 4, 3, 2, 1]));
    expect(curves.map(({ key, ink }) => [key, ink])).toEqual([
      ["parent", "loss"],
      ["loss", "loss"],
    ]);
    expect(curves[0]).toMatchObject({ dash: [2, 3], shows: "line" });
    expect(y.log).toBe(own.y.log);
  });

  it("has room where it leaves the range of the fork within its steps", () => {
    const { y } = withParent("loss", own, parentOf([8, 4, 90, 2, 1]));
    expect(y.max).toBeGreaterThanOrEqual(90);
    expect(y.min).toBeLessThanOrEqual(own.y.min);
  });

  it("is left out in other charts, of a run that is no fork, and without values", () => {
    const parent = parentOf([8, 4, 3, 2, 1]);
    expect(withParent("curvature", own, parent)).toBe(own);
    expect(withParent("loss", own, null)).toBe(own);
    expect(withParent("loss", own, { steps: {}, spectrum: {} })).toBe(own);
  });

  it("is named below the charts", () => {
    const told = (models: Parameters<typeof marksOf>[1]) =>
      marksOf(fork, models, null).map(({ text }) => text);
    const model = { ...own, ticks: eventTicks(fork.events) };
    expect(told([model])).toEqual([]);
    expect(
      told([withParent("loss", model, parentOf([8, 4, 3, 2, 1]))]),
    ).toEqual(["dotted: the run that it goes on from"]);
  });
});
