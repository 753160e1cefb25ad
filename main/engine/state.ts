import type {
  Eigenvectors,
  RunState,
  StateQuestion,
} from "../../core/contract/engine";
import { LabFailure } from "../../core/errors";
import type { Objective } from "../../core/objective/objective";
import { createOptimizer } from "../../core/optimizers/spec";
import { withWeightDecay } from "../../core/optimizers/weight-decay";
import type { RunControl } from "../../core/run/control";
import { Replay } from "../../core/run/replay";
import { SpectrumMeter } from "../../core/spectrum/meter";
import { preconditioned } from "../../core/spectrum/preconditioned";
import { addScaled } from "../../core/vector";
import { drive } from "./drive";
import { computedBy, prepareContinuation } from "./execute";
import type { PreparedRun, Surroundings } from "./prepare";

/** Milliseconds between two moments for messages. */
const breatheEvery = 50;

/**
 * Computes the parameters of a run at a step again, and the eigenvectors of a measurement on the way.
 * @throws LabFailure `bad-experiment` where the data or the weights are no longer those of the run, `stopped` when
 *   it is stopped
 */
export async function stateOf(
  question: StateQuestion,
  control: RunControl,
  surroundings: Surroundings,
  onProgress: (share: number) => void,
): Promise<RunState> {
  const run = await prepareContinuation(
    question.spec,
    computedBy(question.engine),
    surroundings,
    { fork: question.fork },
  );
  try {
    const work = follow(question, run);
    return await drive(work, control, breatheEvery, stopped, onProgress);
  } finally {
    run.release();
  }
}

function stopped() {
  return new LabFailure({
    code: "stopped",
    message: "The export was stopped; no file was written.",
  });
}

/** Yields the share of the way that is done. */
function* follow(
  question: StateQuestion,
  run: PreparedRun,
): Generator<number, RunState> {
  const { spec, step, measured, checkpoint, fork } = question;
  const { objective, samples, theta: start } = run;
  const replay = new Replay(spec, objective, start, { fork, samples });
  if (checkpoint) replay.restore({ ...checkpoint, seen: null });
  const from = replay.step;
  const states = new Map<number, ReturnType<Replay["state"]>>();
  const isWanted = (at: number) =>
    measured !== null && Math.abs(at - measured.step) <= 1;
  for (;;) {
    if (isWanted(replay.step)) states.set(replay.step, replay.state());
    if (replay.step >= step) break;
    const updating = replay.advance();
    while (!updating.next().done) yield shareOf(replay.step);
    yield shareOf(replay.step);
  }
  const { theta, seen } = replay.state();
  let eigen: Eigenvectors | null = null;
  if (measured) {
    const here = states.get(measured.step);
    if (!here) throw new Error("The measurement is not on the way.");
    const around = [-1, 0, 0, 1].map(
      (by) => states.get(measured.step + by)?.theta ?? here.theta,
    );
    const work = eigenvectors(
      question,
      run,
      here,
      measured.isMidpoint ? mean(around) : here.theta,
    );
    for (;;) {
      const state = work.next();
      if (state.done) {
        eigen = { step: measured.step, ...state.value };
        break;
      }
      yield 1;
    }
  }
  return { theta, seen, eigen };

  function shareOf(at: number) {
    return (at - from) / Math.max(1, step - from);
  }
}

function mean(points: readonly Float64Array[]): Float64Array {
  const sum = new Float64Array(points[0].length);
  for (const point of points) addScaled(sum, 1, point);
  return sum.map((x) => x / points.length);
}

/** At a point; P is that of the update from the state of the run. */
function* eigenvectors(
  { spec }: StateQuestion,
  { objective, engine }: PreparedRun,
  state: { theta: Float64Array; optimizer: Float64Array[] },
  point: Float64Array,
): Generator<void, Omit<Eigenvectors, "step">> {
  const { optimizer } = spec;
  const whole = withWeightDecay(objective, optimizer.weightDecay);
  const p = preconditioner(whole, spec, state);
  const { precision } = engine;
  const size = point.length;
  const meter = new SpectrumMeter(
    { ...spec.measure.sharpness, trace: false, smallest: 0 },
    { size, precision },
  );
  const at = whole.linearize(point);
  try {
    const operator = p ? preconditioned(at, p) : at;
    const { values, vectors } = yield* meter.measure(operator, null);
    const rows = new Float64Array(vectors.length * size);
    vectors.forEach((vector, i) => rows.set(vector, i * size));
    return { values: Float64Array.from(values), vectors: rows };
  } finally {
    at.dispose();
  }
}

function preconditioner(
  objective: Objective,
  spec: StateQuestion["spec"],
  state: { theta: Float64Array; optimizer: Float64Array[] },
) {
  const rule = createOptimizer(spec.optimizer, objective);
  if (!rule.preconditioner) return null;
  rule.restore(state.optimizer);
  const gradient = new Float64Array(state.theta.length);
  objective.evaluate(state.theta, gradient);
  return rule.preconditioner(gradient);
}
