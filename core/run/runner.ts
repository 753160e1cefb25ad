import type { ExperimentSpec } from "../experiment/spec";
import type {
  Linearization,
  Objective,
  Samples,
  Scored,
} from "../objective/objective";
import { unitRoundoff } from "../rounding";
import type { Optimizer } from "../optimizers/optimizer";
import {
  createOptimizer,
  optimizerOf,
  thresholdAt,
  thresholdCourse,
} from "../optimizers/spec";
import { isConstant, stepSizeAt } from "../optimizers/step-size";
import { withWeightDecay } from "../optimizers/weight-decay";
import {
  criticalSharpness,
  type CriticalSharpness,
} from "../spectrum/critical";
import { SpectrumMeter } from "../spectrum/meter";
import { preconditioned } from "../spectrum/preconditioned";
import { addScaled, dot, norm } from "../vector";
import { BatchSteps } from "./batch-steps";
import { Cadence } from "./cadence";
import { arraySize, type Checkpoint } from "./checkpoint";
import { PausableClock } from "./clock";
import type { BatchRow } from "../measurements/batch-steps";
import { mostParameterColumns, type StepRow } from "../measurements/steps";
import type { RunControl, RunHost, RunUpdate } from "./control";
import {
  directionalCurvature,
  realisedEdge,
  type StepTaken,
} from "./directional";
import { DivergenceWatch, endingOf, stopped, type Ending } from "./halt";
import { Recorder } from "./recorder";
import { Walk } from "./walk";

export interface RunInput {
  spec: Pick<
    ExperimentSpec,
    | "optimizer"
    | "batch"
    | "steps"
    | "lossTarget"
    | "divergence"
    | "measure"
    | "checkpoints"
  >;
  /** Without weight decay, which the optimiser of the experiment adds. */
  objective: Objective;
  /** The training samples; needed for mini-batches. */
  samples?: Samples | null;
  /** The test set, evaluated every `measure.test.every` steps. */
  test?: Scored | null;
  precision: "float64" | "float32";
  /** The scale of the loss; not known where it is left out. */
  lossScale?: number;
  /** Parameters at step 0; they are changed in place. */
  theta: Float64Array;
  control: RunControl;
  host: RunHost;
  /** Where to go on; the rows before it are recorded already. */
  checkpoint?: Checkpoint;
}

/**
 * Runs an optimiser and yields what it measures. Row t of the steps holds loss and |∇L| at θ_t before
 * the update, and the directional curvature of the step Δ = θ_{t+1} − θ_t,
 * D_t = 2(L_{t+1} − L_t − g·Δ)/|Δ|². Of gradient descent, Δ = −ηg, it is
 * 2(L_{t+1} − L_t + η|g|²)/(η²|g|²), and the loss falls in that step iff D_t < 2/η. It is NaN where
 * rounding hides it, see directional.ts. With weight decay w all of it, sharpness included, is of
 * L + ½w|θ|². Where the optimiser is preconditioned the eigenvalues at t are those of P^−½HP^−½ with the P
 * by which the update θ_t → θ_{t+1} divides.
 *
 * With mini-batches the update descends the loss of its batch. Loss, |∇L| and the spectrum are still those of all
 * samples, at cadences of their own; the loss of the batch and the curvature along its step have rows of their own,
 * for every step.
 */
export function runExperiment(input: RunInput): AsyncGenerator<RunUpdate> {
  return new Run(input).updates();
}

/** Seconds between two moments for the host. */
const breatheEvery = 0.03;

/** Numbers in checkpoints to be kept that make a batch due at once: 32 MB. */
const mostWaiting = 2 ** 22;

/** Row t−1, which waits for the loss at t; g·Δ and |Δ|² of the step from it, unless its batch has these. */
interface PendingRow {
  row: Row;
  taken: Omit<StepTaken, "change"> | null;
}

/** A row, of a run with mini-batches without loss and gradient where these were not evaluated. */
type Row = StepRow & { isEvaluated: boolean };

const notEvaluated = {
  loss: NaN,
  lossError: NaN,
  squaredGradNorm: NaN,
  accuracy: null,
};

/** What a measurement changes, as it was before. */
type Mark = Pick<Checkpoint, "spectrum" | "recorder">;

interface Arrival {
  row: Row;
  recorder: Recorder;
  mark: Mark | null;
  /** Why the run is over, if it is. */
  ending: Ending | null;
  /** Whether a stop cut short what was to be measured here. */
  isCut: boolean;
}

class Run {
  readonly #input: RunInput;
  readonly #objective: Objective;
  /** What updates descend where that is not the loss of all samples. */
  readonly #batches: BatchSteps | null;
  readonly #optimizer: Optimizer;
  readonly #walk: Walk;
  readonly #meter: SpectrumMeter;
  readonly #clock: PausableClock;
  /** Of what the update descends. */
  readonly #gradient: Float64Array;
  /** Of all samples; the same array where the update descends that. */
  readonly #fullGradient: Float64Array;
  /** Parameters that are recorded at every step. */
  readonly #parameters: number;
  #recorder: Recorder | null = null;
  readonly #divergence: DivergenceWatch;
  #before: PendingRow | null = null;
  readonly #cadence: Cadence;
  /** Checkpoints that the next batch hands over to be kept. */
  #kept: Checkpoint[] = [];
  #lastBreath: number;

  constructor(input: RunInput) {
    const { spec, precision, theta, host, checkpoint } = input;
    const { optimizer, measure } = spec;
    const seconds = checkpoint?.seconds ?? 0;
    this.#input = input;
    this.#objective = withWeightDecay(input.objective, optimizer.weightDecay);
    const { size } = this.#objective;
    this.#batches = batchStepsOf(input);
    this.#optimizer = createOptimizer(
      optimizer,
      this.#batches?.loss ?? this.#objective,
    );
    this.#walk = new Walk(theta, this.#optimizer);
    this.#meter = new SpectrumMeter(measure.sharpness, { size, precision });
    this.#gradient = new Float64Array(size);
    this.#fullGradient = this.#batches
      ? new Float64Array(size)
      : this.#gradient;
    this.#divergence = new DivergenceWatch(
      spec.divergence,
      input.lossScale ?? 0,
    );
    this.#parameters = size <= mostParameterColumns ? size : 0;
    this.#clock = new PausableClock(host, seconds);
    this.#cadence = new Cadence(seconds, checkpoint);
    this.#lastBreath = seconds;
    if (checkpoint) {
      this.#walk.resume(checkpoint.theta, checkpoint.earlier);
      this.#optimizer.restore(checkpoint.optimizer);
      this.#meter.restore(checkpoint.spectrum);
      this.#divergence.restore(checkpoint.divergence);
    }
  }

  async *updates(): AsyncGenerator<RunUpdate> {
    const { control, checkpoint } = this.#input;
    let isPaused = false;
    for (let step = checkpoint?.step ?? 0; ; step++) {
      const { row, recorder, mark, ending, isCut } = await this.#drive(
        this.#arrive(step),
      );
      const { seconds } = row;
      if (this.#isKept(row, ending)) this.#keep(this.#checkpoint(row, mark));
      // A last row without its measurement does not end the run, which can be continued from it.
      if (ending && !isCut) return yield* this.#end(row, ending, mark);
      if (control.request === "stop")
        return yield* this.#end(row, stopped(step), mark);
      if (step === 0) this.#warn(recorder);
      if (control.request === "pause") {
        this.#clock.pause();
        yield {
          ...this.#batch(recorder),
          checkpoint: this.#checkpoint(row, mark),
        };
        yield { type: "paused" };
        await control.whilePaused();
        this.#clock.resume();
        isPaused = true;
      } else if (this.#cadence.batchIsDue(seconds, recorder.waiting)) {
        const checkpoint = this.#cadence.checkpointIsDue(seconds)
          ? this.#checkpoint(row, mark)
          : null;
        if (checkpoint) this.#cadence.keep(checkpoint);
        if (checkpoint || recorder.waiting > 0 || this.#kept.length > 0)
          yield {
            ...this.#batch(recorder),
            ...(checkpoint && { checkpoint }),
          };
      }
      // The run may have been resumed during a single step.
      if (isPaused && control.request !== "pause") {
        isPaused = false;
        yield { type: "resumed" };
      }
      if (this.#breathIsDue(seconds)) await this.#input.host.breathe();
      const cut = await this.#drive(this.#advance(row, mark));
      if (cut) return yield* this.#end(row, stopped(step), mark, cut);
    }
  }

  /** Says before the first update that it will be long; the batch with that is due at once. */
  #warn(recorder: Recorder) {
    const { initialSharpness: sharpness } = recorder.summary;
    if (sharpness === null) return;
    const { optimizer } = this.#input.spec;
    const warning = optimizerOf(optimizer).warning?.(
      this.#stepSize(0),
      sharpness,
    );
    if (!warning) return;
    recorder.event(warning.kind, 0, warning.value, warning.message);
    this.#cadence.hurry();
  }

  /** Evaluates and measures at θ_t, and records what that completes. */
  *#arrive(step: number): Generator<void, Arrival> {
    const { spec, test, control } = this.#input;
    const { every, midpoint } = spec.measure.sharpness;
    const { theta } = this.#walk;
    const isMeasured = step % every === 0;
    const isTested = test && step % spec.measure.test.every === 0;
    const isBatchMeasured = this.#measuresBatches(step);
    const batchRow = this.#batches?.arrive(
      step,
      theta,
      this.#gradient,
      this.#clock.seconds,
    );
    const needsPoint = (isMeasured && !midpoint) || isBatchMeasured;
    const at = needsPoint ? this.#objective.linearize(theta) : null;
    try {
      const isEvaluated =
        at !== null || !spec.batch || step % spec.batch.lossEvery === 0;
      const score = isEvaluated ? this.#evaluate(theta, at) : notEvaluated;
      const recorder = (this.#recorder ??= this.#makeRecorder());
      const row: Row = {
        step,
        isEvaluated,
        ...score,
        directional: NaN,
        realisedEdge: NaN,
        ...this.#edgeAt(step),
        distance: this.#walk.distance,
        parameters: Array.from(theta.subarray(0, this.#parameters)),
        seconds: this.#clock.seconds,
      };
      this.#recordBefore(row);
      const mark =
        isMeasured || isTested || isBatchMeasured
          ? { spectrum: this.#meter.state(), recorder: recorder.state() }
          : null;
      const diverged = this.#hasDiverged(row, batchRow);
      const ending = endingOf(spec, row, diverged);
      if (ending) this.#complete(row, theta);
      const isFinite = Number.isFinite(
        row.isEvaluated ? row.loss : batchRow?.loss,
      );
      let isCut = false;
      if (isMeasured && isFinite) {
        const p = this.#preconditioner();
        // A midpoint comes after the update, where there is a step before and one after.
        if (at && !midpoint) isCut = !(yield* this.#measure(row, at, p, false));
        else if (step === 0 || ending)
          isCut = !(yield* this.#measureAt(row, theta, p, false));
      }
      if (at && isBatchMeasured && isFinite) {
        isCut ||= control.request === "stop";
        isCut ||= !(yield* this.#measureBatches(step, at));
      }
      if (isTested && isFinite) {
        isCut ||= control.request === "stop";
        if (!isCut) recorder.test(step, test.score(theta));
      }
      return { row, recorder, mark, ending, isCut };
    } finally {
      at?.dispose();
    }
  }

  /** Loss and gradient of all samples at θ. @param at the point, where it is known */
  #evaluate(theta: Float64Array, at: Linearization | null) {
    const gradient = this.#fullGradient;
    if (at) gradient.set(at.gradient);
    const loss = at?.loss ?? this.#objective.evaluate(theta, gradient);
    return {
      loss,
      lossError: this.#objective.lossError,
      squaredGradNorm: dot(gradient, gradient),
      accuracy: this.#objective.accuracy,
    };
  }

  /** Evaluates the loss on all samples for a row that would be without. */
  #complete(row: Row, theta: Float64Array) {
    if (row.isEvaluated) return;
    Object.assign(row, this.#evaluate(theta, null), { isEvaluated: true });
  }

  #hasDiverged(row: Row, batchRow: BatchRow | undefined): string | null {
    const length = norm(this.#walk.theta);
    const diverged = row.isEvaluated
      ? this.#divergence.look(row, length)
      : null;
    if (diverged !== null || !batchRow) return diverged;
    return this.#divergence.look(batchRow, length, true);
  }

  #measuresBatches(step: number): boolean {
    const { batchSharpness: wanted } = this.#input.spec.measure;
    return this.#batches !== null && wanted !== undefined
      ? step % wanted.every === 0
      : false;
  }

  /** False when a stop cut it short. */
  *#measureBatches(
    step: number,
    full: Linearization,
  ): Generator<void, boolean> {
    const { optimizer, measure } = this.#input.spec;
    if (!this.#batches || !measure.batchSharpness) return true;
    const { isPlain = false, isLong = false } = optimizerOf(optimizer);
    const done = yield* this.#untilStop(
      this.#batches.measure(
        {
          step,
          full,
          theta: this.#walk.theta,
          diagonal: this.#preconditioner(),
        },
        { optimizer: this.#optimizer, isPlain, isLong },
        measure.batchSharpness,
      ),
    );
    if (done) this.#recorder?.batchSharpness({ step, ...done.value });
    return done !== null;
  }

  /** θ_t → θ_{t+1}. Returns a checkpoint at t when a stop interrupted the update. */
  *#advance(row: Row, mark: Mark | null): Generator<void, Checkpoint | null> {
    const { spec } = this.#input;
    const { every, midpoint } = spec.measure.sharpness;
    const isMeasured = midpoint && row.step > 0 && row.step % every === 0;
    const mayBeCut = isMeasured || optimizerOf(spec.optimizer).isLong;
    const checkpoint = mayBeCut ? this.#checkpoint(row, mark) : null;
    const p = isMeasured ? this.#preconditioner() : null;
    const error = this.#positionError(this.#gradient);
    const updating = this.#walk.advance(this.#gradient, row.stepSize);
    if (updating && !(yield* this.#untilStop(updating))) return checkpoint;
    const event = this.#optimizer.event?.(row.step);
    if (event)
      this.#recorder?.event(event.kind, row.step, event.value, event.message);
    const batches = this.#batches;
    const geometry = this.#walk.geometry(
      this.#gradient,
      batches?.row?.squaredGradNorm ?? row.squaredGradNorm,
      optimizerOf(spec.optimizer).isPlain ? row.stepSize : null,
    );
    const taken = { ...geometry, error };
    this.#before = { row, taken: batches ? null : taken };
    const batchRow = batches?.leave(this.#walk.theta, taken);
    if (batchRow) this.#recorder?.batchStep(batchRow);
    if (!isMeasured) return null;
    const { midpoint: theta } = this.#walk;
    const measured = yield* this.#measureAt(row, theta, p, true);
    return measured ? null : checkpoint;
  }

  *#measureAt(
    row: StepRow,
    theta: Float64Array,
    p: Float64Array | null,
    isMidpoint: boolean,
  ): Generator<void, boolean> {
    const at = this.#objective.linearize(theta);
    try {
      return yield* this.#measure(row, at, p, isMidpoint);
    } finally {
      at.dispose();
    }
  }

  /** False when a stop cut it short. @param p diagonal of the preconditioner, if there is one */
  *#measure(
    row: StepRow,
    at: Linearization,
    p: Float64Array | null,
    isMidpoint: boolean,
  ): Generator<void, boolean> {
    const { step, threshold } = row;
    const operator = p ? preconditioned(at, p) : at;
    const done = yield* this.#untilStop(
      this.#meter.measure(operator, threshold),
    );
    if (!done) return false;
    let critical: CriticalSharpness | null = null;
    if (this.#input.spec.measure.sharpness.critical) {
      const found = yield* this.#untilStop(this.#critical(row));
      if (!found) return false;
      critical = found.value;
    }
    this.#recorder?.measurement(
      step,
      isMidpoint,
      done.value,
      threshold,
      critical,
    );
    return true;
  }

  /** Of the update from θ_t, which a copy of the optimiser makes. */
  *#critical({
    loss,
    lossError,
    stepSize,
  }: StepRow): Generator<void, CriticalSharpness> {
    const { theta } = this.#walk;
    const twin = createOptimizer(
      this.#input.spec.optimizer,
      this.#batches?.loss ?? this.#objective,
    );
    twin.restore(this.#optimizer.state());
    const delta = theta.slice();
    const updating = twin.update(delta, this.#gradient, stepSize);
    if (updating) yield* updating;
    addScaled(delta, -1, theta);
    return yield* criticalSharpness(this.#objective, {
      theta,
      delta,
      stepSize,
      loss,
      lossError: lossError + this.#positionError(this.#fullGradient),
      slope: dot(this.#fullGradient, delta),
    });
  }

  /** Runs work that may take many seconds; null when a stop interrupted it. */
  *#untilStop<T>(
    work: Generator<void, T>,
  ): Generator<void, { value: T } | null> {
    for (;;) {
      const state = work.next();
      if (state.done) return { value: state.value };
      if (this.#input.control.request !== "stop") yield;
      if (this.#input.control.request === "stop") {
        // Releases what it holds.
        work.return(undefined as never);
        return null;
      }
    }
  }

  /** Runs work to its end, with moments for the host. Most steps need none, and no promise. */
  #drive<T>(work: Generator<void, T>): T | Promise<T> {
    const state = work.next();
    return state.done ? state.value : this.#driveOn(work);
  }

  async #driveOn<T>(work: Generator<void, T>): Promise<T> {
    for (;;) {
      if (this.#breathIsDue(this.#clock.seconds))
        await this.#input.host.breathe();
      const state = work.next();
      if (state.done) return state.value;
    }
  }

  /** η and the threshold of the update from θ_t, whose gradient is there. */
  #edgeAt(step: number) {
    const stepSize = this.#stepSize(step);
    const gradNorm = norm(this.#gradient);
    const threshold = thresholdAt(this.#input.spec.optimizer, {
      stepSize,
      gradNorm,
    });
    return { stepSize, threshold };
  }

  #stepSize(step: number) {
    const { optimizer, steps } = this.#input.spec;
    return stepSizeAt(optimizer.stepSize, step, steps);
  }

  #preconditioner() {
    return this.#optimizer.preconditioner?.(this.#gradient) ?? null;
  }

  #breathIsDue(now: number) {
    if (now - this.#lastBreath < breatheEvery) return false;
    this.#lastBreath = now;
    return true;
  }

  #recordBefore(after: Row) {
    if (!this.#before) return;
    const { row, taken } = this.#before;
    this.#before = null;
    if (taken) {
      const whole = {
        ...taken,
        change: after.loss - row.loss,
        error: row.lossError + after.lossError + taken.error,
      };
      row.directional = directionalCurvature(whole);
      row.realisedEdge = realisedEdge(whole);
    }
    if (row.isEvaluated) this.#recorder?.step(row);
  }

  /**
   * How far the loss may be off because θ_t and θ_{t+1} are rounded, to float64 by the update and to the
   * precision of the objective: each parameter by u|θ_i|, in a direction of its own.
   */
  #positionError(gradient: Float64Array) {
    const { theta } = this.#walk;
    let sum = 0;
    for (let i = 0; i < theta.length; i++) {
      const term = theta[i] * gradient[i];
      sum += term * term;
    }
    return 2 * unitRoundoff[this.#input.precision] * Math.sqrt(sum);
  }

  async *#end(
    row: Row,
    { kind, message, outcome }: Ending,
    mark: Mark | null,
    checkpoint?: Checkpoint,
  ): AsyncGenerator<RunUpdate> {
    const recorder = this.#recorder;
    if (!recorder) return;
    if (outcome === "stopped" || !this.#cadence.hasCheckpoint)
      checkpoint ??= this.#checkpoint(row, mark);
    this.#complete(row, checkpoint?.theta ?? this.#walk.theta);
    const batchRow = this.#batches?.row;
    if (batchRow) recorder.batchStep(batchRow);
    recorder.step(row);
    recorder.end(this.#clock.seconds);
    recorder.event(kind, row.step, row.loss, message);
    yield {
      ...this.#batch(recorder),
      ...(checkpoint && { checkpoint }),
    };
    yield { type: "ended", outcome, summary: recorder.summary };
  }

  /** All that is to be stored since the last batch. */
  #batch(recorder: Recorder) {
    const kept = this.#kept;
    this.#kept = [];
    return {
      type: "batch" as const,
      ...recorder.take(),
      ...(kept.length > 0 && { kept }),
    };
  }

  /** Whether the checkpoint at a step stays in the archive; the last one does. The start is known without. */
  #isKept({ step, ...row }: Row, ending: Ending | null): boolean {
    const { checkpoints } = this.#input.spec;
    const loss = row.isEvaluated ? row.loss : this.#batches?.row?.loss;
    if (!checkpoints || step === 0 || !Number.isFinite(loss)) return false;
    return step % checkpoints.every === 0 || ending !== null;
  }

  #keep(checkpoint: Checkpoint) {
    this.#kept.push(checkpoint);
    if (arraySize(this.#kept) >= mostWaiting) this.#cadence.hurry();
  }

  #checkpoint({ step, seconds }: StepRow, mark: Mark | null): Checkpoint {
    const divergence = this.#divergence.state();
    if (!this.#recorder || !divergence)
      throw new Error("There is no checkpoint before the first evaluation.");
    const needsEarlier = this.#input.spec.measure.sharpness.midpoint;
    return {
      step,
      seconds,
      theta: this.#walk.theta.slice(),
      earlier: needsEarlier ? this.#walk.earlier.slice() : new Float64Array(),
      optimizer: this.#optimizer.state(),
      spectrum: mark?.spectrum ?? this.#meter.state(),
      recorder: mark?.recorder ?? this.#recorder.state(),
      divergence,
    };
  }

  #makeRecorder() {
    const { spec, checkpoint } = this.#input;
    const { optimizer, measure } = spec;
    const options = {
      ...measure.sharpness,
      eigenvalues: this.#meter.eigenvalues,
      smallest: this.#meter.smallest,
      hasAccuracy: (this.#batches?.loss ?? this.#objective).accuracy !== null,
      parameters: this.#parameters,
      hasThreshold: thresholdCourse(optimizer) !== "none",
      variesThreshold: thresholdCourse(optimizer) === "varies",
      variesStepSize: !isConstant(optimizer.stepSize),
      hasBatches: this.#batches !== null,
      stepsPerEpoch: this.#batches?.stepsPerEpoch ?? null,
      hasMomentum: !optimizerOf(optimizer).isPlain,
      precision: this.#input.precision,
      thresholdName: optimizerOf(optimizer).isPlain
        ? "2/η"
        : (optimizerOf(optimizer).thresholdName ?? "the threshold"),
    };
    return new Recorder(options, checkpoint?.recorder);
  }
}

/** @throws Error for mini-batches without samples, which validation refuses */
function batchStepsOf({ spec, samples }: RunInput): BatchSteps | null {
  if (!spec.batch) return null;
  if (!samples) throw new Error("There are no samples for mini-batches.");
  return new BatchSteps(spec.batch, samples, spec.optimizer.weightDecay);
}
