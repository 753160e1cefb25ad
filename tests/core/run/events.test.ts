import { describe, expect, test } from "vitest";
import { chebyshev } from "../../../core/data/chebyshev";
import { EventWatch, type WatchState } from "../../../core/run/events";
import { unitRoundoff } from "../../../core/rounding";
import { emptySummary } from "../../../core/run/summary";
import { float64, goldenProblem } from "../support";
import { collect, quadratic, start } from "./support";

/** Losses are computed in float64: a few units in the last place. */
const rounding = 4 * unitRoundoff.float64;

const watch = () => new EventWatch("2/η");

function losses(at: EventWatch, values: number[], from = 0) {
  const seen = values.map((loss, i) =>
    at.step(from + i, loss, rounding * loss),
  );
  return {
    events: seen.flatMap(({ events }) => events),
    spikes: seen.filter(({ isSpike }) => isSpike).length,
  };
}

const ratios = (at: EventWatch, values: number[]) =>
  values.flatMap(
    (ratio, step) => at.measurement(step, 10 * ratio, 10, 0) ?? [],
  );

describe("the first rise", () => {
  test("is the step after which the loss was higher, once", () => {
    const { events } = losses(watch(), [4, 3, 3, 3.1, 2, 2.5]);
    expect(events).toEqual([
      {
        kind: "first-rise",
        step: 2,
        value: 3,
        message: "The loss rose for the first time in the step after 2.",
      },
    ]);
  });

  test("does not come while the loss falls", () => {
    expect(losses(watch(), [4, 3, 2, 2, 1]).events).toEqual([]);
  });

  test("is not a rise within the rounding error", () => {
    const at = watch();
    const seen = [1, 1.1, 1.25, 2].map((loss, step) =>
      at.step(step, loss, 0.1),
    );
    expect(seen.map(({ isRise }) => isRise)).toEqual([
      false,
      false,
      false,
      true,
    ]);
    expect(seen.flatMap(({ events }) => events)).toMatchObject([
      { kind: "first-rise", step: 2 },
    ]);
  });
});

describe("a spike", () => {
  const spikesOf = (values: number[]) =>
    losses(watch(), values).events.filter(({ kind }) => kind === "spike");

  test("is marked at its highest step once it has come down", () => {
    const values = [4, 1, 2.5, 8, 3, 2.1];
    expect(spikesOf(values)).toEqual([]);
    expect(spikesOf([...values, 1.9, 1.8])).toEqual([
      {
        kind: "spike",
        step: 3,
        value: 8,
        message:
          "The loss spiked at step 3, to 8.0 times its smallest value so far.",
      },
    ]);
  });

  test("is not a rise to twice the smallest loss, and not rounding", () => {
    expect(spikesOf([4, 1, 2, 1])).toEqual([]);
    expect(spikesOf([4, 0, 3, 0, -1, 5, -2])).toEqual([]);
    // Far below the first loss, with an error of a part of it and of much more than it.
    const small = [4, 1e-20, 5e-20, 1e-20];
    expect(spikesOf(small)).toMatchObject([{ step: 2 }]);
    const at = watch();
    expect(small.flatMap((loss, t) => at.step(t, loss, 1e-19).events)).toEqual(
      [],
    );
  });

  test("says many times in powers of ten", () => {
    expect(spikesOf([1e-18, 0.5, 1e-18])[0].message).toBe(
      "The loss spiked at step 1, to 5.0 × 10¹⁷ times its smallest value so far.",
    );
  });

  test("writes a late step with its thousands apart", () => {
    const falls = Array.from({ length: 1019 }, (_, i) => 4 - i / 1000);
    const { events } = losses(watch(), [...falls, 9, 1]);
    expect(events.map(({ message }) => message)).toEqual([
      "The loss rose for the first time in the step after 1,018.",
      "The loss spiked at step 1,019, to 3.0 times its smallest value so far.",
    ]);
  });

  test("all are counted, the first twenty become events", () => {
    const values = [2, ...Array.from({ length: 25 }, () => [9, 2]).flat()];
    const { events, spikes } = losses(watch(), values);
    expect(spikes).toBe(25);
    expect(events.filter(({ kind }) => kind === "spike")).toHaveLength(20);
  });
});

describe("settling", () => {
  const over = [1, ...Array.from({ length: 5 }, () => 1.1)];
  const under = Array.from({ length: 6 }, () => 0.9);

  test("is the end of a swing about the threshold", () => {
    expect(ratios(watch(), [...over, ...under, 0.99])).toEqual([]);
    expect(ratios(watch(), [...over, ...under, 1.01])).toEqual([
      {
        kind: "settling",
        step: 12,
        value: expect.closeTo(((6.5 + 5.4) / 12) * 10, 9),
        message:
          "Sharpness settled at step 12: it fell, came back, and averaged 0.99 × 2/η over this cycle.",
      },
    ]);
  });

  test("is not what rounding makes of a sharpness at the threshold", () => {
    const at = watch();
    for (let step = 0; step < 100; step++) {
      const sharpness = step % 12 < 6 ? 10 : 10 - 1e-12;
      expect(at.measurement(step, sharpness, 10, 2e-12)).toBeNull();
    }
  });

  test("is not a short swing, nor one that goes far", () => {
    expect(ratios(watch(), [1, 0.99, 1, 0.99, 1])).toEqual([]);
    const far = over.map((ratio) => 2 * ratio);
    expect(ratios(watch(), [...far, ...under, 1])).toEqual([]);
  });
});

describe("going on", () => {
  test("from a state is as if it had never been away, also as JSON", () => {
    const values = [4, 1, 8, 3, 1, 9, 1];
    const whole = losses(watch(), values);
    for (let cut = 1; cut < values.length; cut++) {
      const first = watch();
      const before = losses(first, values.slice(0, cut));
      const second = watch();
      second.restore(
        JSON.parse(JSON.stringify(first.state())) as WatchState,
        emptySummary,
      );
      const after = losses(second, values.slice(cut), cut);
      expect([...before.events, ...after.events]).toEqual(whole.events);
      expect(before.spikes + after.spikes).toBe(whole.spikes);
    }
  });

  test("without one, nothing is called the first that may not be", () => {
    const at = watch();
    at.restore(undefined, { ...emptySummary, initialLoss: 4, minLoss: 1 });
    expect(losses(at, [2, 3, 1.5]).events).toMatchObject([
      { kind: "spike", step: 1 },
    ]);
  });
});

test("on the golden run: crossing, first rise, spike, settling, and again spikes", async () => {
  const { objective, theta } = goldenProblem(float64(), chebyshev(3, 20));
  const run = start(objective, theta, { steps: 2400, every: 1 });
  const { events, ended } = await collect(run.updates);
  expect(events.map(({ kind }) => kind)).toEqual([
    "crossing",
    "first-rise",
    "spike",
    "settling",
    "spike",
    "spike",
    "finished",
  ]);
  // The first oscillation grows out of rounding, and so its step may differ a little.
  const [crossing, rise, spike, settling] = events.map(({ step }) => step);
  expect(crossing).toBe(991);
  expect(Math.abs(rise - 1244)).toBeLessThan(20);
  expect(Math.abs(spike - 1269)).toBeLessThan(20);
  expect(Math.abs(settling - 1510)).toBeLessThan(20);
  expect(ended.summary.spikes).toBe(3);
});

test("below its threshold a quadratic has none of them", async () => {
  const run = start(quadratic([4, 1]), Float64Array.from([1, 1]), {
    stepSize: 0.4,
    steps: 300,
    every: 1,
  });
  const { events, ended } = await collect(run.updates);
  expect(events.map(({ kind }) => kind)).toEqual(["finished"]);
  expect(ended.summary.spikes).toBe(0);
});
