import { setImmediate } from "node:timers/promises";
import type { AnalysisQuestion } from "../../core/contract/engine";
import { LabFailure } from "../../core/contract/errors";
import { kinks } from "../../core/model/kinks";
import { withWeightDecay } from "../../core/optimizer/weight-decay";
import type { RunControl } from "../../core/run/control";
import { analyse, type Analysis } from "../../core/theory/analysis";
import { prepareContinuation } from "./execute";
import type { Surroundings } from "./prepare";

/** Milliseconds between two moments for messages. */
const breatheEvery = 50;

/**
 * Works out self-stabilisation on a run.
 * @param onProgress hears the share that is done
 * @throws LabFailure as a run does; `bad-request` for another optimizer; `stopped` when it is stopped
 */
export async function analyseRun(
  question: AnalysisQuestion,
  control: RunControl,
  surroundings: Surroundings,
  onProgress: (share: number) => void,
): Promise<Analysis> {
  const { spec, engine, wanted, crossing, runSteps } = question;
  const { optimizer } = spec;
  if (optimizer.kind !== "gd")
    throw new LabFailure({
      code: "bad-request",
      message: `Self-stabilisation is a theory of plain gradient descent; this run used ${optimizer.kind}.`,
      hint: "Clone the run with the optimiser gradient descent and analyse that.",
    });
  const run = await prepareContinuation(spec, { engine }, surroundings);
  try {
    let share = 0;
    const work = analyse({
      objective: withWeightDecay(run.objective, optimizer.weightDecay),
      theta: run.theta,
      stepSize: optimizer.stepSize,
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
      if (state.done) return state.value;
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

function stopped() {
  return new LabFailure({
    code: "stopped",
    message: "The analysis was stopped; nothing of it is kept.",
  });
}
