import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { presets } from "../../../core/experiment/presets";
import { DesignController } from "../../../renderer/screens/design/Controller.svelte";
import { fakeLab, rowOf, run } from "../fake-lab";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp() {
  const fake = fakeLab();
  const started = vi.fn();
  return { fake, started, design: new DesignController(fake.lab, started) };
}

describe("DesignController", () => {
  it("shows 2/η for what is typed, and nothing for what is no step size", () => {
    const { design } = setUp();
    expect(design.threshold).toBe(40);
    design.edit("stepSize", "0.1");
    expect(design.threshold).toBe(20);
    design.edit("stepSize", "0,1");
    expect(design.threshold).toBeNull();
  });

  it("counts the measurements", () => {
    const { design } = setUp();
    expect(design.measurements).toBe(51);
    design.edit("every", "7");
    expect(design.measurements).toBe(72);
    design.edit("steps", "");
    expect(design.measurements).toBeNull();
  });

  it("waits for the end of typing before it calls a value wrong", async () => {
    const { design } = setUp();
    design.edit("stepSize", "0");
    expect(design.problem("stepSize")).toBeUndefined();
    expect(design.obstacle).toContain("Step size η");
    design.edit("stepSize", "0.1");
    await vi.advanceTimersByTimeAsync(1000);
    expect(design.problem("stepSize")).toBeUndefined();
    design.edit("stepSize", "-1");
    await vi.advanceTimersByTimeAsync(1000);
    expect(design.problem("stepSize")?.message).toContain("greater than 0");
    // Once shown it follows the typing, so that it goes the moment it is mended.
    design.edit("stepSize", "-");
    expect(design.problem("stepSize")).toBeDefined();
    design.edit("stepSize", "0.2");
    expect(design.problem("stepSize")).toBeUndefined();
  });

  it("calls it wrong at once when the field is left", () => {
    const { design } = setUp();
    design.edit("steps", "1.5");
    design.reveal("steps");
    expect(design.problem("steps")?.fix).toBe("2");
  });

  it("fills the fields from a preset and forgets old problems", () => {
    const { design } = setUp();
    design.edit("samples", "x");
    design.reveal("samples");
    design.choose(presets[1]);
    expect(design.values.samples).toBe("1000");
    expect(design.problem("samples")).toBeUndefined();
    expect(design.obstacle).toBeNull();
  });

  it("starts the experiment as it stands", async () => {
    const { design, fake, started } = setUp();
    const row = rowOf(run());
    fake.answer("startRun", () => row);
    design.edit("stepSize", "0.1");
    await design.start();
    expect(fake.asked[0].args).toEqual([
      {
        ...presets[0].spec,
        optimizer: { kind: "gd", stepSize: 0.1, weightDecay: 0 },
      },
    ]);
    expect(started).toHaveBeenCalledExactlyOnceWith(row);
  });

  it("starts nothing that is not valid, and shows why", async () => {
    const { design, fake } = setUp();
    design.edit("seed", "x");
    await design.start();
    expect(fake.asked).toEqual([]);
    expect(design.problem("seed")).toBeDefined();
  });

  it("puts main's refusal beside the field it is about, until that is edited", async () => {
    const { design, fake, started } = setUp();
    fake.refuse("startRun", {
      code: "bad-experiment",
      message: "…",
      fields: [{ path: "data.samples", message: "At most 1,000 here." }],
    });
    await design.start();
    expect(design.problem("samples")?.message).toBe("At most 1,000 here.");
    expect(design.refusal).toBeNull();
    expect(started).not.toHaveBeenCalled();
    design.edit("samples", "900");
    expect(design.problem("samples")).toBeUndefined();
  });

  it.each(["busy", "engine", "bad-experiment"] as const)(
    "shows a refusal %s that is about no field",
    async (code) => {
      const { design, fake } = setUp();
      const error = { code, message: "Another run is going." };
      fake.refuse("startRun", error);
      await design.start();
      expect(design.refusal).toEqual(error);
      expect(design.starting).toBe(false);
    },
  );
});
