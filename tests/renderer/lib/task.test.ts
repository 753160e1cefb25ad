import { describe, expect, it } from "vitest";
import { LabFailure } from "../../../core/errors";
import { Task } from "../../../renderer/lib/task.svelte";

const full = { code: "archive", message: "The disk is full." } as const;
const fail = () => Promise.reject(new LabFailure(full));
const succeed = () => Promise.resolve();

describe("a task", () => {
  it("keeps a failure, answers whether it succeeded, and never throws", async () => {
    const task = new Task();
    expect(await task.run(fail)).toBe(false);
    expect(task.failure).toEqual(full);
    expect(await task.run(succeed)).toBe(true);
    expect(task.failure).toBeNull();
  });

  it("forgets a failure before another attempt, or after one that succeeds", async () => {
    const task = new Task();
    await task.run(fail);
    const again = task.run(succeed, "after");
    expect(task.failure).toEqual(full);
    await again;
    expect(task.failure).toBeNull();
    await task.run(fail);
    void task.run(succeed);
    expect(task.failure).toBeNull();
  });

  it("is busy until all of its work is done, and runs once at a time where asked", async () => {
    const task = new Task();
    let ended = 0;
    const work = async () => {
      await succeed();
      ended++;
    };
    const both = [task.run(work), task.run(work)];
    expect(task.busy).toBe(true);
    await task.once(work);
    await Promise.all(both);
    expect(task.busy).toBe(false);
    expect(ended).toBe(2);
  });
});
