/** Runs whose step size or threshold varies, and runs without a threshold. */
import { describe, expect, test } from "vitest";
import { chebyshev } from "../../../core/data/chebyshev";
import type { ExperimentInput } from "../../../core/experiment/spec";
import { optimizerOf } from "../../../core/optimizers/spec";
import { stepSizeAt, type StepSize } from "../../../core/optimizers/step-size";
import { samEdge } from "../../../core/optimizers/sam";
import { float64, goldenProblem } from "../support";
import { collect, quadratic, start, type Changes } from "./support";

const schedule: StepSize = {
  peak: 0.3,
  warmup: { steps: 12, from: 0 },
  decay: { kind: "cosine", to: 0.1 },
};
const steps = 40;

function run(changes: Changes) {
  const { objective, theta } = goldenProblem(float64(), chebyshev(3, 20));
  return start(objective, theta, { steps, every: 4, ...changes });
}

test.each([
  [{ kind: "gd" }, (eta: number) => 2 / eta],
  [{ kind: "polyak", momentum: 0.9 }, (eta: number) => 3.8 / eta],
  [{ kind: "nesterov", momentum: 0.5 }, (eta: number) => 3 / (2 * eta)],
  [{ kind: "ema", momentum: 0.5 }, (eta: number) => 3 / (0.5 * eta)],
  [{ kind: "rmsprop" }, (eta: number) => 2 / eta],
  [{ kind: "adam" }, (eta: number) => 38 / eta],
] as [object, (eta: number) => number][])(
  "%j: the threshold of each step and measurement is that of its η",
  async (optimizer, threshold) => {
    const { column } = await collect(
      run({
        optimizer: {
          ...optimizer,
          stepSize: schedule,
        } as ExperimentInput["optimizer"],
      }).updates,
    );
    const at = column("steps", "step");
    expect(at).toHaveLength(steps + 1);
    at.forEach((t, i) => {
      const eta = stepSizeAt(schedule, t, steps);
      expect(column("steps", "stepSize")[i]).toBe(eta);
      expect(column("steps", "threshold")[i] / threshold(eta) || 1).toBeCloseTo(
        1,
        14,
      );
    });
    // η = 0 at the first step: no curvature is unstable.
    expect(column("steps", "threshold")[0]).toBe(Infinity);
    expect(column("spectrum", "threshold")).toEqual(
      column("spectrum", "step").map((t) => column("steps", "threshold")[t]),
    );
  },
);

test("the SAM edge moves with |∇L|, along a schedule and with one step size", async () => {
  for (const stepSize of [0.3, schedule]) {
    const { column } = await collect(
      run({ optimizer: { kind: "sam", stepSize, rho: 0.1 } }).updates,
    );
    const edges = column("steps", "threshold");
    column("steps", "gradNorm").forEach((gradNorm, t) => {
      const eta = stepSizeAt(stepSize, t, steps);
      if (eta === 0) expect(edges[t]).toBe(Infinity);
      else expect(edges[t]).toBe(samEdge(0.1, { stepSize: eta, gradNorm }));
    });
    expect(new Set(edges).size).toBe(steps + 1);
    expect(column("spectrum", "threshold")).toEqual(
      column("spectrum", "step").map((t) => edges[t]),
    );
  }
});

test("a constant step size has its threshold at each measurement, and no column of the steps", async () => {
  const { column, all } = await collect(run({ stepSize: 0.1 }).updates);
  expect(new Set(column("spectrum", "threshold"))).toEqual(new Set([20]));
  const batch = all.find((update) => update.type === "batch")?.batch;
  expect(Object.keys(batch?.steps ?? {})).not.toContain("threshold");
  expect(Object.keys(batch?.steps ?? {})).not.toContain("stepSize");
});

test.each(["gd", "polyak", "adam"] as const)(
  "%s: a table equals runs of one step size each, stitched at its steps, bit for bit",
  async (kind) => {
    const sizes = [0.05, 0.2, 0.1];
    const at = [0, 10, 25];
    const table = sizes.map((eta, i): [number, number] => [at[i], eta]);
    const whole = await collect(
      run({ optimizer: { kind, stepSize: { table } } }).updates,
    );
    let checkpoint: Changes["checkpoint"];
    const losses: number[] = [];
    for (const [i, stepSize] of sizes.entries()) {
      const part = run({
        optimizer: { kind, stepSize },
        ...(checkpoint && { checkpoint }),
      });
      const end = at[i + 1] ?? steps + 1;
      // A pause after each step hands over a checkpoint.
      part.control.pause();
      for await (const update of part.updates) {
        if (update.type === "batch") {
          losses.push(...update.batch.steps["loss"]);
          checkpoint = update.checkpoint ?? checkpoint;
        }
        if (update.type === "paused") {
          if (checkpoint?.step === end) break;
          part.control.step();
        }
      }
    }
    expect(losses.slice(0, steps)).toEqual(
      whole.column("steps", "loss").slice(0, steps),
    );
  },
);

describe("crossing and hover use the threshold of the same step", () => {
  // Curvature 10 on a quadratic: unstable from η = 0.2 on.
  const stepSize: StepSize = {
    table: [
      [0, 0.1],
      [20, 0.21],
      [24, 0.1],
    ],
  };

  test("where η grows past 2/λ", async () => {
    const { column, events, ended } = await collect(
      start(quadratic([10, 1]), Float64Array.from([1, 1]), {
        optimizer: { kind: "gd", stepSize },
        steps: 30,
        every: 2,
      }).updates,
    );
    expect(events).toContainEqual(
      expect.objectContaining({
        kind: "crossing",
        step: 20,
        message: "Sharpness reached 2/η at step 20.",
      }),
    );
    const { summary } = ended;
    expect(summary.maxRatio).toBeCloseTo((10 * 0.21) / 2, 9);
    expect(summary.finalThreshold).toBe(20);
    // Measured at 20 and 22 with 0.21, and at 24, 26, 28 and 30 with 0.1.
    expect(summary.hover).toBeCloseTo((2 * 1.05 + 4 * 0.5) / 6, 9);
    expect(column("spectrum", "lambda1").at(-1)).toBeCloseTo(10, 9);
  });
});

describe.each(["sign-descent", "normalized-descent"] as const)("%s", (kind) => {
  test("has no threshold: no column, no crossing, no hover", async () => {
    const { all, events, ended } = await collect(
      run({ optimizer: { kind, stepSize: 0.5 } }).updates,
    );
    const batch = all.find((update) => update.type === "batch")?.batch;
    expect(Object.keys(batch?.spectrum ?? {})).not.toContain("threshold");
    expect(events.map((event) => event.kind)).not.toContain("crossing");
    expect(ended.summary).toMatchObject({ crossingStep: null, hover: null });
    expect(ended.summary).not.toHaveProperty("finalThreshold");
  });
});

describe("the realised edge", () => {
  test("of gradient descent is ηD/2", async () => {
    for (const stepSize of [0.1, 0.4, schedule]) {
      const { column } = await collect(
        run({ optimizer: { kind: "gd", stepSize }, steps: 200 }).updates,
      );
      const zeta = column("steps", "realisedEdge");
      column("steps", "directional").forEach((d, t) => {
        const eta = stepSizeAt(stepSize, t, 200);
        if (Number.isNaN(d)) expect(zeta[t]).toBeNaN();
        else expect(Math.abs(zeta[t] - (eta * d) / 2)).toBeLessThan(1e-12);
      });
      expect(zeta.filter(Number.isFinite).length).toBeGreaterThan(150);
    }
  });

  test("of a normalised step along an eigenvector is λη/(2|g|)", async () => {
    const { column } = await collect(
      start(quadratic([3]), Float64Array.of(4), {
        optimizer: { kind: "normalized-descent", stepSize: 0.5 },
        steps: 6,
      }).updates,
    );
    const norms = column("steps", "gradNorm");
    column("steps", "realisedEdge")
      .slice(0, 6)
      .forEach((zeta, t) =>
        expect(zeta).toBeCloseTo((3 * 0.5) / (2 * norms[t]), 9),
      );
  });

  // Step sizes at which the loss both falls and rises.
  test.each([
    { kind: "gd", stepSize: 0.5 },
    { kind: "polyak", stepSize: 0.2 },
    { kind: "nesterov", stepSize: 0.2 },
    { kind: "ema", stepSize: 2 },
    { kind: "rmsprop", stepSize: 0.05 },
    { kind: "adam", stepSize: 0.05 },
    { kind: "sam", stepSize: 0.5 },
    { kind: "sign-descent", stepSize: 0.02 },
    { kind: "normalized-descent", stepSize: 0.3 },
    { kind: "gradient-flow", stepSize: 0.5 },
  ] as ExperimentInput["optimizer"][])(
    "$kind: it is below 1 exactly where the loss fell",
    async (optimizer) => {
      const { column } = await collect(
        run({ optimizer, steps: 400, every: 400 }).updates,
      );
      const loss = column("steps", "loss");
      let [fell, rose] = [0, 0];
      column("steps", "realisedEdge").forEach((zeta, t) => {
        if (Number.isNaN(zeta)) return;
        expect(zeta < 1).toBe(loss[t + 1] < loss[t]);
        if (zeta < 1) fell++;
        else rose++;
      });
      expect(fell).toBeGreaterThan(50);
      // Exact gradient flow never rises.
      const { isFlow } = optimizerOf({ kind: optimizer.kind });
      if (!isFlow) expect(rose).toBeGreaterThan(0);
    },
  );
});
