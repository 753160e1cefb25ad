import { expect, test } from "vitest";
import type { RunEvent } from "../../../core/run/summary";
import {
  eventTicks,
  tickReadings,
  ticksSentence,
} from "../../../renderer/charts/event-ticks";

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
