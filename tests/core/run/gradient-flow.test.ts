import { describe, expect, test } from "vitest";
import { chebyshev } from "../../../core/data/chebyshev";
import { float64, goldenProblem } from "../support";
import { collect, quadratic, start } from "./support";

/**
 * The golden network along gradient flow at t = 0, ½, 5, 25 and 100: loss, |∇L|, λ₁. By scipy 1.17,
 * solve_ivp with LSODA and with DOP853 (rtol 3e-13, atol 1e-14), which agree in these digits.
 */
const reference: [step: number, loss: number, gradient: number, s: number][] = [
  [0, 0.28374279565, 0.84408043842, 4.792463377],
  [1, 0.20853325977, 0.09602425962, 4.775013448],
  [10, 0.19282317464, 0.05925099626, 4.87238848],
  [50, 0.10645785403, 0.06763138326, 5.591737179],
  [200, 0.02487996439, 0.00846533641, 7.341281107],
];

const flow = (stepSize: number, tolerance?: number) => ({
  optimizer: {
    kind: "gradient-flow" as const,
    stepSize,
    ...(tolerance !== undefined && { tolerance }),
  },
});

describe("gradient flow of the golden network", () => {
  test.each([
    // The tolerance is of one step. Errors add up, and shrink where the flow contracts.
    [undefined, 3e-7],
    [1e-4, 3e-4],
  ])(
    "with the tolerance %d, against another program",
    async (tolerance, within) => {
      const { objective, theta } = goldenProblem(float64(), chebyshev(3, 20));
      const { column } = await collect(
        start(objective, theta, {
          ...flow(0.5, tolerance),
          steps: 200,
          every: 1,
        }).updates,
      );
      for (const [step, loss, gradient, sharpness] of reference) {
        const near = (table: "steps" | "spectrum", name: string, x: number) =>
          expect(
            Math.abs(column(table, name)[step] / x - 1),
            `${name} at ${step}`,
          ).toBeLessThan(within);
        near("steps", "loss", loss);
        near("steps", "gradNorm", gradient);
        near("spectrum", "lambda1", sharpness);
      }
    },
  );
});

test("a record of ten decay times: the loss falls by exp(−20)", async () => {
  // 5x² from 1 with η = 1: e^−10 at the first record.
  const { column } = await collect(
    start(quadratic([10]), Float64Array.of(1), { ...flow(1), steps: 2 })
      .updates,
  );
  const [, loss] = column("steps", "loss");
  expect(loss / (5 * Math.exp(-20))).toBeCloseTo(1, 5);
});

test("a stiff run is forecast before its first step, and found where stability limits it", async () => {
  const changes = { ...flow(0.5), steps: 4, every: 1 };
  const theta = () => Float64Array.of(1, 1);
  const { updates, host } = start(quadratic([1000, 1]), theta(), changes);
  const first = await updates.next();
  // It comes with row 0 measured and before any row is complete.
  if (first.done || first.value.type !== "batch") throw new Error("No batch.");
  expect(first.value.batch.steps["step"]).toHaveLength(0);
  expect(first.value.events.map(({ kind }) => kind)).toEqual([
    "crossing",
    "stiff",
  ]);
  expect(first.value.events[1].message).toMatch(/about 152 inner steps/);
  host.time = 0;

  const { events, column } = await collect(updates);
  const found = events.filter(({ kind }) => kind === "stiff");
  expect(found).toHaveLength(1);
  expect(found[0].step).toBe(0);
  expect(found[0].message).toMatch(/limits its inner steps, not the tolerance/);
  expect(column("steps", "loss").at(-1)).toBeCloseTo(Math.exp(-4) / 2, 8);

  const easy = await collect(
    start(quadratic([10, 1]), theta(), changes).updates,
  );
  expect(easy.events.map(({ kind }) => kind)).not.toContain("stiff");
});

test("a flow that becomes stiff later says so at that step", async () => {
  // Across x the curvature is e^x, and x grows by 2 in a unit of time, by 1 in a record.
  const objective = {
    ...quadratic([0, 0]),
    evaluate([x, y]: Float64Array, g: Float64Array) {
      const e = Math.exp(x);
      g[0] = (e * y * y) / 2 - 2;
      g[1] = e * y;
      return (e * y * y) / 2 - 2 * x;
    },
    linearize(theta: Float64Array) {
      const gradient = new Float64Array(2);
      const loss = this.evaluate(theta, gradient);
      const [x, y] = theta;
      const e = Math.exp(x);
      return {
        loss,
        gradient,
        hvp: ([v, w]: Float64Array) =>
          Float64Array.of(e * ((y * y * v) / 2 + y * w), e * (y * v + w)),
        third: (v: Float64Array) => v,
        dispose: () => undefined,
      };
    },
  };
  const { events } = await collect(
    start(objective, Float64Array.of(0, 1e-3), {
      ...flow(0.5),
      steps: 8,
      every: 1,
    }).updates,
  );
  const stiff = events.filter(({ kind }) => kind === "stiff");
  expect(stiff).toHaveLength(1);
  // 15 steps of h·S = 3.3 fit into ½ from S = 100 on, at x = 4.6 and t = 2.3.
  expect(stiff[0].step).toBeGreaterThanOrEqual(4);
  expect(stiff[0].step).toBeLessThanOrEqual(6);
});
