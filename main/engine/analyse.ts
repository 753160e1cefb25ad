import { setImmediate } from "node:timers/promises";
import type { AnalysisQuestion } from "../../core/contract/engine";
import { LabFailure } from "../../core/errors";
import { requireAnalysis } from "../../core/experiment/analysis-limit";
import { isConstant } from "../../core/optimizers/step-size";
import { kinks } from "../../core/experiment/kinks";
import { withWeightDecay } from "../../core/optimizers/weight-decay";
import type { RunControl } from "../../core/run/control";
import { rowCount } from "../../core/series/columns";
import { analyse, type Analysis } from "../../core/theory/analysis";
import { prepareContinuation } from "./execute";
import type { Surroundings } from "./prepare";

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
  const { spec, engine, wanted, crossing, runSteps } = question;
  const { optimizer } = spec;
  requireAnalysis(spec);
  const { stepSize } = optimizer;
  if (!isConstant(stepSize))
    throw new Error("An analysis needs one step size.");
  const run = await prepareContinuation(spec, { engine }, surroundings);
  try {
    let share = 0;
    const work = analyse({
      objective: withWeightDecay(run.objective, optimizer.weightDecay),
      theta: run.theta,
      stepSize,
      precision: run.engine.precision,
      crossing,
      from: wanted.from === "crossing" ? null : wanted.from,
      runSteps,
      steps: wanted.steps,
      kick: wanted.kick,
      kinks: kinks(spec.model),
      flows: wanted.flows,
      onProgress: (now) => (share = now),
    });
    let last = performance.now();
    for (;;) {
      const state = work.next();
      if (state.done) return requireRows(state.value);
      if (performance.now() - last < breatheEvery) continue;
      onProgress(share);
      await setImmediate();
      last = performance.now();
      if (control.request === "stop") {
        work.return(undefined as never);
        throw stopped();
      }
    }
  } finally {
    run.release();
  }
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
    message: "The analysis was stopped; nothing of it is kept.",
  });
}
