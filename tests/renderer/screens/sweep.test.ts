import { describe, expect, it, vi } from "vitest";
import type { Estimate } from "../../../core/contract/engine";
import { presetOf } from "../../../core/experiment/presets";
import { analysisToo, forecastAsked } from "../../../core/theory/duration";
import type { SweepFactor } from "../../../renderer/screens/design/SweepFactor.svelte";
import { SweepPlan } from "../../../renderer/screens/design/SweepPlan.svelte";
import { fakeLab, rowOf, run } from "../fake-lab";

const { spec } = presetOf("mnist-1k-tanh");
const stepSize = "optimizer.stepSize";
const seed = "model.init.seed";

function setUp(valid: typeof spec | null = spec) {
  const fake = fakeLab();
  const started = vi.fn();
  const sweep = new SweepPlan(fake.lab, () => valid, started);
  const factor = (path: string): SweepFactor => {
    if (!sweep.factors.some((one) => one.path === path)) sweep.add(path);
    const found = sweep.factors.find((one) => one.path === path);
    if (!found) throw new Error(`${path} is not varied.`);
    return found;
  };
  const list = (path: string, text: string) => (factor(path).list = text);
  return { fake, started, sweep, factor, list };
}

const endings = (sweep: SweepPlan) =>
  sweep.plan.specs.map(({ name }) => name.slice(spec.name.length + 2));

describe("SweepPlan", () => {
  it("plans nothing while values are missing or the experiment is refused", () => {
    const { sweep } = setUp();
    expect(sweep.plan).toEqual({ sweep: null, specs: [], refusal: null });
    expect(sweep.missing).toBe("Enter values of step size.");
    sweep.remove(sweep.factors[0]);
    expect(sweep.missing).toBe("Add a setting to vary.");
    const refused = setUp(null);
    refused.list(stepSize, "0.1");
    expect(refused.sweep.plan.specs).toEqual([]);
  });

  it("runs each value with each other, pairs them, or draws them", () => {
    const { sweep, list } = setUp();
    list(stepSize, "0.1, 0.2; 0.3");
    list(seed, "0 1");
    expect(endings(sweep)).toHaveLength(6);
    sweep.combine = "zip";
    expect(sweep.plan.refusal).toMatch(/^Paired lists must have the same/);
    list(seed, "0 1 2");
    expect(endings(sweep)).toEqual([
      "η = 0.1, seed 0",
      "η = 0.2, seed 1",
      "η = 0.3, seed 2",
    ]);
    sweep.combine = "random";
    sweep.draws = "4";
    expect(endings(sweep)).toHaveLength(4);
    sweep.draws = "few";
    expect(sweep.plan.refusal).toBe("Runs: “few” is not a number.");
  });

  it("takes a range, which random draws need no count of", () => {
    const { sweep, factor } = setUp();
    const eta = factor(stepSize);
    eta.mode = "range";
    expect(eta.scale).toBe("log");
    [eta.from, eta.to, eta.count] = ["0.01", "1", "3"];
    expect(eta.spaced).toEqual([0.01, 0.1, 1]);
    expect(endings(sweep)).toEqual(["η = 0.01", "η = 0.1", "η = 1"]);
    eta.to = "0.001";
    expect(eta.spaced).toEqual([]);
    expect(sweep.plan.refusal).toMatch(/range of step size must go from/);
    eta.to = "1";
    sweep.combine = "random";
    expect(endings(sweep)).toHaveLength(20);
  });

  it("ticks the values of a choice, in the order of the choices", () => {
    const { sweep, factor } = setUp();
    sweep.remove(factor(stepSize));
    const kind = factor("optimizer.kind");
    expect(kind.choices.map(({ value }) => value)).toContain("adam");
    kind.toggle("adam");
    kind.toggle("gd");
    expect(endings(sweep)).toEqual([
      "optimiser Gradient descent",
      "optimiser Adam",
    ]);
    kind.toggle("gd");
    expect(endings(sweep)).toEqual(["optimiser Adam"]);
  });

  it("offers only choices with which the experiment can be run", () => {
    const { factor } = setUp();
    const sources = factor("data.source").choices.map(({ value }) => value);
    // Others have another number of outputs, or files that are still to be chosen.
    expect(sources).toContain("mnist");
    expect(sources).not.toContain("csv");
    expect(sources).not.toContain("chebyshev");
  });

  it("says what is wrong with a list", () => {
    const { sweep, list } = setUp();
    list(stepSize, "0.1, much");
    expect(sweep.plan.specs).toEqual([]);
    expect(sweep.plan.refusal).toBe(
      "Values of step size: “much” is not a number.",
    );
    list(stepSize, "0.1, 0.1");
    expect(sweep.plan.refusal).toMatch(/in the list twice/);
  });

  it("takes a word where a number may be one", () => {
    const { sweep, list, factor } = setUp();
    sweep.remove(factor(stepSize));
    list("measure.sharpness.k", "1, all");
    // Understood, and refused for what it means here.
    expect(sweep.plan.refusal).toMatch(
      /^The run with eigenvalues all cannot be created. .*at most 300 parameters/,
    );
  });

  it("puts the runs into the queue as a group named by what differs, and shows the first", async () => {
    const { fake, started, sweep, list } = setUp();
    const queued = [rowOf(run({ id: 1 })), rowOf(run({ id: 2 }))];
    fake.answer("queue.enqueue", () => queued);
    list(stepSize, "0.1 0.2");
    await sweep.start();
    expect(fake.asked).toEqual([
      { name: "queue.enqueue", args: [sweep.plan.specs, `${spec.name}: η`] },
    ]);
    expect(started).toHaveBeenCalledExactlyOnceWith(queued);
    fake.refuse("queue.enqueue", {
      code: "archive",
      message: "The disk is full.",
    });
    await sweep.start();
    expect(sweep.problem).toBe("The disk is full.");
  });
});

describe("the forecast of a sweep", () => {
  const estimate = (low: number, high: number) =>
    ({
      costs: { step: { low, high }, measurement: { low: 0, high: 0 } },
    }) as Estimate;

  it("tries each kind of run once, whatever its step size and seed", async () => {
    const { fake, sweep, list } = setUp();
    fake.answer("queue.estimate", ({ model }) =>
      JSON.stringify(model).includes('"units":50')
        ? estimate(0.01, 0.02)
        : estimate(0.1, 0.2),
    );
    list(stepSize, "0.1 0.2 0.3");
    list(seed, "0 1");
    list("model.layers[0].units", "50, 60");
    const { specs } = sweep.plan;
    expect(specs).toHaveLength(12);
    expect(sweep.forecast.of(specs, 1)).toBeNull();
    await sweep.forecast.make(specs);
    expect(fake.asked).toHaveLength(2);
    const { steps } = spec;
    const forecast = sweep.forecast.of(specs, 1);
    expect(forecast?.low).toBeCloseTo(6 * steps * 0.11);
    expect(forecast?.high).toBeCloseTo(6 * steps * 0.22);
    // Two engines take at least half the time.
    expect(sweep.forecast.of(specs, 2)?.low).toBeCloseTo(3 * steps * 0.11);
    // What is tried already is not tried again.
    list(stepSize, "0.1 0.2 0.3 0.4");
    await sweep.forecast.make(sweep.plan.specs);
    expect(fake.asked).toHaveLength(2);
  });

  it("tries six of many kinds, and takes the others for something between", async () => {
    const { fake, sweep, list, factor } = setUp();
    sweep.remove(factor(stepSize));
    list("model.layers[0].units", "1 2 3 4 5 6 7 8 9 10 11 12");
    fake.answer("queue.estimate", ({ model }) => {
      const units = Number(/"units":(\d+)/.exec(JSON.stringify(model))?.[1]);
      return estimate(units, units);
    });
    const { specs } = sweep.plan;
    await sweep.forecast.make(specs);
    expect(fake.asked).toHaveLength(6);
    const { steps } = spec;
    const forecast = sweep.forecast.of(specs, 1);
    // 1, 3, 5, 8, 10 and 12 were tried.
    expect(forecast?.low).toBeCloseTo(steps * (39 + 6 * 1));
    expect(forecast?.high).toBeCloseTo(steps * (39 + 6 * 12));
  });

  it("adds up the analyses that the runs ask for", async () => {
    const asks = {
      ...spec,
      analysis: { selfStabilization: { from: 10, steps: 20, flows: false } },
    } as typeof spec;
    const { fake, sweep, list } = setUp(asks);
    const per = (low: number, high: number) => ({
      costs: {
        ...estimate(low, high).costs,
        perProduct: { low, high },
      },
      parameters: 50_000,
    });
    fake.answer(
      "queue.estimate",
      ({ model }) =>
        (JSON.stringify(model).includes('"units":50')
          ? per(0.01, 0.02)
          : per(0.1, 0.2)) as Estimate,
    );
    list(stepSize, "0.1 0.2");
    list("model.layers[0].units", "50, 60");
    const { specs } = sweep.plan;
    expect(sweep.forecast.analysesOf(specs)).toBeNull();
    await sweep.forecast.make(specs);
    const one = (low: number, high: number) =>
      forecastAsked(asks, per(low, high).costs, 50_000) ?? { low: 0, high: 0 };
    const [small, large] = [one(0.01, 0.02), one(0.1, 0.2)];
    const sum = sweep.forecast.analysesOf(specs);
    expect(sum?.low).toBeCloseTo(2 * small.low + 2 * large.low);
    expect(sum?.high).toBeCloseTo(2 * small.high + 2 * large.high);
    expect(analysisToo(specs[0], sum, 4)).toMatch(/ for the analyses$/);
    expect(
      sweep.forecast.analysesOf(specs.map((one) => ({ ...one, analysis: {} }))),
    ).toBeNull();
  });

  it("says why there is none", async () => {
    const { fake, sweep, list } = setUp();
    list(stepSize, "0.1");
    fake.refuse("queue.estimate", { code: "busy", message: "A run is going." });
    await sweep.forecast.make(sweep.plan.specs);
    expect(sweep.forecast.error?.message).toBe("A run is going.");
    expect(sweep.forecast.trial).toBeNull();
  });
});
