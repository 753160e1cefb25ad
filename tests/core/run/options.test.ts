/** What an experiment may ask for besides: optimisers, measurements, a test split, accuracy. */
import { describe, expect, test } from "vitest";
import { chebyshev } from "../../../core/data/chebyshev";
import { validateExperiment } from "../../../core/experiment/validate";
import type { ExperimentInput } from "../../../core/experiment/spec";
import type { Objective } from "../../../core/objective/objective";
import { float64, goldenProblem } from "../support";
import { collect, quadratic, start } from "./support";

const problem = () => goldenProblem(float64(), chebyshev(3, 20));

describe.each([
  { kind: "gd", stepSize: 0.1 },
  { kind: "polyak", stepSize: 0.1 },
  { kind: "nesterov", stepSize: 0.1 },
  { kind: "ema", stepSize: 0.1 },
  { kind: "rmsprop", stepSize: 0.01 },
  { kind: "adam", stepSize: 0.01 },
  { kind: "sam", stepSize: 0.1 },
  { kind: "gradient-flow", stepSize: 0.1 },
] as ExperimentInput["optimizer"][])("$kind", (optimizer) => {
  test("directional curvature is ΔᵀHΔ/|Δ|² of its own step", async () => {
    const { column } = await collect(
      start(quadratic([3, 3, 3]), Float64Array.from([1, -2, 0.5]), {
        optimizer,
        steps: 5,
      }).updates,
    );
    const directional = column("steps", "directional");
    // Losses near 1 and steps of some percent: five digits cancel.
    directional.slice(0, 5).forEach((d) => expect(d).toBeCloseTo(3, 9));
  });

  test("with weight decay, loss, sharpness and curvature are of L + ½w|θ|²", async () => {
    const changes = { steps: 3, every: 1 };
    const [penalised, plain] = await Promise.all([
      collect(
        start(quadratic([3, 1]), Float64Array.from([1, 2]), {
          ...changes,
          optimizer: { ...optimizer, weightDecay: 0.5 },
        }).updates,
      ),
      collect(
        start(quadratic([3.5, 1.5]), Float64Array.from([1, 2]), {
          ...changes,
          optimizer,
        }).updates,
      ),
    ]);
    for (const name of ["loss", "gradNorm", "directional", "distance"])
      penalised
        .column("steps", name)
        .slice(0, 3)
        .forEach((x, i) =>
          expect(x).toBeCloseTo(plain.column("steps", name)[i], 9),
        );
    expect(penalised.column("spectrum", "lambda1")[2]).toBeCloseTo(
      plain.column("spectrum", "lambda1")[2],
      9,
    );
  });
});

test("the distance from the start", async () => {
  const theta = Float64Array.from([3, 4]);
  const { column } = await collect(
    start(quadratic([1, 1]), theta, { stepSize: 0.5, steps: 3 }).updates,
  );
  column("steps", "distance").forEach((d, t) =>
    expect(d).toBeCloseTo(5 * (1 - 0.5 ** t), 14),
  );
});

test("adam measures P^−½HP^−½ with the P of the step that follows", async () => {
  const optimizer = { kind: "adam", stepSize: 0.01, epsilon: 0.5 } as const;
  const { column } = await collect(
    start(quadratic([4, 1]), Float64Array.from([1, 3]), {
      optimizer,
      steps: 1,
      every: 1,
      k: 2,
    }).updates,
  );
  // At t = 1: (1−β₁)(|g| + ϵ) with g = (4, 3).
  const [a, b] = [4 / (0.1 * 4.5), 1 / (0.1 * 3.5)];
  expect(column("spectrum", "lambda1")[0]).toBeCloseTo(a, 10);
  expect(column("spectrum", "lambda2")[0]).toBeCloseTo(b, 10);
});

test("the event of another optimiser speaks of the threshold", async () => {
  const { events } = await collect(
    start(quadratic([100]), Float64Array.of(1), {
      optimizer: { kind: "polyak", stepSize: 0.05 },
      steps: 1,
    }).updates,
  );
  expect(events[0].message).toBe("Sharpness reached the threshold at step 0.");
});

describe("measurements on the golden run", () => {
  test("all eigenvalues sum to the trace, with residuals and overlaps", async () => {
    const { objective, theta } = problem();
    const { column } = await collect(
      start(objective, theta, {
        steps: 10,
        sharpness: { every: 10, k: "all", trace: true },
      }).updates,
    );
    const trace = column("spectrum", "trace");
    // The reference has eleven digits.
    expect(trace[0] / 6.3389162325).toBeCloseTo(1, 10);
    const sum = Array.from(
      { length: 61 },
      (_, i) => column("spectrum", `lambda${i + 1}`)[0],
    ).reduce((a, b) => a + b);
    expect(sum).toBeCloseTo(trace[0], 12);
    expect(column("spectrum", "traceError")).toEqual([0, 0]);
    expect(column("spectrum", "residual61")[0]).toBeLessThan(1e-12);
    expect(column("spectrum", "overlap1")[0]).toBeNaN();
    expect(column("spectrum", "overlap1")[1]).toBeGreaterThan(0.99);
  });

  test("λ₁(G) and uᵀRu sum to the sharpness along u, with a certificate of their own", async () => {
    const { objective, theta } = problem();
    const { column } = await collect(
      start(objective, theta, {
        steps: 10,
        sharpness: { every: 10, gaussNewton: true, k: 2 },
      }).updates,
    );
    const [lambda, g, remainder] = ["lambda1", "gaussNewton", "remainder"].map(
      (name) => column("spectrum", name),
    );
    // λ₁(G) is at least uᵀGu = λ₁ − uᵀRu.
    lambda.forEach((value, t) =>
      expect(g[t]).toBeGreaterThanOrEqual(value - remainder[t] - 1e-9),
    );
    expect(column("spectrum", "gaussNewtonCertificate")).toEqual([0, 0]);
    expect(column("spectrum", "certificate")).toEqual([0, 0]);
    expect(column("spectrum", "products")[1]).toBeGreaterThan(61);
    const plain = await collect(
      start(problem().objective, problem().theta, {
        steps: 10,
        sharpness: { every: 10, k: 2 },
      }).updates,
    );
    expect(plain.column("spectrum", "lambda1")).toEqual(lambda);
  });

  test("G is refused where there are no outputs", () => {
    expect(
      validateExperiment({
        edgeLab: 1,
        name: "G",
        model: { kind: "landscape", name: "product" },
        optimizer: { kind: "gd", stepSize: 0.1 },
        steps: 1,
        measure: { sharpness: { gaussNewton: true } },
      }),
    ).toMatchObject({
      ok: false,
      fields: [{ path: "measure.sharpness.gaussNewton" }],
    });
  });

  test("an overlap near 0 tells that two eigenvectors changed places", async () => {
    // Gradient descent moves along x, and with it the curvatures of y and z, 1 + x and 2 − x, cross.
    const objective: Objective = {
      size: 3,
      accuracy: null,
      lossError: 0,
      evaluate(_, g) {
        g.set([-1, 0, 0]);
        return 0;
      },
      linearize: ([x]) => ({
        loss: 0,
        gradient: Float64Array.of(-1, 0, 0),
        hvp: ([a, b, c]) => Float64Array.of(0 * a, (1 + x) * b, (2 - x) * c),
        third: (v) => v,
        dispose: () => undefined,
      }),
    };
    const { column } = await collect(
      start(objective, new Float64Array(3), {
        stepSize: 0.1,
        steps: 10,
        sharpness: { every: 1, k: 2 },
      }).updates,
    );
    const overlaps = column("spectrum", "overlap1");
    // They cross at x = ½, step 5, where either may be the first.
    const swaps = overlaps.flatMap((o, t) => (o < 0.5 ? [t] : []));
    expect(swaps).toHaveLength(1);
    expect([5, 6]).toContain(swaps[0]);
    expect(overlaps[4]).toBeCloseTo(1, 12);
  });

  test("k grows while the smallest tracked value is above ¾ of the threshold", async () => {
    const values = [10, 9, 8, 2, 1, 0.5];
    const { column } = await collect(
      start(quadratic(values), new Float64Array(6).fill(1e-3), {
        // ¾ of 2/η is 7.5.
        stepSize: 0.2,
        steps: 4,
        sharpness: { every: 1, k: 1, upTo: 5 },
      }).updates,
    );
    const tracked = [0, 1, 2, 3, 4].map(
      (t) =>
        [1, 2, 3, 4, 5].filter((i) =>
          Number.isFinite(column("spectrum", `lambda${i}`)[t]),
        ).length,
    );
    expect(tracked).toEqual([1, 2, 3, 4, 4]);
    expect(column("spectrum", "lambda4")[4]).toBeCloseTo(2, 7);
  });

  test("midpoints leave the oscillation out, and say where they are", async () => {
    // x_t = (−0.9)ᵗ on ½·19x² with η = 0.1; what is said to be the curvature is 19 + x.
    const bowl = quadratic([19]);
    const objective: Objective = {
      ...bowl,
      linearize: (theta) => ({
        ...bowl.linearize(theta),
        hvp: ([v]) => Float64Array.of((19 + theta[0]) * v),
      }),
    };
    const { column } = await collect(
      start(objective, Float64Array.of(1), {
        stepSize: 0.1,
        steps: 6,
        sharpness: { every: 2, midpoint: true },
      }).updates,
    );
    expect(column("spectrum", "step")).toEqual([0, 2, 4, 6]);
    expect(column("spectrum", "midpoint")).toEqual([0, 1, 1, 0]);
    const x = (t: number) => (-0.9) ** t;
    const middle = (t: number) => (x(t - 1) + 2 * x(t) + x(t + 1)) / 4;
    const expected = [x(0), middle(2), middle(4), x(6)];
    column("spectrum", "lambda1").forEach((lambda, i) =>
      expect(lambda - 19).toBeCloseTo(expected[i], 13),
    );
    // The oscillation is 0.81 there, what is left of it 0.2 %.
    expect(Math.abs(middle(2))).toBeLessThan(0.003);
  });

  test("Hutchinson's trace of a large problem is within four standard errors", async () => {
    const values = Array.from({ length: 500 }, (_, i) => Math.sin(i) + i / 100);
    // Not diagonal, where random signs would be exact.
    const turned = quadratic(values);
    const mirror = (v: Float64Array) => {
      const n = v.length;
      const mean = (2 * v.reduce((a, b) => a + b, 0)) / n;
      return v.map((x) => x - mean);
    };
    const objective: Objective = {
      ...turned,
      linearize: (theta) => {
        const at = turned.linearize(theta);
        return { ...at, hvp: (v) => mirror(at.hvp(mirror(v))) };
      },
    };
    const { column } = await collect(
      start(objective, new Float64Array(500).fill(1e-3), {
        steps: 1,
        stepSize: 0.01,
        sharpness: { every: 1, k: 1, trace: true },
      }).updates,
    );
    const exact = values.reduce((a, b) => a + b);
    const [trace, error] = ["trace", "traceError"].map(
      (name) => column("spectrum", name)[0],
    );
    expect(error).toBeGreaterThan(0);
    expect(error).toBeLessThan(0.05 * exact);
    expect(Math.abs(trace - exact)).toBeLessThan(4 * error);
  });
});

test("accuracy and the test split have their own columns and table", async () => {
  const objective = { ...quadratic([1, 1]), accuracy: 0.75 };
  const { column, ended } = await collect(
    start(objective, Float64Array.from([1, 1]), {
      steps: 10,
      test: { score: (theta) => ({ loss: theta[0], accuracy: 0.5 }) },
      testEvery: 4,
    }).updates,
  );
  expect(column("steps", "accuracy")).toEqual(Array(11).fill(0.75));
  expect(column("test", "step")).toEqual([0, 4, 8]);
  column("test", "loss").forEach((loss, i) =>
    expect(loss).toBeCloseTo(0.8 ** (4 * i), 14),
  );
  expect(ended.summary).toMatchObject({ accuracy: 0.75, testAccuracy: 0.5 });
});

test("a checkpoint comes with the first batch, about every ten seconds, at a pause and at a stop", async () => {
  const { objective, theta } = problem();
  const run = start(objective, theta, { steps: 1000 });
  run.host.breathe = () => {
    run.host.time += 0.5;
    return Promise.resolve();
  };
  run.host.time = 0.1;
  const steps: (number | null)[] = [];
  for await (const update of run.updates) {
    if (update.type !== "batch") continue;
    run.host.time += 0.6;
    steps.push(update.checkpoint?.step ?? null);
    if (steps.length === 40) run.control.pause();
    if (steps.length === 41) run.control.resume();
    if (steps.length === 50) run.control.stop();
  }
  const at = steps.flatMap((step, i) => (step === null ? [] : [i]));
  // The first, one for each ten seconds of some fifty, then the pause and the stop.
  expect(at.length).toBeGreaterThanOrEqual(6);
  expect(at).toContain(40);
  expect(at.at(-1)).toBe(steps.length - 1);
  expect(at[0]).toBe(0);
  expect(at[1]).toBeGreaterThan(5);
});

test("a run that is over before its first batch is due has a checkpoint with its only one", async () => {
  const { objective, theta } = problem();
  const { all } = await collect(start(objective, theta, { steps: 3 }).updates);
  expect(all.map(({ type }) => type)).toEqual(["batch", "ended"]);
  expect(all[0]).toMatchObject({ checkpoint: { step: 3 } });
});
