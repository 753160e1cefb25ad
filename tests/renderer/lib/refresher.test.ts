import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Refresher } from "../../../renderer/lib/refresher";
import { deferred } from "../fake-lab";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("Refresher", () => {
  it("runs at once when it has rested", () => {
    const task = vi.fn(async () => undefined);
    new Refresher(task, 100).request();
    expect(task).toHaveBeenCalledTimes(1);
  });

  it("never runs twice at a time, and once more for all requests meanwhile", async () => {
    const first = deferred<undefined>();
    const task = vi
      .fn(async (): Promise<void> => undefined)
      .mockImplementationOnce(() => first.promise);
    const refresher = new Refresher(task, 100);
    for (let i = 0; i < 5; i++) refresher.request();
    await vi.advanceTimersByTimeAsync(1000);
    expect(task).toHaveBeenCalledTimes(1);
    first.resolve(undefined);
    await vi.advanceTimersByTimeAsync(1000);
    expect(task).toHaveBeenCalledTimes(2);
  });

  it("keeps the interval", async () => {
    const task = vi.fn(async () => undefined);
    const refresher = new Refresher(task, 100);
    for (let ms = 0; ms < 1000; ms += 10) {
      refresher.request();
      await vi.advanceTimersByTimeAsync(10);
    }
    expect(task.mock.calls.length).toBeGreaterThanOrEqual(9);
    expect(task.mock.calls.length).toBeLessThanOrEqual(11);
  });

  it("runs for the last request, however late", async () => {
    const task = vi.fn(async () => undefined);
    const refresher = new Refresher(task, 100);
    refresher.request();
    await vi.advanceTimersByTimeAsync(5);
    refresher.request();
    expect(task).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(100);
    expect(task).toHaveBeenCalledTimes(2);
  });

  it("stops when closed", async () => {
    const task = vi.fn(async () => undefined);
    const refresher = new Refresher(task, 100);
    refresher.request();
    refresher.request();
    refresher.close();
    await vi.advanceTimersByTimeAsync(1000);
    expect(task).toHaveBeenCalledTimes(1);
  });
});
