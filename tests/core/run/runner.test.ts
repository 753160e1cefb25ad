import { describe, expect, test } from "vitest";
import { chebyshev } from "../../../core/data/chebyshev";
import type { RunUpdate } from "../../../core/run/control";
import { rowCount } from "../../../core/series/columns";
import type { RecorderState } from "../../../core/run/recorder";
import { stepColumns } from "../../../core/measurements/steps";
import { float64, goldenProblem } from "../support";
import { collect, quadratic, start } from "./support";

describe("on a quadratic, θ_t = (I − ηA)ᵗθ₀", () => {
  test("the parameters, the loss and the rows of every step", async () => {
    const theta = Float64Array.from([1, -2]);
    const run = start(quadratic([3, 1]), theta, { steps: 7 });
    const { column, ended } = await collect(run.updates);
    expect(ended.outcome).toBe("finished");
    expect(column("steps", "step")).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    // A handful of roundings in seven steps.
    expect(theta[0]).toBeCloseTo(0.4 ** 7, 14);
    expect(theta[1]).toBeCloseTo(-2 * 0.8 ** 7, 14);
    column("steps", "loss").forEach((loss, t) =>
      expect(loss).toBeCloseTo(
        (3 * 0.4 ** (2 * t) + 4 * 0.8 ** (2 * t)) / 2,
        13,
      ),
    );
  });

  test("directional curvature is gᵀHg/|g|², and missing on the last row", async () => {
    const { column } = await collect(
      start(quadratic([3, 3]), Float64Array.from([1, 1]), { steps: 4 }).updates,
    );
    const directional = column("steps", "directional");
    // The loss differences cancel three digits.
    directional.slice(0, 4).forEach((d) => expect(d).toBeCloseTo(3, 11));
    expect(directional[4]).toBeNaN();
  });

  test.each([
    [0.999, "finished"],
    [1.001, "diverged"],
  ])("η = %d·2/λ ends %s", async (factor, outcome) => {
    const run = start(quadratic([4, 1]), Float64Array.from([1, 1]), {
      stepSize: (factor * 2) / 4,
      steps: 20_000,
      every: 1000,
    });
    const { ended, events } = await collect(run.updates);
    expect(ended.outcome).toBe(outcome);
    expect(events.some((e) => e.kind === "diverged")).toBe(
      outcome === "diverged",
    );
  });

  test("a start already past the threshold crosses at step 0", async () => {
    const run = start(quadratic([11]), Float64Array.from([1]), { steps: 3 });
    const { events } = await collect(run.updates);
    expect(events[0]).toMatchObject({ kind: "crossing", step: 0 });
    expect(events[0].message).toBe("Sharpness reached 2/η at step 0.");
  });

  test("the loss target ends it at the first step that meets it", async () => {
    const run = start(quadratic([1]), Float64Array.from([1]), {
      lossTarget: 0.1,
      steps: 100,
    });
    const { ended, column } = await collect(run.updates);
    // ½·0.8^(2t) ≤ 0.1 from t = 4.
    expect(ended.summary.step).toBe(4);
    expect(ended.outcome).toBe("finished");
    expect(column("steps", "loss").at(-2)).toBeGreaterThan(0.1);
  });

  test("a loss that explodes diverges with its rows kept", async () => {
    const run = start(quadratic([1e100]), Float64Array.from([1]), {
      steps: 100,
    });
    const { ended, column, events } = await collect(run.updates);
    expect(ended.outcome).toBe("diverged");
    expect(events.at(-1)?.message).toMatch(/at step 1\.$/);
    expect(column("steps", "step")).toEqual([0, 1]);
  });

  test("more eigenvalues than parameters: as many as there are", async () => {
    const run = start(quadratic([2, 1]), Float64Array.from([1, 1]), {
      k: 5,
      steps: 1,
    });
    const { all } = await collect(run.updates);
    const batch = all.find((u) => u.type === "batch");
    expect(Object.keys(batch?.batch.spectrum ?? {})).toEqual([
      "step",
      "lambda1",
      "lambda2",
      "residual1",
      "residual2",
      "overlap1",
      "overlap2",
      "threshold",
      "products",
      "converged",
      "certificate",
    ]);
  });
});

describe("where there are no more than two parameters", () => {
  test("each step has them as they were before its update", async () => {
    const theta = Float64Array.from([1, -2]);
    const run = start(quadratic([3, 1]), theta, { steps: 7 });
    const { column } = await collect(run.updates);
    column("steps", "theta1").forEach((x, t) =>
      expect(x).toBeCloseTo(0.4 ** t, 14),
    );
    column("steps", "theta2").forEach((x, t) =>
      expect(x).toBeCloseTo(-2 * 0.8 ** t, 14),
    );
    expect(column("steps", "theta2")).toHaveLength(8);
  });

  test("a run that began without these columns goes on without them", async () => {
    const at = await pausedAt(quadratic([3, 1]));
    expect(at.recorder.columns?.steps).toContain("theta2");
    delete at.recorder.columns;
    const run = start(quadratic([3, 1]), Float64Array.from([1, -2]), {
      checkpoint: at,
      steps: 3,
    });
    const { all } = await collect(run.updates);
    const batch = all.find((u) => u.type === "batch")?.batch;
    expect(Object.keys(batch?.steps ?? {})).toEqual(
      "step loss gradNorm directional distance seconds".split(" "),
    );
  });

  test.each<[string, Partial<RecorderState>]>([
    ["theta2", { parameters: 2 }],
    ["certificate", { certificate: true }],
  ])(
    "a run whose checkpoint has no list of columns goes on with %s",
    async (name, had) => {
      const at = await pausedAt(quadratic([3, 1]));
      delete at.recorder.columns;
      Object.assign(at.recorder, had);
      const run = start(quadratic([3, 1]), Float64Array.from([1, -2]), {
        checkpoint: at,
        steps: 3,
      });
      const { all } = await collect(run.updates);
      const batch = all.find((u) => u.type === "batch")?.batch;
      expect(Object.keys({ ...batch?.steps, ...batch?.spectrum })).toContain(
        name,
      );
    },
  );

  test("a run goes on without a column that its version did not have", async () => {
    const at = await pausedAt(quadratic([3, 1]));
    const { columns } = at.recorder;
    if (!columns) throw new Error("There is no list of columns.");
    at.recorder.columns = {
      ...columns,
      steps: columns.steps.filter((name: string) => name !== "distance"),
    };
    const run = start(quadratic([3, 1]), Float64Array.from([1, -2]), {
      checkpoint: at,
      steps: 3,
    });
    const { all } = await collect(run.updates);
    const batch = all.find((u) => u.type === "batch")?.batch;
    expect(Object.keys(batch?.steps ?? {})).toEqual(
      stepColumns({ parameters: 2 })
        .map(({ name }) => name)
        .filter((name) => name !== "distance"),
    );
  });

  test("a run that an earlier version began goes on without a certificate", async () => {
    const at = await pausedAt(quadratic([3, 1]));
    expect(at.recorder.columns?.spectrum).toContain("certificate");
    delete at.recorder.columns;
    delete at.spectrum.tracker?.guard;
    delete at.spectrum.tracker?.check;
    const run = start(quadratic([3, 1]), Float64Array.from([1, -2]), {
      checkpoint: at,
      steps: 3,
    });
    const { all } = await collect(run.updates);
    const batch = all.find((u) => u.type === "batch")?.batch;
    const names = Object.keys(batch?.spectrum ?? {});
    expect(names).toContain("converged");
    expect(names).not.toContain("certificate");
  });

  async function pausedAt(objective: ReturnType<typeof quadratic>) {
    const run = start(objective, Float64Array.from([1, -2]));
    run.control.pause();
    const { value } = await run.updates.next();
    if (value?.type !== "batch" || !value.checkpoint)
      throw new Error("There is no checkpoint.");
    return value.checkpoint;
  }
});

test("more than two parameters are not recorded", async () => {
  const run = start(quadratic([3, 2, 1]), new Float64Array(3).fill(1));
  const { all } = await collect(run.updates);
  const batch = all.find((u) => u.type === "batch")?.batch;
  expect(Object.keys(batch?.steps ?? {})).toEqual(
    stepColumns().map(({ name }) => name),
  );
});

test("stop does not wait for a measurement under way, and its loss is kept", async () => {
  const values = Array.from({ length: 50 }, (_, i) => 1 + i / 50);
  const objective = quadratic(values);
  const run = start(objective, new Float64Array(50).fill(0.1));
  let products = 0;
  const { linearize } = objective;
  objective.linearize = (theta) => {
    const at = linearize(theta);
    const hvp = (v: Float64Array) => {
      if (++products === 3) run.control.stop();
      return at.hvp(v);
    };
    return { ...at, hvp };
  };
  const { ended, column } = await collect(run.updates);
  expect(products).toBe(3);
  expect(ended.outcome).toBe("stopped");
  expect(column("steps", "step")).toEqual([0]);
  expect(column("spectrum", "step")).toEqual([]);
});

describe("the golden run", () => {
  const problem = () => goldenProblem(float64(), chebyshev(3, 20));

  test("crosses 2/η at exactly step 991 and hovers there", async () => {
    const { objective, theta } = problem();
    const run = start(objective, theta, { steps: 1500, every: 1, k: 2 });
    const { column, events, ended } = await collect(run.updates);
    expect(events[0]).toMatchObject({ kind: "crossing", step: 991 });
    expect(events[0].value / 10.003063815).toBeCloseTo(1, 9);
    expect(ended.summary.crossingStep).toBe(991);
    expect(ended.summary.unconverged).toBe(0);
    expect(column("spectrum", "step")).toHaveLength(1501);
    const sharpness = column("spectrum", "lambda1");
    expect(sharpness.slice(0, 991).every((s) => s < 10)).toBe(true);
    expect(Math.max(...sharpness.slice(991))).toBeLessThan(1.3 * 10);
  });

  test("the loss falls in a step exactly when directional curvature is below 2/η", async () => {
    const { objective, theta } = problem();
    const { column } = await collect(
      start(objective, theta, { steps: 1500, every: 500 }).updates,
    );
    const [loss, directional] = [
      column("steps", "loss"),
      column("steps", "directional"),
    ];
    for (let t = 0; t < 1500; t++)
      // Differences near rounding decide nothing.
      if (Math.abs(loss[t + 1] - loss[t]) > 1e-14)
        expect(loss[t + 1] < loss[t], `step ${t}`).toBe(directional[t] < 10);
  });

  test("batches come with time and lose nothing", async () => {
    const { objective, theta } = problem();
    const run = start(objective, theta, { steps: 100 });
    const sizes: number[] = [];
    const steps: number[] = [];
    for await (const update of run.updates) {
      if (update.type !== "batch") continue;
      run.host.time += 0.2;
      sizes.push(rowCount(update.batch.steps));
      steps.push(...update.batch.steps.step);
    }
    expect(steps).toEqual(Array.from({ length: 101 }, (_, i) => i));
    expect(sizes.reduce((a, b) => a + b)).toBe(101);
  });

  test("pause holds the step, resume goes on, and paused time does not count", async () => {
    const { objective, theta } = problem();
    const run = start(objective, theta, { steps: 30 });
    const seen: string[] = [];
    run.control.pause();
    for await (const update of run.updates) {
      seen.push(update.type);
      if (update.type !== "paused") continue;
      run.host.time += 1000;
      run.control.resume();
    }
    expect(seen).toEqual(["batch", "paused", "resumed", "batch", "ended"]);
    const undisturbed = problem();
    const { ended } = await collect(
      start(undisturbed.objective, undisturbed.theta, { steps: 30 }).updates,
    );
    expect(theta).toEqual(undisturbed.theta);
    expect(ended.summary.seconds).toBe(0);
  });

  test("a single step of a paused run is one step, and no more", async () => {
    const { objective, theta } = problem();
    const run = start(objective, theta, { steps: 5 });
    const seen: string[] = [];
    const recorded: number[] = [];
    run.control.pause();
    for await (const update of run.updates) {
      seen.push(update.type);
      if (update.type === "batch") recorded.push(...update.batch.steps.step);
      if (update.type !== "paused") continue;
      expect(recorded).toEqual(seen.length === 2 ? [] : [0]);
      if (seen.length === 2) run.control.step();
      else run.control.resume();
    }
    expect(seen).toEqual([
      "batch",
      "paused",
      "batch",
      "paused",
      "resumed",
      "batch",
      "ended",
    ]);
    const undisturbed = problem();
    await collect(
      start(undisturbed.objective, undisturbed.theta, { steps: 5 }).updates,
    );
    expect(theta).toEqual(undisturbed.theta);
  });

  test("a run resumed in the middle of a single step goes on, and says so", async () => {
    const { objective, theta } = problem();
    const run = start(objective, theta, { steps: 5 });
    const seen: string[] = [];
    run.control.pause();
    for await (const update of run.updates) {
      seen.push(update.type);
      if (update.type !== "paused") continue;
      run.control.step();
      const { evaluate } = objective;
      objective.evaluate = (at, gradient) => {
        run.control.resume();
        return evaluate.call(objective, at, gradient);
      };
    }
    expect(seen).toEqual(["batch", "paused", "resumed", "batch", "ended"]);
  });

  test("stop keeps what was recorded, also out of a pause", async () => {
    const { objective, theta } = problem();
    const run = start(objective, theta, { steps: 1000 });
    run.control.pause();
    const updates: RunUpdate[] = [];
    for await (const update of run.updates) {
      updates.push(update);
      if (update.type === "paused") run.control.stop();
    }
    const ended = updates.at(-1);
    expect(ended).toMatchObject({ type: "ended", outcome: "stopped" });
    const batch = updates.at(-2);
    expect(batch?.type === "batch" && batch.events[0].message).toMatch(
      /^Stopped at step \d+\.$/,
    );
  });
});
