/** Critical sharpness where the step that keeps the loss is known. */
import { describe, expect, test } from "vitest";
import { chebyshev } from "../../../core/data/chebyshev";
import { validateExperiment } from "../../../core/experiment/validate";
import type { ExperimentInput } from "../../../core/experiment/spec";
import type { Objective } from "../../../core/objective/objective";
import { criticalSharpness } from "../../../core/spectrum/critical";
import { optimizers } from "../../../core/optimizers";
import { float64, golden, goldenProblem } from "../support";
import { collect, quadratic, start } from "../run/support";

/** The most by which the result may be off, as a share of it. */
const share = 0.0026;

/** Of a function of one number, for the update from 0 to `delta`. */
function ofFunction(f: (x: number) => number, delta: number, lossError = 0) {
  let evaluations = 0;
  const objective: Objective = {
    size: 1,
    accuracy: null,
    lossError,
    evaluate([x]) {
      evaluations++;
      return f(x);
    },
    linearize: () => {
      throw new Error("Nothing is linearized.");
    },
  };
  const slope = ((f(1e-6) - f(-1e-6)) / 2e-6) * delta;
  const work = criticalSharpness(objective, {
    theta: Float64Array.of(0),
    delta: Float64Array.of(delta),
    stepSize: 0.5,
    loss: f(0),
    lossError,
    slope,
  });
  for (;;) {
    const state = work.next();
    if (state.done) return { ...state.value, evaluations };
  }
}

test.each([0.5, 3, 19, 400])(
  "along an eigenvector of a quadratic it is the eigenvalue, %s",
  async (lambda) => {
    const { column } = await collect(
      start(quadratic([lambda, 7]), Float64Array.of(1, 0), {
        stepSize: 0.1,
        steps: 0.1 * lambda > 2 ? 1 : 3,
        sharpness: { every: 1, critical: true },
      }).updates,
    );
    const errors = column("spectrum", "criticalError");
    column("spectrum", "critical").forEach((critical, t) => {
      expect(Math.abs(critical - lambda)).toBeLessThanOrEqual(errors[t]);
      expect(errors[t]).toBeLessThan(share * critical);
    });
  },
);

describe.each(
  optimizers
    .filter(({ name }) => name !== "gradient-flow")
    .map(({ name }) => name),
)("%s", (kind) => {
  const optimizer = {
    kind,
    stepSize: 0.03,
  } as ExperimentInput["optimizer"];

  test("on a quadratic it is 2/η over the share of the step that keeps the loss", async () => {
    // ζ of a quadratic is ½ΔᵀHΔ/(−g·Δ), and the loss comes back after the share 1/ζ of the step.
    const { column } = await collect(
      start(quadratic([9, 4, 1]), Float64Array.of(1, -2, 3), {
        optimizer,
        steps: 6,
        sharpness: { every: 1, critical: true },
      }).updates,
    );
    const zeta = column("steps", "realisedEdge");
    const critical = column("spectrum", "critical");
    const errors = column("spectrum", "criticalError");
    for (let t = 0; t < 6; t++) {
      const exact = (2 / 0.03) * zeta[t];
      expect(Math.abs(critical[t] - exact)).toBeLessThanOrEqual(
        errors[t] + 1e-9,
      );
    }
  });

  test("on a network the loss falls in the step exactly where it is below 2/η", async () => {
    const { objective, theta } = goldenProblem(float64(), chebyshev(3, 20));
    // Gradient descent starts above 2/η; Nesterov momentum would leave at once.
    const etas: Record<string, number> = { adam: 0.01, rmsprop: 0.01 };
    const eta = etas[kind] ?? (kind === "nesterov" ? 0.05 : 0.5);
    const { column } = await collect(
      start(objective, theta, {
        optimizer: { kind, stepSize: eta } as ExperimentInput["optimizer"],
        steps: 60,
        sharpness: { every: 1, critical: true },
      }).updates,
    );
    const losses = column("steps", "loss");
    const critical = column("spectrum", "critical");
    let known = 0;
    for (let t = 0; t + 1 < losses.length; t++) {
      if (Number.isNaN(critical[t])) continue;
      known++;
      expect(critical[t] < 2 / eta).toBe(losses[t + 1] <= losses[t]);
    }
    expect(known).toBeGreaterThan(20);
  });
});

test("the update is the run's own: nothing changes for being asked", async () => {
  const run = async (critical: boolean) => {
    const { objective, theta } = goldenProblem(float64(), chebyshev(3, 20));
    return collect(
      start(objective, theta, {
        optimizer: { kind: "adam", stepSize: 0.01 },
        steps: 30,
        sharpness: { every: 3, critical },
      }).updates,
    );
  };
  const [without, having] = [await run(false), await run(true)];
  for (const name of ["loss", "gradNorm", "directional"])
    expect(having.column("steps", name)).toEqual(without.column("steps", name));
  expect(having.column("spectrum", "lambda1")).toEqual(
    without.column("spectrum", "lambda1"),
  );
});

describe("a function of one number", () => {
  test("a quartic comes back where it is 0 again, in about ten evaluations", () => {
    // x⁴ − x is 0 at 1: from 0 by 0.25 with η = ½ that is a step size of 2.
    const { value, error, evaluations } = ofFunction((x) => x ** 4 - x, 0.25);
    expect(Math.abs(value - 1)).toBeLessThanOrEqual(error);
    expect(error).toBeLessThan(share);
    expect(evaluations).toBeLessThanOrEqual(12);
  });

  test("uphill there is none", () => {
    expect(ofFunction((x) => x * x - x, -0.1).value).toBeNaN();
  });

  test("a loss that falls for ever has one of 0 within its error", () => {
    const { value, error } = ofFunction((x) => -x, 1);
    expect(value - error).toBe(0);
    expect(error).toBeLessThan(1e-8);
  });

  test("a loss that is not finite counts as a rise", () => {
    const f = (x: number) => (x < 2 ? -x : NaN);
    // From 0 by 1 with η = ½ the wall is at a step size of 1.
    const { value, error } = ofFunction(f, 1);
    expect(Math.abs(value - 2)).toBeLessThanOrEqual(error);
  });

  test("what rounding hides is not a number, and what it may move is in the error", () => {
    const f = (x: number) => x * x - x;
    expect(ofFunction(f, 0.1, 0.1).value).toBeNaN();
    const { value, error } = ofFunction(f, 0.1, 1e-3);
    expect(Math.abs(value - 0.4)).toBeLessThanOrEqual(error);
    expect(error).toBeGreaterThan(ofFunction(f, 0.1).error);
  });
});

test("with midpoint it is refused", () => {
  const checked = validateExperiment({
    ...golden,
    measure: { sharpness: { midpoint: true, critical: true } },
  });
  expect(checked).toMatchObject({
    ok: false,
    fields: [{ path: "measure.sharpness.critical" }],
  });
});
