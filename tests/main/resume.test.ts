/** A run that is cut short and goes on from the archive is the run that was never cut short. */
import { describe, expect, test } from "vitest";
import { chebyshev } from "../../core/data/chebyshev";
import type { ExperimentInput } from "../../core/experiment/spec";
import type { Objective } from "../../core/objective/objective";
import type { Checkpoint } from "../../core/run/checkpoint";
import type { RunUpdate } from "../../core/run/control";
import { tableNames, type TableName } from "../../core/series/columns";
import type { Backend } from "../../core/tensor/backend";
import { start, type Changes } from "../core/run/support";
import { float64, goldenProblem, tensorflowBackend } from "../core/support";
import { engine, spec, summaryAt, temporaryArchive } from "./archive/helpers";

const steps = 1000;
const every = 7;
const cuts = [1, 350, 351, 998];

type Rows = Record<TableName, Record<string, number[]>>;

function problem<T>(be: Backend<T>) {
  return goldenProblem(be, chebyshev(3, 20));
}

async function run(
  changes: Changes,
  options: {
    backend?: () => Backend<never>;
    onProduct?: (stop: () => void) => void;
  } = {},
) {
  const be = (
    options.backend ?? (float64 as unknown as () => Backend<never>)
  )();
  const { objective, theta } = problem(be);
  const spied = options.onProduct
    ? withProducts(objective, () => options.onProduct?.(() => control.stop()))
    : objective;
  const { updates, control, host } = start(spied, theta, {
    steps,
    test: { score: (at) => ({ loss: at[0], accuracy: null }) },
    ...changes,
  });
  // A checkpoint with every batch, and a batch with every step.
  host.now = () => (host.time += 61);
  return collectRows(updates);
}

function withProducts(objective: Objective, hear: () => void): Objective {
  return {
    size: objective.size,
    accuracy: null,
    get lossError() {
      return objective.lossError;
    },
    evaluate: (theta, gradient) => objective.evaluate(theta, gradient),
    linearize(theta) {
      const at = objective.linearize(theta);
      const { loss, gradient, third, dispose } = at;
      const { gaussNewton } = at;
      const hvp = (v: Float64Array) => {
        hear();
        return at.hvp(v);
      };
      // Without the Hessian at once, which would need no product.
      return {
        loss,
        gradient,
        hvp,
        ...(gaussNewton && {
          gaussNewton: (v: Float64Array) => {
            hear();
            return gaussNewton(v);
          },
        }),
        third,
        dispose,
      };
    },
  };
}

async function collectRows(updates: AsyncGenerator<RunUpdate>) {
  const rows: Rows = { steps: {}, spectrum: {}, test: {} };
  const checkpoints: Checkpoint[] = [];
  const events: object[] = [];
  let outcome = "";
  for await (const update of updates) {
    if (update.type === "ended") ({ outcome } = update);
    if (update.type !== "batch") continue;
    if (update.checkpoint) checkpoints.push(update.checkpoint);
    events.push(...update.events);
    for (const table of tableNames)
      for (const [name, column] of Object.entries(update.batch[table]))
        if (name !== "seconds") (rows[table][name] ??= []).push(...column);
  }
  return { rows, checkpoints, events, outcome };
}

function rowsFrom(rows: Rows, step: number): Rows {
  const part = (table: TableName) => {
    const first = rows[table].step.findIndex((s) => s >= step);
    return Object.fromEntries(
      Object.entries(rows[table]).map(([name, column]) => [
        name,
        first < 0 ? [] : column.slice(first),
      ]),
    );
  };
  return {
    steps: part("steps"),
    spectrum: part("spectrum"),
    test: part("test"),
  };
}

/** Into the archive as BLOB and JSON, and out again. */
async function throughArchive(checkpoint: Checkpoint): Promise<Checkpoint> {
  const archive = await temporaryArchive();
  const { id } = await archive.createRun(spec, 40);
  await archive.setEngine(id, engine);
  const nothing = { steps: {}, spectrum: {}, test: {} };
  await archive.appendBatch(id, nothing, [], summaryAt(0), checkpoint);
  await archive.finish(id, "interrupted");
  const { continuation } = await archive.continueRun(id);
  if (!continuation) throw new Error("There is no checkpoint.");
  return continuation.checkpoint;
}

const cases: [
  string,
  ExperimentInput["optimizer"],
  NonNullable<Changes["sharpness"]>,
][] = [
  ["gd", { kind: "gd", stepSize: 0.2 }, { every, k: 2 }],
  [
    "gd, k that grows",
    { kind: "gd", stepSize: 0.25, weightDecay: 1e-3 },
    { every, k: 1, upTo: 4, trace: true },
  ],
  [
    "gd at midpoints",
    { kind: "gd", stepSize: 0.2 },
    { every, k: 2, midpoint: true },
  ],
  [
    "gd, all eigenvalues",
    { kind: "gd", stepSize: 0.2 },
    { every: 70, k: "all" },
  ],
  ["polyak", { kind: "polyak", stepSize: 0.05 }, { every, k: 2 }],
  [
    "adam with the Gauss–Newton matrix and critical sharpness",
    { kind: "adam", stepSize: 1e-3, weightDecay: 1e-3 },
    { every, k: 2, gaussNewton: true, critical: true },
  ],
  ["nesterov", { kind: "nesterov", stepSize: 0.05 }, { every, k: 2 }],
  ["ema", { kind: "ema", stepSize: 0.2 }, { every, k: 2 }],
  [
    "rmsprop at midpoints",
    { kind: "rmsprop", stepSize: 1e-3 },
    { every, k: 2, midpoint: true },
  ],
  ["adam", { kind: "adam", stepSize: 1e-3 }, { every, k: 2 }],
  [
    "gradient flow",
    { kind: "gradient-flow", stepSize: 0.2 },
    { every, k: 1, midpoint: true },
  ],
];

describe.each(cases)("%s in float64", (_, optimizer, sharpness) => {
  const changes = { optimizer, sharpness, testEvery: 5 };

  test("cut anywhere, it goes on bit for bit", async () => {
    const straight = await run(changes);
    expect(straight.outcome).toBe("finished");
    for (const cut of cuts) {
      const found = straight.checkpoints.find(({ step }) => step === cut);
      if (!found) throw new Error(`There is no checkpoint at ${cut}.`);
      const checkpoint = await throughArchive(found);
      const resumed = await run({ ...changes, checkpoint });
      const rest = rowsFrom(straight.rows, cut);
      expect(resumed.rows.steps.step).toHaveLength(steps + 1 - cut);
      for (const table of tableNames)
        if (rest[table].step.length > 0)
          expect(resumed.rows[table], `${table} from ${cut}`).toEqual(
            rest[table],
          );
      expect(resumed.events.at(-1)).toEqual(straight.events.at(-1));
    }
  });

  test("stopped in the middle of a measurement, it goes on bit for bit", async () => {
    const unheard = { onProduct: () => undefined };
    const straight = await run(changes, unheard);
    let products = 0;
    const onProduct = (stop: () => void) => {
      if (++products === 500) stop();
    };
    const cut = await run(changes, { onProduct });
    expect(cut.outcome).toBe("stopped");
    const last = cut.checkpoints.at(-1);
    if (!last) throw new Error("A stop leaves a checkpoint.");
    const checkpoint = await throughArchive(last);
    const resumed = await run({ ...changes, checkpoint }, unheard);
    for (const table of tableNames)
      expect(resumed.rows[table]).toEqual(
        rowsFrom(straight.rows, last.step)[table],
      );
  });
});

test("in float32 on TensorFlow it goes on within 1e-6 over ten steps", async () => {
  const changes: Changes = {
    precision: "float32",
    sharpness: { every, k: 2 },
  };
  const backend = tensorflowBackend as unknown as () => Backend<never>;
  const straight = await run({ ...changes, steps: 360 }, { backend });
  const found = straight.checkpoints.find(({ step }) => step === 350);
  if (!found) throw new Error("There is no checkpoint.");
  const checkpoint = await throughArchive(found);
  const resumed = await run(
    { ...changes, steps: 360, checkpoint },
    { backend },
  );
  const rest = rowsFrom(straight.rows, 350);
  for (const name of ["loss", "gradNorm", "distance"])
    rest.steps[name].forEach((value, i) =>
      expect(Math.abs(resumed.rows.steps[name][i] / value - 1)).toBeLessThan(
        1e-6,
      ),
    );
  expect(resumed.rows.spectrum.step).toEqual([350, 357]);
});
