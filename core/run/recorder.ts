import { grouped } from "../text/grouped";
import { ColumnBuffer } from "../series/column-buffer";
import type { RecordBatch, TableName } from "../series/columns";
import type { Score } from "../objective/objective";
import type { CriticalSharpness } from "../spectrum/critical";
import type { Measurement } from "../spectrum/meter";
import { sharpnessError } from "../spectrum/sharpness-error";
import {
  spectrumColumns,
  type SpectrumExtras,
  type SpectrumRecord,
} from "../measurements/sharpness";
import type { RecordedColumn } from "../measurements/columns";
import {
  stepColumns,
  type StepExtras,
  type StepRow,
} from "../measurements/steps";
import {
  batchSharpnessColumns,
  type BatchSharpnessRecord,
} from "../measurements/batch-sharpness";
import { batchStepColumns, type BatchRow } from "../measurements/batch-steps";
import { testColumns, type TestRecord } from "../measurements/test";
import { EventWatch, type WatchState } from "./events";
import { emptySummary, type RunSummary } from "./summary";
import type { RunEvent } from "./status";

export interface RecorderOptions extends SpectrumExtras, StepExtras {
  /** Eigenvalues for which there are columns. */
  eigenvalues: number;
  /** Of the objective. */
  precision: "float64" | "float32";
  /** How a sentence calls the threshold, e.g. "2/η". */
  thresholdName: string;
  /** Whether the optimiser steps along more than the gradient. */
  hasMomentum: boolean;
  /** Batches of an epoch; null where each step uses all samples. */
  stepsPerEpoch: number | null;
}

/** What a recorder carries from one batch to the next. */
export interface RecorderState {
  summary: RunSummary;
  hoverSum: number;
  hoverCount: number;
  /**
   * Those that the run has had from its start; null where it has none yet. Missing in older checkpoints, see
   * `hadColumn`.
   */
  columns?: Partial<Record<TableName, readonly string[]>> | null;
  /** In older checkpoints: how many parameters have columns; none where it is missing. */
  parameters?: number;
  /** In older checkpoints: whether there is a column of this name; none where it is missing. */
  certificate?: boolean;
  /** Missing in older checkpoints. */
  watch?: WatchState;
}

/** The columns of runs that began before checkpoints had a list of them. */
const olderColumns: Partial<Record<TableName, RegExp>> = {
  steps: /^(step|loss|gradNorm|directional|distance|accuracy|seconds)$/,
  spectrum:
    /^(step|(lambda|residual|overlap|smallest|smallestResidual)\d+|midpoint|trace|traceError|products|converged)$/,
  test: /^(step|loss|accuracy)$/,
};

/**
 * Whether a run has had a column from its start. The first rows of a table fix its columns: a run that an
 * earlier version began goes on without those that are new.
 */
function hadColumn(
  { columns, parameters = 0, certificate = false }: RecorderState,
  table: TableName,
  name: string,
): boolean {
  if (columns === null) return true;
  if (columns) return columns[table]?.includes(name) ?? false;
  const [, parameter] = /^theta(\d)$/.exec(name) ?? [];
  if (parameter) return Number(parameter) <= parameters;
  if (name === "certificate") return certificate;
  return olderColumns[table]?.test(name) ?? false;
}

/** Collects the records of a run between two batches, and its summary over all of them. */
export class Recorder {
  readonly #options: RecorderOptions;
  readonly #steps: ColumnBuffer<StepRow>;
  readonly #spectrum: ColumnBuffer<SpectrumRecord>;
  readonly #test: ColumnBuffer<TestRecord>;
  readonly #batch: ColumnBuffer<BatchSharpnessRecord>;
  readonly #batchSteps: ColumnBuffer<BatchRow>;
  readonly #watch: EventWatch;
  #events: RunEvent[] = [];
  #hoverSum = 0;
  #hoverCount = 0;
  #summary: RunSummary = { ...emptySummary };

  /** @param before of the checkpoint from which the run goes on */
  constructor(options: RecorderOptions, before?: RecorderState) {
    const { hasAccuracy, eigenvalues, hasMomentum } = options;
    this.#options = options;
    this.#watch = new EventWatch(options.thresholdName);
    const bufferOf = <R>(table: TableName, columns: RecordedColumn<R>[]) =>
      new ColumnBuffer(
        before
          ? columns.filter(({ name }) => hadColumn(before, table, name))
          : columns,
      );
    this.#steps = bufferOf("steps", stepColumns(options));
    this.#spectrum = bufferOf(
      "spectrum",
      spectrumColumns(eigenvalues, options),
    );
    this.#test = bufferOf("test", testColumns(hasAccuracy));
    this.#batch = bufferOf("batch", batchSharpnessColumns(hasMomentum));
    this.#batchSteps = bufferOf("batchSteps", [...batchStepColumns]);
    if (before) this.#restore(before);
    // A fork may have other batches than the run before it.
    const { stepsPerEpoch } = options;
    if (stepsPerEpoch === null) delete this.#summary.stepsPerEpoch;
    else this.#summary.stepsPerEpoch = stepsPerEpoch;
  }

  step(row: StepRow) {
    const { step, loss, accuracy, seconds } = row;
    this.#steps.push(row);
    const s = this.#summary;
    s.step = step;
    s.seconds = seconds;
    // Between two evaluations of the full loss it may have risen unseen.
    const { hasBatches } = this.#options;
    if (s.initialLoss === null) {
      s.spikes = 0;
      if (!hasBatches) s.rises = 0;
    }
    s.initialLoss ??= loss;
    s.finalLoss = loss;
    s.accuracy = accuracy;
    if (s.minLoss === null || loss < s.minLoss) s.minLoss = loss;
    const seen = this.#watch.step(step, loss, row.lossError, !hasBatches);
    this.#events.push(...seen.events);
    if (seen.isSpike && s.spikes !== undefined) s.spikes++;
    if (seen.isRise && s.rises !== undefined) s.rises++;
  }

  /** Records the batch of a step. */
  batchStep(row: BatchRow) {
    this.#batchSteps.push(row);
    this.#summary.step = row.step;
    this.#summary.seconds = row.seconds;
  }

  batchSharpness(record: BatchSharpnessRecord) {
    this.#batch.push(record);
    const { sharpness } = record;
    if (Number.isFinite(sharpness))
      this.#summary.finalBatchSharpness = sharpness;
  }

  /**
   * Records a measurement; the first one at or above the threshold, to within its error, is the
   * crossing.
   * @param isMidpoint whether it was made between steps
   * @param threshold of the step; null where the optimiser has none
   */
  measurement(
    step: number,
    isMidpoint: boolean,
    measured: Measurement,
    threshold: number | null,
    critical: CriticalSharpness | null = null,
  ) {
    const { values, converged } = measured;
    const { thresholdName, precision, variesThreshold } = this.#options;
    this.#spectrum.push({ ...measured, step, isMidpoint, threshold, critical });
    const s = this.#summary;
    if (!converged) s.unconverged++;
    if (this.#spectrum.names.includes("certificate"))
      s.uncertified =
        (s.uncertified ?? 0) + (measured.certificate === 1 ? 1 : 0);
    const sharpness = values[0];
    if (!Number.isFinite(sharpness)) return;
    s.initialSharpness ??= sharpness;
    s.finalSharpness = sharpness;
    s.maxSharpness = Math.max(s.maxSharpness ?? sharpness, sharpness);
    if (threshold === null) return;
    const ratio = sharpness / threshold;
    if (variesThreshold) {
      s.finalThreshold = Number.isFinite(threshold) ? threshold : null;
      s.maxRatio = Math.max(s.maxRatio ?? ratio, ratio);
    }
    const error = sharpnessError(measured, threshold, precision);
    if (s.crossingStep === null) {
      if (sharpness < threshold - error) return;
      s.crossingStep = step;
      const message = `Sharpness reached ${thresholdName} at step ${grouped(step)}.`;
      this.event("crossing", step, sharpness, message);
    }
    this.#hoverSum += ratio;
    s.hover = this.#hoverSum / ++this.#hoverCount;
    const settling = this.#watch.measurement(step, sharpness, threshold, error);
    if (settling) this.#events.push(settling);
  }

  test(step: number, { loss, accuracy }: Score) {
    this.#test.push({ step, loss, accuracy });
    this.#summary.testLoss = loss;
    this.#summary.testAccuracy = accuracy;
  }

  /** The run has ended, so many seconds after it began. */
  end(seconds: number) {
    this.#summary.seconds = seconds;
  }

  event(kind: RunEvent["kind"], step: number, value: number, message: string) {
    this.#events.push({ kind, step, value, message });
  }

  get summary(): RunSummary {
    return { ...this.#summary };
  }

  /** Numbers and events since the last `take`. */
  get waiting() {
    const buffers = [
      this.#steps,
      this.#spectrum,
      this.#test,
      this.#batch,
      this.#batchSteps,
    ];
    return buffers.reduce((sum, { size }) => sum + size, this.#events.length);
  }

  /** All since the last call, and the summary so far. */
  take(): { batch: RecordBatch; events: RunEvent[]; summary: RunSummary } {
    const batch = {
      steps: this.#steps.take(),
      spectrum: this.#spectrum.take(),
      test: this.#test.take(),
      batch: this.#batch.take(),
      batchSteps: this.#batchSteps.take(),
    };
    const events = this.#events;
    this.#events = [];
    return { batch, events, summary: this.summary };
  }

  state(): RecorderState {
    return {
      summary: this.summary,
      hoverSum: this.#hoverSum,
      hoverCount: this.#hoverCount,
      columns: {
        steps: this.#steps.names,
        spectrum: this.#spectrum.names,
        test: this.#test.names,
        batch: this.#batch.names,
        batchSteps: this.#batchSteps.names,
      },
      watch: this.#watch.state(),
    };
  }

  #restore({ summary, hoverSum, hoverCount, watch }: RecorderState) {
    this.#summary = { ...summary };
    this.#hoverSum = hoverSum;
    this.#hoverCount = hoverCount;
    this.#watch.restore(watch, summary);
  }
}
