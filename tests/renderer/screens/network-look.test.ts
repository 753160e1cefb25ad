import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { NetworkView } from "../../../core/contract/api";
import { NetworkLook } from "../../../renderer/screens/live/network/NetworkLook.svelte";
import { TopLineLook } from "../../../renderer/screens/live/network/TopLineLook.svelte";
import { stepNote } from "../../../renderer/screens/live/network/words";
import { deferred, fakeLab } from "../fake-lab";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const view = (step: number, wanted = step): NetworkView => ({
  wanted,
  step,
  picture: null,
  along: null,
  isSame: true,
});

const line = {
  sharpness: 3,
  slope: 1,
  loss: 1,
  alpha: 0,
  beta: 0,
  s: Float64Array.of(-1, 0, 1),
  losses: Float64Array.of(1, 1, 1),
};

describe("a look at the network", () => {
  it("shows what there is at once, and goes on to the step with more patience", async () => {
    const fake = fakeLab();
    const steps = [40, 90, 100];
    fake.answer("runs.look", () => view(steps.shift() ?? 0, 100));
    const look = new NetworkLook(fake.lab, 7);
    look.want(100);
    await vi.advanceTimersByTimeAsync(10);
    expect(look.view?.step).toBe(100);
    expect(fake.asked.map(({ args }) => args)).toEqual([
      [7, 100, { patience: 40, along: false }],
      [7, 100, { patience: 250, along: false }],
      [7, 100, { patience: 250, along: false }],
    ]);
  });

  it("goes to the newest step, and leaves the ones between out", async () => {
    const fake = fakeLab();
    const first = deferred<NetworkView>();
    fake.answer("runs.look", (_, step) =>
      step === 1 ? first.promise : view(step),
    );
    const look = new NetworkLook(fake.lab, 7);
    look.want(1);
    await vi.advanceTimersByTimeAsync(1);
    for (const step of [2, 3, 4]) look.want(step);
    first.resolve(view(1));
    await vi.advanceTimersByTimeAsync(10);
    expect(fake.asked.map(({ args }) => args[1])).toEqual([1, 4]);
    expect(look.view?.step).toBe(4);
  });

  it("tells a failure and does not ask again by itself; another step does", async () => {
    const fake = fakeLab();
    const error = { code: "bad-experiment", message: "Other data." } as const;
    fake.refuse("runs.look", error);
    const look = new NetworkLook(fake.lab, 7);
    look.want(5);
    await vi.advanceTimersByTimeAsync(2000);
    expect(look.task.failure).toEqual(error);
    expect(fake.asked).toHaveLength(1);
    fake.answer("runs.look", (_, step) => view(step));
    look.want(6);
    await vi.advanceTimersByTimeAsync(10);
    expect(look.task.failure).toBeNull();
  });

  it("follows a run that is going now and then", async () => {
    const fake = fakeLab();
    fake.answer("runs.look", (_, step) => view(step));
    const look = new NetworkLook(fake.lab, 7);
    for (let step = 0; step < 50; step++) {
      look.follow(step);
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(fake.asked.map(({ args }) => args[1])).toEqual([0, 20, 40]);
  });
});

describe("the loss along the top eigenvector", () => {
  it("is computed once the slider rests, and cut short by another step", async () => {
    const fake = fakeLab();
    fake.answer("runs.look", (_, step) => ({ ...view(step), along: line }));
    const look = new TopLineLook(fake.lab, 7);
    for (const step of [1, 2, 3]) {
      look.want(step);
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(fake.asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(400);
    expect(fake.asked.map(({ args }) => args)).toEqual([
      [7, 3, { patience: 1000, along: true }],
    ]);
    expect(look.line).toEqual(line);
    look.want(4);
    expect(look.line).toBeNull();
  });

  it("is asked for again until the step is reached", async () => {
    const fake = fakeLab();
    let asked = 0;
    fake.answer("runs.look", () =>
      ++asked < 3 ? view(asked, 9) : { ...view(9), along: line },
    );
    const look = new TopLineLook(fake.lab, 7);
    look.want(9);
    await vi.advanceTimersByTimeAsync(400);
    expect(asked).toBe(3);
    expect(look.line).toEqual(line);
  });
});

it("says which step is shown while the wanted one is on its way", () => {
  expect(stepNote(view(1200))).toBe("at step 1,200");
  expect(stepNote(view(40, 100))).toBe("at step 40, on the way to 100");
});
