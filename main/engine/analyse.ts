import type { AnalysisQuestion } from "../../core/contract/engine";
import { LabFailure } from "../../core/errors";
import { requireAnalysis } from "../../core/experiment/analysis-limit";
import { isConstant } from "../../core/optimizers/step-size";
import { kinks } from "../../core/experiment/kinks";
import { withWeightDecay } from "../../core/optimizers/weight-decay";
import type { ExperimentSpec } from "../../core/experiment/spec";
import type { RunControl } from "../../core/run/control";
import { firstStep, type Fork } from "../../core/run/fork";
import { Replay } from "../../core/run/replay";
import { rowCount } from "../../core/series/columns";
import { analyse, type Analysis } from "../../core/theory/analysis";
import { drive } from "./drive";
import { computedBy, prepareContinuation } from "./execute";
import type { PreparedRun, Surroundings } from "./prepare";

/** Milliseconds between two moments for messages. */
const breatheEvery = 50;

/**
 * Works out self-stabilisation on a run.
 * @param onProgress hears the share that is done
 * @throws LabFailure as a run does; `bad-request` for another optimizer and where not even the first
 *   point can be measured; `stopped` when it is stopped
 */
export async function analyseRun(
  question: AnalysisQuestion,
  control: RunControl,
  surroundings: Surroundings,
  onProgress: (share: number) => void,
): Promise<Analysis> {
  const { spec, engine } = question;
  requireAnalysis(spec);
  const { stepSize } = spec.optimizer;
  if (!isConstant(stepSize))
    throw new Error("An analysis needs one step size.");
  const run = await prepareContinuation(
    spec,
    computedBy(engine),
    surroundings,
    { fork: question.fork },
  );
  try {
    let share = 0;
    const work = worked(question, run, stepSize, (now) => (share = now));
    const tell = () => onProgress(share);
    return requireRows(await drive(work, control, breatheEvery, stopped, tell));
  } finally {
    run.release();
  }
}

function* worked(
  question: AnalysisQuestion,
  run: PreparedRun,
  stepSize: number,
  onProgress: (share: number) => void,
): Generator<void, Analysis> {
  const { spec, fork, wanted, crossing, runSteps, landings } = question;
  const begin = firstStep(question);
  const known = landings.find(({ step }) => step === begin);
  return yield* analyse({
    objective: withWeightDecay(run.objective, spec.optimizer.weightDecay),
    begin,
    theta: known?.theta ?? (yield* firstTheta(run, spec, fork)),
    landings,
    stepSize,
    precision: run.engine.precision,
    crossing: crossing && Math.max(begin, crossing),
    from: wanted.from === "crossing" ? null : wanted.from,
    runSteps,
    steps: wanted.steps,
    kick: wanted.kick,
    kinks: kinks(spec.model),
    flows: wanted.flows,
    onProgress,
  });
}

/** The parameters with which a run begins: of a fork those at its step, by way of all before it. */
function* firstTheta(
  { objective, samples, theta }: PreparedRun,
  spec: ExperimentSpec,
  fork: Fork | null,
): Generator<void, Float64Array> {
  const replay = new Replay(spec, objective, theta, { fork, samples });
  while (replay.step < (fork?.step ?? 0)) {
    yield* replay.advance();
    yield;
  }
  return replay.state().theta;
}

/** An analysis without a row would be nothing to show. */
function requireRows(analysis: Analysis): Analysis {
  if (rowCount(analysis.columns) > 0) return analysis;
  throw new LabFailure({
    code: "bad-request",
    message:
      "There is nothing to analyse: the run has no step at which loss and sharpness are finite.",
    hint: "Choose a smaller step size or another start, and run it again.",
  });
}

function stopped() {
  return new LabFailure({
    code: "stopped",
    message: "The analysis was stopped; nothing of it was stored.",
  });
}
