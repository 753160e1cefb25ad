import type { RunOutcome } from "../contract/engine";
import type { ExperimentSpec } from "../experiment/spec";
import type { Linearization, Objective } from "../objective/objective";
import { SharpnessTracker } from "../spectrum/sharpness";
import { stabilityThreshold } from "../spectrum/thresholds";
import { addScaled, dot, norm } from "../vector";
import type { RunControl, RunHost, RunUpdate } from "./control";
import { DivergenceCheck } from "./halt";
import { Recorder } from "./recorder";

export interface RunInput {
  spec: Pick<ExperimentSpec, "optimizer" | "steps" | "lossTarget" | "measure">;
  objective: Objective;
  precision: "float64" | "float32";
  /** Parameters at step 0; they are changed in place. */
  theta: Float64Array;
  control: RunControl;
  host: RunHost;
}

/** Seconds between two batches, and between two moments for the host. */
const batchEvery = 0.1;
const breatheEvery = 0.03;

/**
 * Runs gradient descent and yields what it measures. Row t of the steps holds loss and |∇L| at θ_t
 * before the update, and the directional curvature of the step from t to t+1,
 * D_t = 2(L_{t+1} − L_t + η|g|²)/(η²|g|²): the loss falls in that step iff D_t < 2/η.
 */
export async function* runExperiment(
  input: RunInput,
): AsyncGenerator<RunUpdate> {
  const { spec, objective, theta, control, host } = input;
  const { stepSize } = spec.optimizer;
  const { every, k } = spec.measure.sharpness;
  const eigenvalues = Math.min(k, objective.size);
  const tracker = new SharpnessTracker(eigenvalues, input.precision, 0);
  const recorder = new Recorder(
    eigenvalues,
    stabilityThreshold(spec.optimizer),
  );
  const clock = new PausableClock(host);
  const gradient = new Float64Array(objective.size);
  let divergence: DivergenceCheck | null = null;
  let lastBatch = 0;
  let lastBreath = 0;
  let before: { loss: number; squaredNorm: number; seconds: number } | null =
    null;

  const breathIsDue = (now: number) => {
    if (now - lastBreath < breatheEvery) return false;
    lastBreath = now;
    return true;
  };

  const measure = async (step: number, at: Linearization) => {
    const measuring = tracker.measure(at);
    for (;;) {
      const state = measuring.next();
      if (state.done) return recorder.measurement(step, state.value);
      // A measurement may take many seconds; whoever stops the run does not wait for it.
      if (control.request === "stop") return;
      if (breathIsDue(clock.seconds)) await host.breathe();
    }
  };

  /** Row t−1 waits for the loss at t, which its directional curvature needs. */
  const recordBefore = (step: number, lossAfter: number) => {
    if (!before) return;
    const { loss, squaredNorm, seconds } = before;
    const directional =
      (2 * (lossAfter - loss + stepSize * squaredNorm)) /
      (stepSize ** 2 * squaredNorm);
    recorder.step(step - 1, loss, Math.sqrt(squaredNorm), directional, seconds);
  };

  for (let step = 0; ; step++) {
    let loss: number;
    if (step % every === 0) {
      const at = objective.linearize(theta);
      try {
        loss = at.loss;
        gradient.set(at.gradient);
        if (Number.isFinite(loss)) await measure(step, at);
      } finally {
        at.dispose();
      }
    } else loss = objective.evaluate(theta, gradient);

    const squaredNorm = dot(gradient, gradient);
    const parameterNorm = norm(theta);
    divergence ??= new DivergenceCheck(loss, parameterNorm);
    const diverged = divergence.reason(step, loss, squaredNorm, parameterNorm);
    recordBefore(step, loss);
    const seconds = clock.seconds;
    before = { loss, squaredNorm, seconds };

    let outcome: RunOutcome | null = null;
    if (diverged) {
      outcome = "diverged";
      recorder.event("diverged", step, loss, diverged);
    } else if (spec.lossTarget !== undefined && loss <= spec.lossTarget) {
      outcome = "finished";
      recorder.event(
        "loss-target",
        step,
        loss,
        `The loss reached its target at step ${step}.`,
      );
    } else if (step === spec.steps) {
      outcome = "finished";
      recorder.event(
        "finished",
        step,
        loss,
        `All ${step.toLocaleString("en-US")} steps are done.`,
      );
    } else if (control.request === "stop") {
      outcome = "stopped";
      recorder.event("stopped", step, loss, `Stopped at step ${step}.`);
    }

    if (outcome) {
      recorder.step(step, loss, Math.sqrt(squaredNorm), NaN, seconds);
      yield { type: "batch", ...recorder.take() };
      yield { type: "ended", outcome, summary: recorder.summary };
      return;
    }
    if (control.request === "pause") {
      clock.pause();
      if (recorder.hasRecords) yield { type: "batch", ...recorder.take() };
      yield { type: "paused" };
      await control.whilePaused();
      clock.resume();
      yield { type: "resumed" };
    } else if (seconds - lastBatch >= batchEvery && recorder.hasRecords) {
      lastBatch = seconds;
      yield { type: "batch", ...recorder.take() };
    }
    if (breathIsDue(seconds)) await host.breathe();
    addScaled(theta, -stepSize, gradient);
  }
}

/** Seconds since its creation, pauses left out. */
class PausableClock {
  readonly #host: RunHost;
  #start: number;
  #pausedAt = 0;

  constructor(host: RunHost) {
    this.#host = host;
    this.#start = host.now();
  }

  get seconds() {
    return this.#host.now() - this.#start;
  }

  pause() {
    this.#pausedAt = this.#host.now();
  }

  resume() {
    this.#start += this.#host.now() - this.#pausedAt;
  }
}
