import { expect, test } from "vitest";
import { Cadence } from "../../../core/run/cadence";
import type { Checkpoint } from "../../../core/run/checkpoint";
import { quadratic, start } from "./support";

const checkpoint = (seconds: number, numbers: number) =>
  ({ seconds, theta: new Float64Array(numbers) }) as unknown as Checkpoint;

/** Seconds at which batches and checkpoints are due when rows of 10 numbers come at a rate. */
function due(rate: number, size: number, seconds: number) {
  const cadence = new Cadence(0);
  const batches: number[] = [];
  const checkpoints: number[] = [];
  let waiting = 0;
  for (let row = 1; row <= rate * seconds; row++) {
    const now = row / rate;
    waiting += 10;
    if (!cadence.batchIsDue(now, waiting)) continue;
    waiting = 0;
    batches.push(now);
    if (!cadence.checkpointIsDue(now)) continue;
    cadence.keep(checkpoint(now, size));
    checkpoints.push(now);
  }
  const gaps = (times: number[]) =>
    times.slice(1).map((time, i) => time - times[i]);
  return { batches, gaps: gaps(batches), checkpoints: gaps(checkpoints) };
}

test.each([
  // A fast run fills a batch at once, a slow one not before half a second is over.
  { rate: 1000, shortest: 0.1, longest: 0.101 },
  { rate: 50, shortest: 0.36, longest: 0.42 },
  { rate: 20, shortest: 0.45, longest: 0.55 },
  { rate: 2, shortest: 0.5, longest: 0.5 },
  { rate: 0.5, shortest: 2, longest: 2 },
])(
  "rows of 10 numbers at $rate a second: $shortest to $longest s between batches",
  ({ rate, shortest, longest }) => {
    const { batches, gaps } = due(rate, 100, 40);
    // Sums of steps of time are rounded.
    expect(Math.min(...gaps)).toBeGreaterThan(shortest - 1e-9);
    expect(Math.max(...gaps)).toBeLessThan(longest + 1e-9);
    // The first batch does not wait to be full, and brings a checkpoint.
    expect(batches[0]).toBeCloseTo(Math.max(0.1, 1 / rate), 9);
  },
);

test.each([
  { size: 2048, rate: 1, shortest: 10, longest: 11 },
  { size: 40_000, rate: 1000, shortest: 10, longest: 10.2 },
  { size: 40_000, rate: 100, shortest: 39.9, longest: 40.5 },
  { size: 40_000, rate: 1, shortest: 60, longest: 61 },
])(
  "checkpoints of $size numbers at $rate rows a second: every $shortest to $longest s",
  ({ size, rate, shortest, longest }) => {
    const { checkpoints } = due(rate, size, 200);
    expect(checkpoints.length).toBeGreaterThan(1);
    expect(Math.min(...checkpoints)).toBeGreaterThan(shortest - 1e-9);
    expect(Math.max(...checkpoints)).toBeLessThan(longest + 1e-9);
  },
);

test("a run that goes on from a checkpoint needs no other one at once", () => {
  const cadence = new Cadence(7, checkpoint(7, 100));
  expect(cadence.hasCheckpoint).toBe(true);
  expect(cadence.batchIsDue(7.2, 10)).toBe(false);
  expect(cadence.batchIsDue(7.2, 1000)).toBe(true);
  expect(cadence.checkpointIsDue(7.2)).toBe(false);
  expect(cadence.checkpointIsDue(17)).toBe(true);
});

test("a run of slow steps hands over several rows at once, each at most half a second and a step after it is complete", async () => {
  const stepTime = 0.15;
  const { updates, host } = start(quadratic([1, 2]), Float64Array.of(1, 1), {
    steps: 100,
    every: 100,
  });
  host.breathe = () => {
    host.time += stepTime;
    return Promise.resolve();
  };
  // It breathes at the first step already, and from then on at each.
  host.time = 0.1;
  const rows: number[] = [];
  for await (const update of updates) {
    if (update.type !== "batch") continue;
    const { seconds } = update.batch.steps;
    rows.push(seconds.length);
    // A row has the time of its own step and is complete one step later.
    for (const begun of seconds)
      expect(host.time - begun - stepTime).toBeLessThan(0.5 + stepTime);
  }
  // The first one and the one after it begin with the run, and the last one ends with it.
  expect(new Set(rows.slice(2, -1))).toEqual(new Set([4]));
});
