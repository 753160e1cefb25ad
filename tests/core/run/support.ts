import type { ExperimentInput } from "../../../core/experiment/spec";
import { requireExperiment } from "../../../core/experiment/validate";
import type {
  Objective,
  Samples,
  Scored,
} from "../../../core/objective/objective";
import { unitRoundoff } from "../../../core/rounding";
import type { Checkpoint } from "../../../core/run/checkpoint";
import { RunControl, type RunUpdate } from "../../../core/run/control";
import { runExperiment } from "../../../core/run/runner";
import type { TableName } from "../../../core/series/columns";
import { golden, testHost } from "../support";

/** ½Σ λ_i θ_i². */
export function quadratic(eigenvalues: number[]): Objective {
  let last = NaN;
  const loss = (theta: Float64Array) =>
    (last = theta.reduce((sum, x, i) => sum + (eigenvalues[i] * x * x) / 2, 0));
  const product = (v: Float64Array) => v.map((x, i) => eigenvalues[i] * x);
  return {
    size: eigenvalues.length,
    accuracy: null,
    get lossError() {
      return 4 * unitRoundoff.float64 * Math.abs(last);
    },
    evaluate(theta, gradient) {
      gradient.set(product(theta));
      return loss(theta);
    },
    linearize: (theta) => ({
      loss: loss(theta),
      gradient: product(theta),
      hvp: product,
      third: (v) => v.map(() => 0),
      dispose: () => undefined,
    }),
  };
}

export interface Changes {
  optimizer?: ExperimentInput["optimizer"];
  stepSize?: number;
  steps?: number;
  lossTarget?: number;
  sharpness?: NonNullable<ExperimentInput["measure"]>["sharpness"];
  every?: number;
  k?: number;
  test?: Scored;
  testEvery?: number;
  divergence?: ExperimentInput["divergence"];
  lossScale?: number;
  precision?: "float64" | "float32";
  checkpoint?: Checkpoint;
  checkpoints?: ExperimentInput["checkpoints"];
  batch?: ExperimentInput["batch"];
  batchSharpness?: NonNullable<ExperimentInput["measure"]>["batchSharpness"];
  samples?: Samples | null;
}

/** A run of an objective, with its control and a clock that the test moves. */
export function start(
  objective: Objective,
  theta: Float64Array,
  changes: Changes = {},
) {
  const { stepSize = 0.2, steps = 50, lossTarget, every = 10, k = 1 } = changes;
  const spec = requireExperiment({
    ...golden,
    optimizer: changes.optimizer ?? { kind: "gd", stepSize },
    steps,
    measure: {
      sharpness: changes.sharpness ?? { every, k },
      test: { every: changes.testEvery ?? 10 },
      ...(changes.batchSharpness && { batchSharpness: changes.batchSharpness }),
    },
    ...(changes.batch && { batch: changes.batch }),
    ...(lossTarget === undefined ? {} : { lossTarget }),
    ...(changes.divergence && { divergence: changes.divergence }),
    ...(changes.checkpoints && { checkpoints: changes.checkpoints }),
  });
  const control = new RunControl();
  const host = testHost();
  const updates = runExperiment({
    spec,
    objective,
    ...(changes.test && { test: changes.test }),
    ...(changes.samples && { samples: changes.samples }),
    precision: changes.precision ?? "float64",
    lossScale: changes.lossScale ?? 0,
    theta,
    control,
    host,
    ...(changes.checkpoint && { checkpoint: changes.checkpoint }),
  });
  return { updates, control, host };
}

export async function collect(updates: AsyncGenerator<RunUpdate>) {
  const all: RunUpdate[] = [];
  for await (const update of updates) all.push(update);
  const batches = all.filter((u) => u.type === "batch");
  const column = (table: TableName, name: string) =>
    batches.flatMap((b) => Array.from(b.batch[table][name]));
  const events = batches.flatMap((b) => b.events);
  const ended = all.at(-1);
  if (ended?.type !== "ended") throw new Error("It did not end.");
  return { all, column, events, ended };
}
