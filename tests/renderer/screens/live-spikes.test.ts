import { expect, it } from "vitest";
import type { RunEvent } from "../../../core/run/status";
import {
  restSentence,
  spikesOf,
  spikesSentence,
} from "../../../renderer/screens/live/spikes";
import { run } from "../fake-lab";

const spike = (step: number): RunEvent => ({
  kind: "spike",
  step,
  value: 1,
  message: "",
});
const crossing: RunEvent = { ...spike(3), kind: "crossing" };

function told(steps: number[], total?: number) {
  const events = [crossing, ...steps.map(spike)];
  const summary = total === undefined ? {} : { spikes: total };
  const spikes = spikesOf(run({ events, summary }));
  return spikes && [spikesSentence(spikes), restSentence(spikes)];
}

it("a run without spikes has nothing to tell of them", () => {
  expect(told([], 0)).toBeNull();
});

it("all spikes are one line, which says how many and where the first was", () => {
  expect(told([1231], 1)).toEqual(["1 spike, at step 1,231", ""]);
  expect(told([1290, 1231], 2)).toEqual(["2 spikes, first at step 1,231", ""]);
});

it("those whose steps were not kept are counted and said", () => {
  const first = Array.from({ length: 20 }, (_, i) => 1231 + i);
  expect(told(first, 34)).toEqual([
    "34 spikes, first at step 1,231",
    "The steps of the first 20 are kept; the 14 later ones are only counted.",
  ]);
  expect(told(first, 21)?.[1]).toMatch(/; the later one is only counted\.$/);
});

it("a run of an earlier version, which did not count them, has those that it kept", () => {
  expect(told([7, 9])).toEqual(["2 spikes, first at step 7", ""]);
});
