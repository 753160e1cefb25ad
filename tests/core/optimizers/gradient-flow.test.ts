import { describe, expect, test } from "vitest";
import {
  dormandPrinceStep,
  stabilityLimit,
} from "../../../core/optimizers/dormand-prince";
import {
  gradientFlow,
  GradientFlow,
} from "../../../core/optimizers/gradient-flow";
import { quadratic } from "../run/support";
import { requireExperiment } from "../../../core/experiment/validate";
import { finish, golden } from "../support";

function stepped(eigenvalue: number, h: number, steps: number) {
  const objective = quadratic([eigenvalue]);
  let theta: Float64Array = Float64Array.of(1);
  let gradient: Float64Array = Float64Array.of(eigenvalue);
  for (let i = 0; i < steps; i++)
    ({ theta, gradient } = finish(
      dormandPrinceStep(objective, theta, gradient, h),
    ));
  return theta[0];
}

/** θ after each of some updates, with the number of evaluations of the gradient. */
function flown(
  objective: ReturnType<typeof quadratic>,
  start: number[],
  stepSize: number,
  records: number,
  flow = new GradientFlow(objective),
) {
  const theta = Float64Array.from(start);
  const gradient = new Float64Array(theta.length);
  const thetas = [theta.slice()];
  const events = [];
  let evaluations = 0;
  for (let step = 0; step < records; step++) {
    objective.evaluate(theta, gradient);
    const updating = flow.update(theta, gradient, stepSize);
    while (!updating.next().done) evaluations++;
    thetas.push(theta.slice());
    const event = flow.event(step);
    if (event) events.push({ step, ...event });
  }
  return { thetas, events, evaluations };
}

describe("a step of Dormand and Prince", () => {
  test("is of order 5: half the step, a 32nd of the error", () => {
    const error = (steps: number) =>
      Math.abs(stepped(1, 2 / steps, steps) - Math.exp(-2));
    // The next order is still worth some percent at these steps.
    expect(error(10) / error(20)).toBeGreaterThan(30);
    expect(error(10) / error(20)).toBeLessThan(38);
  });

  test("knows its error to order 4: half the step, a 32nd of the estimate", () => {
    const estimate = (h: number) =>
      finish(
        dormandPrinceStep(
          quadratic([1]),
          Float64Array.of(1),
          Float64Array.of(1),
          h,
        ),
      ).error[0];
    expect(estimate(0.1) / estimate(0.05)).toBeGreaterThan(30);
    expect(estimate(0.1) / estimate(0.05)).toBeLessThan(34);
  });

  test("is stable at 0.999 of its limit and not at 1.001", () => {
    expect(stepped(4, (0.999 * stabilityLimit) / 4, 20_000)).toBeLessThan(1e-6);
    expect(stepped(4, (1.001 * stabilityLimit) / 4, 20_000)).toBeGreaterThan(
      1e6,
    );
  });

  test("at its limit the growth factor is 1", () => {
    // Thirteen digits of the limit, times a slope of about 2.
    expect(stepped(1, stabilityLimit, 1)).toBeCloseTo(1, 11);
  });
});

describe("gradient flow", () => {
  test.each([0.01, 0.5, 50])(
    "is at θ₀·exp(−λt) at t = η·step, η = %d",
    (stepSize) => {
      const { thetas } = flown(
        quadratic([20, 1e-3, -1e-3]),
        [1, 1, 1],
        stepSize,
        4,
      );
      for (const [step, theta] of thetas.entries()) {
        const t = stepSize * step;
        // Absolutely where θ has decayed: the tolerance there is 1e-9 a step, and errors decay as well.
        expect(Math.abs(theta[0] - Math.exp(-20 * t))).toBeLessThan(1e-7);
        expect(theta[1] / Math.exp(-1e-3 * t)).toBeCloseTo(1, 7);
        expect(theta[2] / Math.exp(1e-3 * t)).toBeCloseTo(1, 7);
      }
    },
  );

  test("ten decay times within one record: exp(−10) to the tolerance", () => {
    const { thetas } = flown(quadratic([10]), [1], 1, 1);
    // About a hundred steps, each within 1e-7 of θ; those early on decay with it.
    expect(thetas[1][0] / Math.exp(-10)).toBeCloseTo(1, 5);
  });

  test("a tenth of the tolerance, about a tenth of the error", () => {
    const error = (tolerance: number) => {
      const objective = quadratic([3, 1]);
      const flow = new GradientFlow(objective, tolerance);
      const [, theta] = flown(objective, [1, 1], 2, 1, flow).thetas;
      return Math.hypot(theta[0] - Math.exp(-6), theta[1] - Math.exp(-2));
    };
    for (const tolerance of [1e-4, 1e-6, 1e-8, 1e-10]) {
      expect(error(tolerance)).toBeLessThan(tolerance);
      expect(error(tolerance)).toBeGreaterThan(tolerance / 1000);
    }
  });

  test("where stability limits the step it stays stable, and says so once", () => {
    // η·S = 500: x is gone at once, y moves slowly.
    const { thetas, events, evaluations } = flown(
      quadratic([1000, 1]),
      [1, 1],
      0.5,
      6,
    );
    for (const [step, [x, y]] of thetas.entries()) {
      expect(Math.abs(x)).toBeLessThan(step === 0 ? 2 : 1e-6);
      expect(y / Math.exp(-0.5 * step)).toBeCloseTo(1, 6);
    }
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ kind: "stiff", step: 0 });
    // The estimate comes from the steps themselves.
    expect(Math.abs(events[0].value / 1000 - 1)).toBeLessThan(0.1);
    expect(events[0].message).toMatch(/^Gradient flow is stiff from step 0 on/);
    // 500/3.3 steps of six evaluations a record, and some that were refused.
    expect(evaluations / 6).toBeGreaterThan(900);
    expect(evaluations / 6).toBeLessThan(1500);
  });

  test("where accuracy limits the step it says nothing", () => {
    expect(flown(quadratic([20, 1]), [1, 1], 0.5, 6).events).toEqual([]);
  });

  test("before a run it is said what a stiff one costs", () => {
    expect(gradientFlow.warning?.(1, 1e6)?.message).toMatch(
      /η·S is 1,000,000 each record takes about 302,429 inner steps, 1,814,574 evaluations/,
    );
    expect(gradientFlow.warning?.(1, 30)).toBeNull();
  });

  test("goes on bit for bit from its state, and from the state of an earlier version anew", () => {
    const objective = quadratic([300, 1]);
    const whole = flown(objective, [1, 1], 0.5, 6);
    const first = new GradientFlow(objective);
    const begun = flown(objective, [1, 1], 0.5, 3, first);
    const second = new GradientFlow(objective);
    second.restore(first.state());
    const rest = flown(objective, [...begun.thetas[3]], 0.5, 3, second);
    expect(rest.thetas).toEqual(whole.thetas.slice(3));
    expect(rest.events).toEqual([]);

    for (const top of [[], [0, 1]]) {
      const old = new GradientFlow(objective);
      old.restore([Float64Array.from(top)]);
      const anew = flown(objective, [...begun.thetas[3]], 0.5, 3, old);
      expect(anew.thetas[3][1]).toBeCloseTo(whole.thetas[6][1], 7);
    }
  });

  test("ends with NaN where the flow reaches infinity before the next record", () => {
    // L = −x⁴/4: x = 1/√(1 − 2t) from x = 1, infinite at t = ½.
    const steep = {
      ...quadratic([0]),
      evaluate: ([x]: Float64Array, g: Float64Array) => {
        g[0] = -x * x * x;
        return (-x * x * x * x) / 4;
      },
    };
    const { thetas } = flown(steep, [1], 0.4, 2);
    expect(thetas[1][0]).toBeCloseTo(1 / Math.sqrt(0.2), 5);
    expect(thetas[2][0]).toBeNaN();
  });

  test("finds a direction that becomes sharp later, and stays stable", () => {
    // Along x the curvature across grows as e^x: from 1 to 400 in a few records.
    const value = (t: Float64Array) =>
      Math.exp(t[0]) * t[1] ** 2 * 0.5 - 2 * t[0];
    const objective = {
      ...quadratic([0, 0]),
      evaluate(t: Float64Array, g: Float64Array) {
        g[0] = Math.exp(t[0]) * t[1] ** 2 * 0.5 - 2;
        g[1] = Math.exp(t[0]) * t[1];
        return value(t);
      },
      linearize(t: Float64Array) {
        const gradient = new Float64Array(2);
        const loss = this.evaluate(t, gradient);
        const [x, y] = t;
        const e = Math.exp(x);
        return {
          loss,
          gradient,
          hvp: (v: Float64Array) =>
            Float64Array.of(
              0.5 * e * y * y * v[0] + e * y * v[1],
              e * y * v[0] + e * v[1],
            ),
          third: (v: Float64Array) => v,
          dispose: () => undefined,
        };
      },
    };
    const flow = new GradientFlow(objective);
    const theta = Float64Array.from([0, 1e-3]);
    for (let step = 0; step < 6; step++) {
      const before = Math.abs(theta[1]);
      const gradient = new Float64Array(2);
      objective.evaluate(theta, gradient);
      finish(flow.update(theta, gradient, 0.5));
      // Down to the absolute tolerance, about 1e-9 a step.
      expect(Math.abs(theta[1])).toBeLessThan(Math.max(before, 1e-8));
    }
    expect(theta[0]).toBeCloseTo(6, 4);
  });

  test("along a constant gradient it is exact", () => {
    const flat = {
      ...quadratic([0]),
      evaluate: (t: Float64Array, g: Float64Array) => {
        g[0] = -3;
        return -3 * t[0];
      },
    };
    const { thetas } = flown(flat, [0], 0.25, 1);
    expect(thetas[1][0]).toBeCloseTo(0.75, 14);
  });

  test("its tolerance is looser where the loss has kinks", () => {
    const optimizer = { kind: "gradient-flow", stepSize: 1 } as const;
    const tolerance = (fn: "tanh" | "relu", given = {}) =>
      requireExperiment({
        ...golden,
        model: {
          ...golden.model,
          layers: [
            { type: "dense", units: 2 },
            { type: "activation", fn },
            { type: "dense", units: 1 },
          ],
        },
        optimizer: { ...optimizer, ...given },
      }).optimizer;
    expect(tolerance("tanh")).toMatchObject({ tolerance: 1e-7 });
    expect(tolerance("relu")).toMatchObject({ tolerance: 100 * 1e-7 });
    expect(tolerance("relu", { tolerance: 1e-9 })).toMatchObject({
      tolerance: 1e-9,
    });
    expect(() => tolerance("tanh", { tolerance: 0 })).toThrow(
      /optimizer\.tolerance: Tolerance must be a number from 1e-12 to 0\.01\./,
    );
  });
});
