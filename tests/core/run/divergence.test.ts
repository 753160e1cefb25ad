/** When a run counts as diverged, and when it does not. */
import { describe, expect, test } from "vitest";
import { landscapeScale } from "../../../core/landscapes/scale";
import type { DivergenceReference } from "../../../core/run/halt";
import { DivergenceWatch } from "../../../core/run/halt";
import { createRandom } from "../../../core/random";
import { formula, landscape } from "../landscapes/support";
import { float64, smallData, requireNetwork, golden } from "../support";
import { buildProblem } from "../../../core/experiment/build";
import { collect, quadratic, start, type Changes } from "./support";

function run(model: object, changes: Changes) {
  const problem = landscape(model);
  const { objective, theta } = problem;
  const lossScale = landscapeScale(problem);
  return collect(start(objective, theta, { ...changes, lossScale }).updates);
}

describe("is no divergence", () => {
  test("a climb out of a minimum that is too sharp", async () => {
    // At (3, 1/3) the sharpness is 9.11 against 2/η = 8, and the loss 4.5e-18.
    const { ended, column } = await run(
      { name: "product", start: [3, 0.33333333433333334] },
      { stepSize: 0.25, steps: 400, k: 2 },
    );
    expect(ended.outcome).toBe("finished");
    // The same 400 steps in numpy, to its eight digits.
    expect(column("steps", "theta1")[400]).toBeCloseTo(2.5583708, 6);
    expect(column("steps", "theta2")[400]).toBeCloseTo(0.3908738, 6);
    expect(ended.summary.finalSharpness).toBeCloseTo(6.698043, 5);
    const highest = Math.max(...column("steps", "loss"));
    expect(highest).toBeGreaterThan(0.2);
  });

  test("a first step of rmsprop from 1e-12 to 0.1", async () => {
    const { ended } = await run(
      { formula: "x^2", start: { x: 1e-12 } },
      { optimizer: { kind: "rmsprop", stepSize: 0.01 }, steps: 300 },
    );
    expect(ended.outcome).toBe("finished");
  });

  test("a path from saddle to minimum that begins with tiny parameters", async () => {
    const { ended, column } = await run(
      { name: "deep-product", target: 1, start: [1e-7, 1e-7] },
      { stepSize: 0.1, steps: 1000, k: 2 },
    );
    expect(ended.outcome).toBe("finished");
    expect(column("steps", "theta1")[1000]).toBeCloseTo(1, 12);
    expect(ended.summary.finalLoss).toBeLessThan(1e-25);
  });

  test("nor one of a network", async () => {
    const { data } = smallData({ samples: 30, inputs: 3, outputs: 1 }, 1);
    data.targets = data.targets.map(
      (_, i) => data.inputs[3 * i] + data.inputs[3 * i + 1] / 2,
    );
    const random = createRandom(2);
    const spec = requireNetwork({
      ...golden,
      data: { source: "inline", x: [[0, 0, 0]], y: [[0]] },
      model: {
        kind: "network",
        init: {
          scheme: "explicit",
          values: Array.from({ length: 11 }, () => 1e-8 * random.normal()),
        },
        layers: [
          { type: "dense", units: 2, bias: true },
          { type: "dense", units: 1, bias: true },
        ],
      },
    });
    const { objective, theta, lossScale } = buildProblem(float64(), spec, {
      train: data,
      test: null,
    });
    const { ended } = await collect(
      start(objective, theta, { stepSize: 0.1, steps: 1500, lossScale })
        .updates,
    );
    expect(ended.outcome).toBe("finished");
    expect(ended.summary.finalLoss).toBeLessThan(1e-6 * lossScale);
  });

  test("parameters that grow a hundred million times while the loss falls", async () => {
    const { ended } = await run(
      { formula: "(x - 1e8)^2 / 1e16", start: { x: 1 } },
      { optimizer: { kind: "gd", stepSize: 999 }, steps: 5 },
    );
    expect(ended.outcome).toBe("finished");
    // In two steps of Newton's method, as a look at the reference.
    const watch = new DivergenceWatch(undefined, 1);
    expect(watch.look({ step: 0, loss: 1, squaredGradNorm: 1 }, 1)).toBeNull();
    expect(
      watch.look({ step: 1, loss: 0.5, squaredGradNorm: 1 }, 1e8),
    ).toBeNull();
    expect(
      watch.look({ step: 2, loss: 0.6, squaredGradNorm: 1 }, 5e13),
    ).toBeNull();
  });
});

describe("true divergence is caught at the step of the first values alone", () => {
  /** The step at which a run used to be ended. */
  function formerly(column: Awaited<ReturnType<typeof collect>>["column"]) {
    const loss = column("steps", "loss");
    return loss.findIndex((l) => !Number.isFinite(l) || l > 1e6 * loss[0]);
  }

  test.each([
    [
      {
        name: "quadratic",
        matrix: [
          [10, 0],
          [0, 1],
        ],
        start: [1, 1],
      },
      0.202,
    ],
    [{ name: "product", start: [2, 0.1] }, 1.2],
    [{ formula: "x^4 + y^2", start: { x: 1, y: 1 } }, 1.1],
  ])("%o with η = %d", async (model, stepSize) => {
    const { ended, column, events } = await run(model, {
      stepSize,
      steps: 3000,
    });
    expect(ended.outcome).toBe("diverged");
    expect(ended.summary.step).toBe(formerly(column));
    expect(events.at(-1)?.message).toMatch(
      /^The loss (grew past a million times its first value|was no longer a finite number) at step \d+\.$/,
    );
  });

  test("within a few steps more from a tiny start, which is no scale", async () => {
    const { ended, events } = await run(
      {
        name: "quadratic",
        matrix: [
          [10, 0],
          [0, 1],
        ],
        start: [1e-9, 1e-9],
      },
      { stepSize: 0.3, steps: 3000 },
    );
    expect(ended.outcome).toBe("diverged");
    // x doubles in each step: from 1e-9 to the size of the problem in 30, and 1,000 times that in loss.
    expect(ended.summary.step).toBeLessThan(40);
    expect(events.at(-1)?.message).toBe(
      `The loss grew past 1,000 times the scale of the loss at step ${ended.summary.step}.`,
    );
  });

  test("parameters that leave while the loss falls below every bound", async () => {
    const { ended, events } = await run(
      { formula: "-x^2", start: { x: 1 } },
      { stepSize: 0.1, steps: 3000 },
    );
    // 1.2ᵗ > 10⁶.
    expect(ended.summary.step).toBe(76);
    expect(events.at(-1)?.message).toBe(
      "The norm of the parameters grew past 1,000,000 at step 76.",
    );
  });

  test("a loss that begins below 0", async () => {
    const { ended } = await run(
      { formula: "10*x^2/2 - 20", start: { x: 1 } },
      { stepSize: 0.3, steps: 3000 },
    );
    expect(ended.outcome).toBe("diverged");
    expect(ended.summary.step).toBeLessThan(20);
  });
});

describe("the experiment decides", () => {
  const steep = () =>
    [quadratic([4]), Float64Array.of(1)] as [
      ReturnType<typeof quadratic>,
      Float64Array,
    ];

  test("limits: the loss may grow to so many times its first value", async () => {
    // x grows 3-fold, the loss 9-fold a step.
    const { ended, events } = await collect(
      start(...steep(), {
        stepSize: 1,
        steps: 50,
        divergence: { loss: 100 },
      }).updates,
    );
    expect(ended.summary.step).toBe(3);
    expect(events.at(-1)?.message).toBe(
      "The loss grew past 100 times its first value at step 3.",
    );
  });

  test("limits: so may the parameters", async () => {
    const { ended, events } = await collect(
      start(...steep(), {
        stepSize: 1,
        steps: 50,
        divergence: { loss: 1e9, parameters: 10 },
      }).updates,
    );
    expect(ended.summary.step).toBe(3);
    expect(events.at(-1)?.message).toBe(
      "The norm of the parameters grew past 10 at step 3.",
    );
  });

  test('"off": only what is no longer finite ends it', async () => {
    const { ended, column, events } = await collect(
      start(...steep(), { stepSize: 1, steps: 2000, divergence: "off" })
        .updates,
    );
    expect(ended.outcome).toBe("diverged");
    expect(column("steps", "loss").at(-2)).toBeGreaterThan(1e300);
    expect(events.at(-1)?.message).toMatch(/no longer a finite number/);
  });
});

test("a watch goes on from its state, also from that of an earlier version", () => {
  const row = (loss: number) => ({ step: 1, loss, squaredGradNorm: 1 });
  const first = new DivergenceWatch(undefined, 0);
  first.look(row(1), 2);
  first.look(row(0.5), 30);
  const state = JSON.parse(
    JSON.stringify(first.state()),
  ) as DivergenceReference;
  const second = new DivergenceWatch(undefined, 0);
  second.restore(state);
  expect(second.look(row(0.7), 2.9e7)).toBeNull();
  expect(second.look(row(0.7), 3.1e7)).toBe(
    "The norm of the parameters grew past a million times its earlier value at step 1.",
  );
  const older = new DivergenceWatch(undefined, 0);
  older.restore({ loss: 1, parameterNorm: 2 });
  expect(older.look(row(0.7), 1e8)).toBeNull();
  expect(older.look(row(1.1e6), 2)).toMatch(/a million times its first value/);
});

test("a landscape's scale is what a step of 1 along a variable changes", () => {
  expect(landscapeScale(formula("x^2", { x: 1e-12 }))).toBeCloseTo(1, 10);
  expect(
    landscapeScale(landscape({ name: "product", start: [3, 1 / 3] })),
  ).toBeCloseTo(4.5, 10);
  // log x ends at 0.
  expect(landscapeScale(formula("log(x)", { x: 0.5 }))).toBeCloseTo(
    Math.log(3),
    12,
  );
});
