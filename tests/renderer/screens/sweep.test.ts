import { describe, expect, it, vi } from "vitest";
import { presetOf } from "../../../core/experiment/presets";
import { SweepPlan } from "../../../renderer/screens/design/SweepPlan.svelte";
import { fakeLab, rowOf, run } from "../fake-lab";

const { spec } = presetOf("mnist-1k-tanh");

function setUp(valid = true) {
  const fake = fakeLab();
  const started = vi.fn();
  const sweep = new SweepPlan(fake.lab, () => (valid ? spec : null), started);
  return { fake, started, sweep };
}

describe("SweepPlan", () => {
  it("plans nothing while no list is written or the experiment is refused", () => {
    expect(setUp().sweep.plan).toEqual({ specs: [], refusal: null });
    const { sweep } = setUp(false);
    sweep.stepSizes = "0.1";
    expect(sweep.plan).toEqual({ specs: [], refusal: null });
  });

  it("runs each step size with each seed", () => {
    const { sweep } = setUp();
    sweep.stepSizes = "0.1, 0.2; 0.3";
    sweep.seeds = "0 1";
    expect(sweep.plan.specs.map(({ name }) => name.split(", ")[1])).toEqual([
      "η = 0.1",
      "η = 0.1",
      "η = 0.2",
      "η = 0.2",
      "η = 0.3",
      "η = 0.3",
    ]);
  });

  it("says what is wrong with a list", () => {
    const { sweep } = setUp();
    sweep.stepSizes = "0.1, much";
    expect(sweep.plan.specs).toEqual([]);
    expect(sweep.plan.refusal).toBe("“much” is not a number.");
    sweep.stepSizes = "0.1, 0.1";
    expect(sweep.plan.refusal).toMatch(/in the list twice/);
  });

  it("fills the list from a range by equal factors, or says why not", () => {
    const { sweep } = setUp();
    [sweep.from, sweep.to, sweep.count] = ["0.01", "1", "3"];
    sweep.fill();
    expect(sweep.stepSizes).toBe("0.01, 0.1, 1");
    sweep.to = "0.001";
    sweep.fill();
    expect(sweep.problem).toMatch(/range of step size/);
    expect(sweep.stepSizes).toBe("0.01, 0.1, 1");
  });

  it("puts the runs into the queue as a group and shows the first", async () => {
    const { fake, started, sweep } = setUp();
    const first = rowOf(run());
    fake.answer("queue.enqueue", () => [first]);
    sweep.stepSizes = "0.1 0.2";
    await sweep.start();
    expect(fake.asked).toEqual([
      { name: "queue.enqueue", args: [sweep.plan.specs, spec.name] },
    ]);
    expect(started).toHaveBeenCalledExactlyOnceWith(first);
    fake.refuse("queue.enqueue", {
      code: "archive",
      message: "The disk is full.",
    });
    await sweep.start();
    expect(sweep.problem).toBe("The disk is full.");
  });
});
