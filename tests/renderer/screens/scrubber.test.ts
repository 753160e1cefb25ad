import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { LiveController } from "../../../renderer/screens/live/Controller.svelte";
import { scrubberOf } from "../../../renderer/screens/live/Scrubber.svelte";
import { fakeLab, run } from "../fake-lab";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function opened(step: number) {
  const fake = fakeLab();
  fake.answer("runs.open", () =>
    run({ status: "finished", summary: { step } }),
  );
  fake.answer("runs.readSeries", () => ({}));
  const live = new LiveController(fake.lab, 1);
  await live.open();
  return { live, scrubber: scrubberOf(live) };
}

it("goes to a step, and back to the latest at the end", async () => {
  const { live, scrubber } = await opened(500);
  expect(scrubber.at).toBe(500);
  scrubber.to(312);
  expect([live.cursor, live.held, scrubber.at]).toEqual([312, 312, 312]);
  scrubber.to(500);
  expect(live.cursor).toBeNull();
  scrubber.to(-3);
  expect(live.cursor).toBe(0);
});

it("plays a whole run in twelve seconds, from the start when it stood at the end", async () => {
  const { live, scrubber } = await opened(24_000);
  scrubber.play();
  expect(live.held).toBe(0);
  await vi.advanceTimersByTimeAsync(6000);
  expect(live.held).toBe(12_000);
  scrubber.pause();
  await vi.advanceTimersByTimeAsync(1000);
  expect(live.held).toBe(12_000);
  scrubber.play();
  await vi.advanceTimersByTimeAsync(6000);
  expect([live.held, scrubber.playing]).toEqual([null, false]);
});

it("plays a short run one step after another", async () => {
  const { live, scrubber } = await opened(4);
  const seen = new Set<number | null>();
  scrubber.play();
  for (let i = 0; i < 245; i++) {
    await vi.advanceTimersByTimeAsync(50);
    seen.add(live.held);
  }
  expect([...seen]).toEqual([0, 1, 2, 3, null]);
});

it("a hand on the slider ends playing", async () => {
  const { live, scrubber } = await opened(500);
  scrubber.play();
  scrubber.to(7);
  await vi.advanceTimersByTimeAsync(3000);
  expect([live.held, scrubber.playing]).toEqual([7, false]);
});

it("a glance at a chart does not lose the step held", async () => {
  const { live, scrubber } = await opened(500);
  scrubber.to(10);
  live.read(77);
  expect(live.cursor).toBe(77);
  live.read(null);
  expect(live.cursor).toBe(10);
});
