import { expect, test } from "vitest";
import { emptySummary } from "../../../core/run/summary";
import type { RunEvent } from "../../../core/run/status";
import {
  eventTicks,
  ticksSentence,
  unmarkedSentence,
  unmarkedSpikes,
} from "../../../renderer/pictures/event-ticks";
import { tickReadings } from "../../../renderer/plot/readout";

const event = (kind: RunEvent["kind"], step: number): RunEvent => ({
  kind,
  step,
  value: 1,
  message: "",
});
const ticks = eventTicks([
  event("crossing", 10),
  event("spike", 400),
  event("first-rise", 300),
  event("settling", 700),
  event("finished", 1000),
]);

test("the crossing and the end have no tick", () => {
  expect(ticks).toEqual([
    { step: 300, label: "first rise" },
    { step: 400, label: "spike" },
    { step: 700, label: "settled" },
  ]);
});

test("the read-out names the tick under the cursor", () => {
  const at = (cursor: number | null) =>
    tickReadings(ticks, { min: 0, max: 1000 }, cursor);
  expect(at(403)).toEqual([{ label: "spike", value: "at 400" }]);
  expect(at(300)).toEqual([{ label: "first rise", value: "at 300" }]);
  expect(at(410)).toEqual([]);
  expect(at(null)).toEqual([]);
  expect(tickReadings([], { min: 0, max: 1 }, 0)).toEqual([]);
});

test("spikes beyond those that are events are counted in words", () => {
  const events = [event("spike", 3), event("spike", 9), event("crossing", 1)];
  const of = (spikes: number | undefined) =>
    unmarkedSpikes({
      events,
      summary: { ...emptySummary, ...(spikes !== undefined && { spikes }) },
    });
  expect([of(undefined), of(2), of(3), of(34)]).toEqual([0, 0, 1, 32]);
  expect(unmarkedSentence(0)).toBe("");
  expect(unmarkedSentence(1)).toBe("1 later spike is counted but has no tick.");
  expect(unmarkedSentence(32)).toBe(
    "32 later spikes are counted but have no tick.",
  );
});

test("on paper a sentence names them, several of a kind together", () => {
  expect(ticksSentence(ticks)).toBe(
    "Ticks on the step axis: first rise at step 300, spike at step 400, settled at step 700.",
  );
  const many = [410, 1200, 2400].map((step) => event("spike", step));
  expect(ticksSentence(eventTicks(many))).toBe(
    "Ticks on the step axis: spikes from step 410 to step 2,400.",
  );
  expect(ticksSentence([])).toBe("");
});
