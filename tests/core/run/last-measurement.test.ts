/** A stop during the measurement of the last row, and the time that the measurement takes. */
import { describe, expect, test } from "vitest";
import { chebyshev } from "../../../core/data/chebyshev";
import type { Objective } from "../../../core/objective/objective";
import type { Checkpoint } from "../../../core/run/checkpoint";
import { float64, goldenProblem } from "../support";
import { collect, start, type Changes } from "./support";

const problem = () => goldenProblem(float64(), chebyshev(3, 20));
const scored = {
  score: (at: Float64Array) => ({ loss: at[0], accuracy: null }),
};

/** Calls `hear` with the number of each product; there is no Hessian at once, which needs none. */
function heard(objective: Objective, hear: (product: number) => void) {
  const { linearize } = objective;
  let products = 0;
  objective.linearize = (theta) => {
    const at = linearize.call(objective, theta);
    const { loss, gradient, third, dispose } = at;
    const hvp = (v: Float64Array) => {
      hear(++products);
      return at.hvp(v);
    };
    return { loss, gradient, hvp, third, dispose };
  };
  return objective;
}

async function straight(changes: Changes) {
  const { objective, theta } = problem();
  let products = 0;
  const run = start(
    heard(objective, (n) => (products = n)),
    theta,
    changes,
  );
  return { ...(await collect(run.updates)), products };
}

async function stoppedAt(product: number, changes: Changes) {
  const { objective, theta } = problem();
  const run = start(
    heard(objective, (n) => {
      if (n === product) run.control.stop();
    }),
    theta,
    changes,
  );
  const found = await collect(run.updates);
  const checkpoint = found.all
    .flatMap((u): Checkpoint[] =>
      u.type === "batch" && u.checkpoint ? [u.checkpoint] : [],
    )
    .at(-1);
  if (!checkpoint) throw new Error("A stop leaves a checkpoint.");
  return { ...found, checkpoint };
}

describe.each<[string, Changes]>([
  ["", {}],
  [", with midpoints", { sharpness: { every: 2, k: 2, midpoint: true } }],
  [
    ", at the loss target",
    { steps: 50, every: 1, testEvery: 1, lossTarget: 0.21 },
  ],
])("a stop in the last measurement%s", (_, more) => {
  const changes: Changes = {
    steps: 4,
    every: 2,
    k: 2,
    test: scored,
    testEvery: 2,
    ...more,
  };

  test("ends the run as stopped, and it goes on to the same numbers", async () => {
    const whole = await straight(changes);
    const cut = await stoppedAt(whole.products, changes);
    expect(cut.ended.outcome).toBe("stopped");
    expect(cut.events.at(-1)?.kind).toBe("stopped");
    const last = whole.ended.summary.step;
    expect(cut.checkpoint.step).toBe(last);
    expect(cut.column("spectrum", "step")).not.toContain(last);
    expect(cut.column("test", "step")).not.toContain(last);
    expect(cut.column("steps", "step")).toContain(last);

    const { objective, theta } = problem();
    const resumed = await collect(
      start(
        heard(objective, () => undefined),
        theta,
        { ...changes, checkpoint: cut.checkpoint },
      ).updates,
    );
    expect(resumed.ended.outcome).toBe("finished");
    for (const name of ["lambda1", "lambda2", "residual1", "products"])
      expect(resumed.column("spectrum", name)).toEqual(
        whole.column("spectrum", name).slice(-1),
      );
    expect(resumed.column("test", "loss")).toEqual(
      whole.column("test", "loss").slice(-1),
    );
    expect({ ...resumed.ended.summary, seconds: 0 }).toEqual({
      ...whole.ended.summary,
      seconds: 0,
    });
  });
});

test("a stop that comes after all is measured changes nothing", async () => {
  const { objective, theta } = problem();
  const run = start(objective, theta, {
    steps: 4,
    every: 2,
    testEvery: 2,
    test: {
      score(at) {
        if (at !== theta) throw new Error("It is scored elsewhere.");
        if (++looks === 3) run.control.stop();
        return { loss: 1, accuracy: null };
      },
    },
  });
  let looks = 0;
  const { ended, column } = await collect(run.updates);
  expect(ended.outcome).toBe("finished");
  expect(column("test", "step")).toEqual([0, 2, 4]);
});

test("running time has the last measurement in it", async () => {
  const { objective, theta } = problem();
  const run = start(
    heard(objective, () => (run.host.time += 1)),
    theta,
    { steps: 4, every: 4 },
  );
  const { ended, column } = await collect(run.updates);
  const products = column("spectrum", "products");
  expect(products).toHaveLength(2);
  expect(ended.summary.seconds).toBe(products[0] + products[1]);
  // A row has the time at which its step began.
  expect(column("steps", "seconds").at(-1)).toBe(products[0]);
});
