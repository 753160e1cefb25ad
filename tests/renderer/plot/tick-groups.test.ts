import { expect, it } from "vitest";
import { tickGroups } from "../../../renderer/plot/tick-groups";

const spikes = (...steps: number[]) =>
  steps.map((step) => ({ step, label: "spike" }));
const drawn = (ticks: { step: number; label: string }[], scale = 1) =>
  tickGroups(ticks, (step) => scale * step).map(
    ({ label, steps, from, to }) => [label, steps, from, to],
  );

it("ticks of one kind that touch are one mark, and come apart when the chart is wider", () => {
  const ticks = spikes(120, 100, 108, 400);
  expect(drawn(ticks, 0.5)).toEqual([
    ["spike", [100, 108, 120], 50, 60],
    ["spike", [400], 200, 200],
  ]);
  expect(drawn(ticks, 2).map(([, steps]) => steps)).toEqual([
    [100],
    [108],
    [120],
    [400],
  ]);
});

it("two that touch, and those of another kind, keep their own marks", () => {
  expect(
    drawn([
      ...spikes(100, 104),
      { step: 102, label: "settled" },
      { step: 103, label: "first rise" },
    ]).map(([label, steps]) => [label, steps]),
  ).toEqual([
    ["spike", [100]],
    ["spike", [104]],
    ["settled", [102]],
    ["first rise", [103]],
  ]);
});

it("a kind in between does not part a group", () => {
  const ticks = [...spikes(10, 14, 18), { step: 12, label: "settled" }];
  expect(drawn(ticks).map(([label, steps]) => [label, steps])).toEqual([
    ["spike", [10, 14, 18]],
    ["settled", [12]],
  ]);
});
