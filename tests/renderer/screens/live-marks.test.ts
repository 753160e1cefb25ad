import { expect, it } from "vitest";
import type { RunEvent } from "../../../core/run/status";
import { eventTicks } from "../../../renderer/pictures/event-ticks";
import {
  lossPicture,
  sharpnessPicture,
} from "../../../renderer/pictures/run-pictures";
import type { ChartModel } from "../../../renderer/plot/model";
import { marksOf } from "../../../renderer/screens/live/marks";
import { pageChoices } from "../../../renderer/screens/live/PageChoices.svelte";
import { shownOf } from "../../../renderer/screens/live/models";
import { run, series } from "../fake-lab";

const event = (kind: RunEvent["kind"], step: number): RunEvent => ({
  kind,
  step,
  value: 1,
  message: "",
});
const steps = [0, 10, 20];

function told(
  detail = run({ status: "finished", summary: { step: 20 } }),
  {
    held = null,
    window = null,
    converged = [1, 1, 1],
    pins = [],
  }: {
    held?: number | null;
    window?: { min: number; max: number } | null;
    converged?: number[];
    pins?: NonNullable<ChartModel["pins"]>;
  } = {},
) {
  const models = [
    lossPicture(detail, series(steps, { loss: [4, 2, 1] })),
    sharpnessPicture(detail, series(steps, { lambda1: [1, 2, 3], converged })),
  ].map((model) =>
    shownOf(
      { ...model, ticks: eventTicks(detail.events), pins },
      { window, ranges: {}, page: pageChoices() },
      "",
    ),
  );
  return marksOf(detail, models, held).map(
    ({ sign, text }) => `${sign}: ${text}`,
  );
}

it("of a run on which nothing happened only the threshold is named", () => {
  expect(told()).toEqual(["threshold: 2/η, the threshold"]);
});

it("each mark that is there is named, once", () => {
  const detail = run({
    status: "finished",
    summary: { step: 20, crossingStep: 10, spikes: 2 },
    events: [event("first-rise", 11), event("spike", 12), event("spike", 14)],
  });
  expect(
    told(detail, {
      held: 15,
      converged: [1, 0, 1],
      pins: [{ x: 10, y: 1, label: "1" }],
    }),
  ).toEqual([
    "threshold: 2/η, the threshold",
    "crossing: sharpness reaches 2/η",
    "tick: first rise, 2 spikes",
    "doubt: measurement in doubt",
    "note: your note",
    "later: faint: after step 15",
  ]);
});

it("what lies outside the window is not named", () => {
  const detail = run({
    status: "finished",
    summary: { step: 20, crossingStep: 10, spikes: 1 },
    events: [event("spike", 12)],
  });
  const first = { window: { min: 0, max: 8 } };
  expect(told(detail, { ...first, held: 15 })).toEqual([
    "threshold: 2/η, the threshold",
  ]);
});

it("spikes beyond those with a tick are said", () => {
  const detail = run({
    status: "finished",
    summary: { step: 20, spikes: 34 },
    events: [event("spike", 12), event("spike", 14)],
  });
  expect(told(detail)[1]).toBe(
    "tick: 2 spikes, 32 later spikes without a tick",
  );
});

it("a run that began above the threshold did not reach it", () => {
  const detail = run({
    status: "finished",
    summary: { step: 20, crossingStep: 0 },
  });
  expect(told(detail)[1]).toBe("crossing: sharpness is at or above 2/η");
});

it("the x axis of a run with mini-batches is in epochs where that is chosen", () => {
  const model = lossPicture(run(), series(steps, { loss: [4, 2, 1] }));
  const page = pageChoices();
  const axis = (stepsPerEpoch?: number) =>
    shownOf(model, { window: null, ranges: {}, page }, "", stepsPerEpoch).x;
  expect(axis(4)).toEqual(model.x);
  page.change({ epochs: true });
  expect(axis(4)).toMatchObject({ name: "epoch", unit: 4, isWhole: false });
  // Of all samples at each step an epoch is a step.
  expect(axis()).toEqual(model.x);
});
