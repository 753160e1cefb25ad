/** Runs with mini-batches: what they descend, what they record, and that they are repeated bit for bit. */
import { describe, expect, test } from "vitest";
import { BatchOrder } from "../../../core/data/batches";
import { chebyshev } from "../../../core/data/chebyshev";
import type { ExperimentInput } from "../../../core/experiment/spec";
import { requireExperiment } from "../../../core/experiment/validate";
import { Replay } from "../../../core/run/replay";
import { addScaled, dot } from "../../../core/vector";
import { withWeightDecay } from "../../../core/optimizers/weight-decay";
import { float64, golden, goldenProblem, smallProblem } from "../support";
import { collect, start, type Changes } from "./support";

const problem = () => goldenProblem(float64(), chebyshev(3, 20));
const steps = 60;
const batch = { size: 6, seed: 2, lossEvery: 5 };

function run(changes: Changes) {
  const { objective, samples, theta } = problem();
  return collect(
    start(objective, theta, { samples, steps, batch, ...changes }).updates,
  );
}

test("SGD descends the losses of the batches in their order", async () => {
  const { column } = await run({ stepSize: 0.1 });
  const { objective, samples, theta } = problem();
  if (!samples) throw new Error("A network has samples.");
  const order = new BatchOrder(20, batch);
  const gradient = new Float64Array(theta.length);
  const loss = column("batchSteps", "loss");
  const directional = column("batchSteps", "directional");
  const realised = column("batchSteps", "realisedEdge");
  expect(column("batchSteps", "step")).toEqual([...Array(steps + 1).keys()]);
  expect(column("batchSteps", "epoch")).toEqual(
    [...Array(steps + 1).keys()].map((t) => t / 4),
  );
  for (let t = 0; t <= steps; t++) {
    const ofBatch = samples.at(order.at(t));
    expect(loss[t]).toBe(ofBatch.evaluate(theta, gradient));
    const squared = dot(gradient, gradient);
    expect(column("batchSteps", "gradNorm")[t]).toBe(Math.sqrt(squared));
    if (t % 5 === 0) {
      const full = new Float64Array(theta.length);
      const row = column("steps", "step").indexOf(t);
      expect(column("steps", "loss")[row]).toBe(
        objective.evaluate(theta, full),
      );
      expect(column("steps", "gradNorm")[row]).toBe(Math.sqrt(dot(full, full)));
    }
    if (t === steps) break;
    addScaled(theta, -0.1, gradient);
    const change = ofBatch.score(theta).loss - loss[t];
    const curvature = (2 * (change + 0.1 * squared)) / (0.01 * squared);
    expect(Math.abs(directional[t] / curvature - 1)).toBeLessThan(1e-9);
    expect(realised[t]).toBeCloseTo(0.05 * curvature, 9);
    expect(change < 0).toBe(realised[t] < 1);
  }
  expect(directional[steps]).toBeNaN();
});

test("the loss on all samples has its cadence, and is there with each measurement and at the end", async () => {
  const { column, ended } = await run({ steps: 23, every: 7 });
  expect(column("steps", "step")).toEqual([0, 5, 7, 10, 14, 15, 20, 21, 23]);
  expect(column("spectrum", "step")).toEqual([0, 7, 14, 21]);
  expect(ended.summary.step).toBe(23);
  expect(ended.summary.finalLoss).toBe(column("steps", "loss").at(-1));
});

test("no column of all samples speaks of a step between two evaluations", async () => {
  const { all, events, ended } = await run({});
  const names = new Set(
    all.flatMap((u) => (u.type === "batch" ? Object.keys(u.batch.steps) : [])),
  );
  expect(names).not.toContain("directional");
  expect(names).not.toContain("realisedEdge");
  expect(events.map(({ kind }) => kind)).not.toContain("first-rise");
  expect(ended.summary).not.toHaveProperty("rises");
});

test.each([
  { kind: "gd", stepSize: 0.1 },
  { kind: "polyak", stepSize: 0.05 },
  { kind: "nesterov", stepSize: 0.05 },
  { kind: "ema", stepSize: 0.1 },
  { kind: "rmsprop", stepSize: 0.01 },
  { kind: "adam", stepSize: 0.01, weightDecay: 0.01 },
  { kind: "sam", stepSize: 0.1 },
  { kind: "sign-descent", stepSize: 0.01 },
  { kind: "normalized-descent", stepSize: 0.01 },
] as ExperimentInput["optimizer"][])(
  "a batch of all samples is the run without mini-batches: $kind",
  async (optimizer) => {
    // Without the symmetry of the other data, under which some gradients are nothing but rounding.
    const random = () =>
      smallProblem(
        float64(),
        [
          { type: "dense", units: 5 },
          { type: "activation", fn: "tanh" },
          { type: "dense", units: 2 },
        ],
        { samples: 20, inputs: 3, outputs: 2 },
      );
    const { objective, samples, theta } = random();
    const plain = await collect(
      start(objective, theta, { steps, optimizer }).updates,
    );
    const whole = await collect(
      start(objective, random().theta, {
        samples,
        steps,
        optimizer,
        batch: { size: 20, seed: 1, lossEvery: 1 },
      }).updates,
    );
    for (const name of ["loss", "gradNorm", "directional", "realisedEdge"]) {
      const expected = plain.column("steps", name);
      // The samples are added up in another order.
      whole.column("batchSteps", name).forEach((value, t) => {
        const limit = 1e-7 * (1 + Math.abs(expected[t]));
        if (Number.isFinite(value) && Number.isFinite(expected[t]))
          expect(Math.abs(value - expected[t])).toBeLessThan(limit);
      });
    }
    const lambda = plain.column("spectrum", "lambda1");
    whole
      .column("spectrum", "lambda1")
      .forEach((value, i) => expect(value / lambda[i]).toBeCloseTo(1, 6));
  },
);

test("with weight decay the loss of the batch and its curvature are of L_B + ½w|θ|²", async () => {
  const optimizer = { kind: "gd", stepSize: 0.1, weightDecay: 0.3 } as const;
  const { column } = await run({ optimizer, batchSharpness: { every: 10 } });
  const { samples, theta } = problem();
  const first = samples?.at(new BatchOrder(20, batch).at(0));
  const plain = first?.evaluate(theta, new Float64Array(theta.length)) ?? NaN;
  expect(column("batchSteps", "loss")[0]).toBeCloseTo(
    plain + 0.15 * dot(theta, theta),
    12,
  );
});

test("with weight decay batch sharpness is of H_B + wI along ∇L_B + wθ", async () => {
  const weightDecay = 0.3;
  const { column } = await run({
    optimizer: { kind: "gd", stepSize: 0.1, weightDecay },
    batch: { size: 20 },
    batchSharpness: { every: 100 },
  });
  const { objective, theta } = problem();
  const at = withWeightDecay(objective, weightDecay).linearize(theta);
  const g = at.gradient;
  const expected = dot(g, at.hvp(g)) / dot(g, g);
  expect(column("batch", "sharpness")[0]).toBeCloseTo(expected, 10);
  expect(column("batch", "interaction")[0]).toBeCloseTo(expected, 10);
});

test("batch sharpness is the mean of the batches’ own curvature, up to third order", async () => {
  const { column } = await run({
    stepSize: 1e-3,
    steps: 400,
    batch: { size: 4, seed: 0 },
    batchSharpness: { every: 200, max: 10_000 },
  });
  // All 4,845 batches, three times on the way.
  expect(column("batch", "batches")).toEqual([4845, 4845, 4845]);
  const [first, middle, last] = column("batch", "sharpness");
  const curvature = column("batchSteps", "directional").slice(0, -1);
  const mean = curvature.reduce((a, b) => a + b) / curvature.length;
  const ratio = mean / (first / 4 + middle / 2 + last / 4);
  // 400 batches tell a mean to some percent.
  expect(Math.abs(ratio - 1)).toBeLessThan(0.1);
});

test("a step size that is far too large ends the run as diverged, with its last rows", async () => {
  const { column, ended, events } = await run({ stepSize: 500, every: 1000 });
  expect(ended.outcome).toBe("diverged");
  const last = ended.summary.step;
  expect(column("batchSteps", "step").at(-1)).toBe(last);
  expect(column("steps", "step").at(-1)).toBe(last);
  expect(events.at(-1)).toMatchObject({ kind: "diverged", step: last });
});

describe.each([
  { kind: "gd", stepSize: 0.1 },
  { kind: "adam", stepSize: 0.01 },
  { kind: "sam", stepSize: 0.1 },
] as const)("a replay of $kind", (optimizer) => {
  test("goes through the same parameters bit for bit, from any state", async () => {
    const { all, column } = await run({ optimizer, checkpoints: { every: 7 } });
    const kept = all.flatMap((u) => (u.type === "batch" ? (u.kept ?? []) : []));
    const spec = requireExperiment({ ...golden, optimizer, batch, steps });
    const { objective, samples, theta } = problem();
    const replay = new Replay(spec, objective, theta, { samples });
    for (const checkpoint of kept) {
      follow(replay, checkpoint.step);
      expect(replay.state().theta).toEqual(checkpoint.theta);
      const { step, loss } = replay.state().seen ?? { step: NaN, loss: NaN };
      expect(loss).toBe(column("batchSteps", "loss")[step]);
    }
    replay.restore({ ...kept[2], seen: null });
    follow(replay, kept[5].step);
    expect(replay.state().theta).toEqual(kept[5].theta);
  });
});

test("a replay without the samples is none of a run without mini-batches", () => {
  const { objective, theta } = problem();
  const spec = requireExperiment({ ...golden, batch, steps });
  expect(() => new Replay(spec, objective, theta)).toThrow("samples");
});

test("a run that goes on with other batches has their epochs", async () => {
  const { all } = await run({ checkpoints: { every: 20 } });
  const [checkpoint] = all.flatMap((u) =>
    u.type === "batch" ? (u.kept ?? []) : [],
  );
  const { ended } = await run({ checkpoint, batch: { size: 10 } });
  expect(ended.summary.stepsPerEpoch).toBe(2);
  const { objective, theta } = problem();
  const whole = await collect(
    start(objective, theta, { steps, checkpoint }).updates,
  );
  expect(whole.ended.summary).not.toHaveProperty("stepsPerEpoch");
});

function follow(replay: Replay, step: number) {
  while (replay.step < step) {
    const updating = replay.advance();
    while (!updating.next().done);
  }
}
