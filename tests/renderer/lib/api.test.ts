import { describe, expect, it, vi } from "vitest";
import type { LabBridge } from "../../../core/contract/api";
import { LabFailure } from "../../../core/errors";
import { connectLab } from "../../../renderer/lib/api";
import { fakeLab, rowOf, run } from "../fake-lab";

describe("connectLab", () => {
  it("passes arguments on and unpacks the value", async () => {
    const fake = fakeLab();
    const renamed = rowOf(run({ name: "second try" }));
    fake.answer("runs.change", () => renamed);
    expect(await fake.lab.runs.change(7, { name: "second try" })).toBe(renamed);
    expect(fake.asked).toEqual([
      { name: "runs.change", args: [7, { name: "second try" }] },
    ]);
  });

  it("throws a refusal as a LabFailure with its words", async () => {
    const fake = fakeLab();
    const error = {
      code: "busy",
      message: "Another run is going.",
      hint: "Stop it.",
    } as const;
    fake.refuse("queue.start", error);
    const thrown = await fake.lab.queue
      .start(run().spec)
      .catch((e: unknown) => e);
    expect(thrown).toBeInstanceOf(LabFailure);
    expect((thrown as LabFailure).error).toEqual(error);
    expect((thrown as LabFailure).message).toBe(
      "Another run is going. Stop it.",
    );
  });

  it("turns a broken bridge into an unexpected LabFailure", async () => {
    const fake = fakeLab();
    const thrown = await fake.lab.runs.list().catch((e: unknown) => e);
    expect((thrown as LabFailure).error).toEqual({
      code: "unexpected",
      message: "Nobody answers runs.list.",
    });
  });

  it("hands listeners over and gives their stop back", () => {
    const fake = fakeLab();
    const heard = vi.fn();
    const engines = { states: [], hasRoom: true };
    const stop = fake.lab.on("enginesChanged", heard);
    fake.emit("enginesChanged", engines);
    stop();
    fake.emit("enginesChanged", engines);
    expect(heard).toHaveBeenCalledExactlyOnceWith(engines);
  });

  it("needs only the methods of the contract", async () => {
    const bridge = {
      app: { info: async () => ({ ok: true, value: "info" }) },
    } as unknown as LabBridge;
    expect(await connectLab(bridge).app.info()).toBe("info");
  });
});
