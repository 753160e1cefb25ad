/** What rounding makes of nearly equal numbers is not shown as physics. */
import { describe, expect, test } from "vitest";
import { chebyshev } from "../../../core/data/chebyshev";
import type { ExperimentInput } from "../../../core/experiment/spec";
import { directionalCurvature } from "../../../core/run/directional";
import { sharpnessError } from "../../../core/spectrum/sharpness-error";
import { formula, landscape } from "../landscapes/support";
import {
  float64,
  goldenProblem,
  smallProblem,
  tensorflowBackend,
} from "../support";
import { collect, start } from "./support";

describe("directional curvature", () => {
  test("is 1 on ½(x − 1)² + ½ or nothing, also when the loss has come to rest", async () => {
    const { objective, theta } = formula("(x-1)^2/2 + 0.5", { x: 0 });
    const { column } = await collect(
      start(objective, theta, { stepSize: 0.5, steps: 70 }).updates,
    );
    const directional = column("steps", "directional");
    const known = directional.filter(Number.isFinite);
    // 2/η is 4, which it was while L_{t+1} − L_t = 0.
    for (const d of known) expect(Math.abs(d - 1)).toBeLessThan(0.01);
    expect(known.length).toBeGreaterThan(18);
    expect(directional.slice(28)).toEqual(Array(43).fill(NaN));
  });

  test("lies between the smallest and the largest eigenvalue along a convex run", async () => {
    const { objective, theta } = smallProblem(
      float64(),
      [{ type: "dense", units: 1 }],
      { samples: 20, inputs: 3, outputs: 1, loss: "logistic" },
    );
    const { column, events } = await collect(
      start(objective, theta, {
        optimizer: { kind: "gd", stepSize: 1, weightDecay: 0.05 },
        steps: 400,
        sharpness: { every: 1, k: "all" },
      }).updates,
    );
    const directional = column("steps", "directional");
    const [largest, smallest] = [
      column("spectrum", "lambda1"),
      column("spectrum", "lambda4"),
    ];
    let known = 0;
    directional.forEach((d, t) => {
      if (Number.isNaN(d)) return;
      known++;
      // The Hessian changes along the step; 1 % is what rounding may make up.
      const top = Math.max(largest[t], largest[t + 1]);
      const bottom = Math.min(smallest[t], smallest[t + 1]);
      expect(d, `step ${t}`).toBeLessThan(1.01 * top);
      expect(d, `step ${t}`).toBeGreaterThan(0.99 * bottom);
    });
    expect(known).toBeGreaterThan(40);
    expect(known).toBeLessThan(300);
    expect(events.map(({ kind }) => kind)).toEqual(["finished"]);
  });

  test("of the golden run is there at every step", async () => {
    const { objective, theta } = goldenProblem(float64(), chebyshev(3, 20));
    const { column } = await collect(
      start(objective, theta, { steps: 1000, every: 500 }).updates,
    );
    const directional = column("steps", "directional");
    expect(directional.findIndex(Number.isNaN)).toBe(1000);
  });

  test("in float32 is that of float64, or nothing", async () => {
    const shape = { samples: 20, inputs: 5, outputs: 1 };
    const net = [{ type: "dense", units: 1 }] as const;
    const runs = await Promise.all(
      [
        {
          ...smallProblem(float64(), [...net], shape),
          precision: "float64" as const,
        },
        {
          ...smallProblem(tensorflowBackend(), [...net], shape),
          precision: "float32" as const,
        },
      ].map(({ objective, theta, precision }) =>
        collect(
          start(objective, theta, { stepSize: 0.3, steps: 300, precision })
            .updates,
        ),
      ),
    );
    const [double, single] = runs.map(({ column }) =>
      column("steps", "directional"),
    );
    let known = 0;
    single.forEach((d, t) => {
      if (Number.isNaN(d)) return;
      known++;
      // A hundredth of itself or a thousandth of 2/η, and as far as the two runs have drifted apart.
      const allowed = Math.max(0.01 * Math.abs(double[t]), 0.001 * (2 / 0.3));
      expect(Math.abs(d - double[t]), `step ${t}`).toBeLessThan(2 * allowed);
    });
    expect(known).toBeGreaterThan(10);
    expect(known).toBeLessThan(200);
  });

  test("is known to 1 % of itself, or to 0.1 % of the one at which the loss stays", () => {
    const slope = -1;
    const curvature = (change: number, error: number) =>
      directionalCurvature({ change, slope, square: 0.1, error });
    expect(curvature(-0.5, 0.0049)).toBeCloseTo(10, 12);
    expect(curvature(-0.5, 0.0051)).toBeNaN();
    expect(curvature(-1, 0.0009)).toBe(0);
    expect(curvature(-1, 0.0011)).toBeNaN();
    expect(curvature(NaN, 0)).toBeNaN();
    // No step, no curvature.
    expect(
      directionalCurvature({ change: 0, slope: 0, square: 0, error: 0 }),
    ).toBeNaN();
  });
});

describe("a loss that falls until it rests", () => {
  test("has no first rise: least squares below the threshold", async () => {
    const { objective, theta } = smallProblem(
      float64(),
      [{ type: "dense", units: 1 }],
      { samples: 4, inputs: 1, outputs: 1 },
    );
    const { events, column, ended } = await collect(
      start(objective, theta, { stepSize: 0.3, steps: 2000 }).updates,
    );
    const loss = column("steps", "loss");
    // It does move up, by units in the last place.
    expect(loss.some((l, t) => t > 0 && l > loss[t - 1])).toBe(true);
    expect(events.map(({ kind }) => kind)).toEqual(["finished"]);
    expect(ended.summary).toMatchObject({ rises: 0, spikes: 0 });
  });

  test("has none in float32 either", async () => {
    const { objective, theta } = smallProblem(
      tensorflowBackend(),
      [{ type: "dense", units: 1 }],
      { samples: 50, inputs: 4, outputs: 1 },
    );
    const { events, column } = await collect(
      start(objective, theta, {
        stepSize: 0.3,
        steps: 400,
        precision: "float32",
      }).updates,
    );
    const loss = column("steps", "loss");
    expect(loss.some((l, t) => t > 0 && l > loss[t - 1])).toBe(true);
    expect(events.map(({ kind }) => kind)).toEqual(["finished"]);
  });
});

describe("sharpness equal to the threshold", () => {
  const optimizers: ExperimentInput["optimizer"][] = [
    { kind: "gd", stepSize: 0.1 },
    { kind: "polyak", stepSize: 0.19, momentum: 0.9 },
    { kind: "nesterov", stepSize: 3.8 / (2.8 * 20), momentum: 0.9 },
    { kind: "ema", stepSize: 3.6 / (0.2 * 20), momentum: 0.8 },
  ];

  test.each(optimizers)("crosses at step 0 under $kind", async (optimizer) => {
    const { objective, theta } = landscape({
      name: "quadratic",
      matrix: [
        [20, 0],
        [0, 1],
      ],
      start: [1e-3, 1e-3],
    });
    const { events, ended } = await collect(
      start(objective, theta, { optimizer, steps: 60, every: 1, k: 2 }).updates,
    );
    expect(events[0]).toMatchObject({ kind: "crossing", step: 0 });
    expect(ended.summary.crossingStep).toBe(0);
    expect(events.some(({ kind }) => kind === "settling")).toBe(false);
  });

  test("as a small part below it does not", async () => {
    const { objective, theta } = landscape({
      name: "quadratic",
      matrix: [
        [20 * (1 - 1e-12), 0],
        [0, 1],
      ],
      start: [1e-3, 1e-3],
    });
    const { ended } = await collect(
      start(objective, theta, { stepSize: 0.1, every: 1, k: 2 }).updates,
    );
    expect(ended.summary.crossingStep).toBeNull();
  });

  test("the error of a measurement is its residual, or r²/gap, and a few roundings", () => {
    const residuals = [1e-6, 1e-6];
    const measured = (values: number[], converged = true) =>
      sharpnessError({ values, residuals, converged }, 10, "float64");
    const rounding = 8 * 2 ** -53 * 20;
    expect(measured([10])).toBeCloseTo(1e-6, 13);
    expect(measured([10, 9])).toBeCloseTo(1e-12 + rounding, 20);
    // A gap smaller than the residual says nothing.
    expect(measured([10, 10])).toBeCloseTo(1e-6, 13);
    expect(measured([10], false)).toBe(rounding);
  });
});
