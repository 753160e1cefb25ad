import { ColumnBuffer } from "../series/column-buffer";
import type { RecordBatch } from "../series/columns";
import type { Score } from "../objective/objective";
import type { Measurement } from "../spectrum/meter";
import { sharpnessError } from "../spectrum/sharpness-error";
import {
  spectrumColumns,
  type SpectrumExtras,
  type SpectrumRecord,
} from "../measurements/sharpness";
import { stepColumns, type StepRow } from "../measurements/steps";
import { testColumns, type TestRecord } from "../measurements/test";
import { EventWatch, type WatchState } from "./events";
import { emptySummary, type RunSummary } from "./summary";
import type { RunEvent } from "./status";

export interface RecorderOptions extends SpectrumExtras {
  /** Eigenvalues for which there are columns. */
  eigenvalues: number;
  hasAccuracy: boolean;
  /** Parameters for which there are columns. */
  parameters: number;
  threshold: number;
  /** Of the objective. */
  precision: "float64" | "float32";
  /** How a sentence calls the threshold, e.g. "2/η". */
  thresholdName: string;
}

/** What a recorder carries from one batch to the next. */
export interface RecorderState {
  summary: RunSummary;
  hoverSum: number;
  hoverCount: number;
  /** As in the options. Missing in older checkpoints, whose runs have no such columns. */
  parameters?: number;
  /** As in the options. Missing in older checkpoints, whose runs have no such column. */
  certificate?: boolean;
  /** Missing in older checkpoints. */
  watch?: WatchState;
}

/** Collects the records of a run between two batches, and its summary over all of them. */
export class Recorder {
  readonly #options: RecorderOptions;
  readonly #steps: ColumnBuffer<StepRow>;
  readonly #spectrum: ColumnBuffer<SpectrumRecord>;
  readonly #test: ColumnBuffer<TestRecord>;
  readonly #watch: EventWatch;
  #events: RunEvent[] = [];
  #hoverSum = 0;
  #hoverCount = 0;
  #summary: RunSummary = { ...emptySummary };

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#watch = new EventWatch(options.thresholdName);
    this.#steps = new ColumnBuffer(
      stepColumns(options.hasAccuracy, options.parameters),
    );
    this.#spectrum = new ColumnBuffer(
      spectrumColumns(options.eigenvalues, options),
    );
    this.#test = new ColumnBuffer(testColumns(options.hasAccuracy));
  }

  step(row: StepRow) {
    const { step, loss, accuracy, seconds } = row;
    this.#steps.push(row);
    const s = this.#summary;
    s.step = step;
    s.seconds = seconds;
    if (s.initialLoss === null) s.spikes = s.rises = 0;
    s.initialLoss ??= loss;
    s.finalLoss = loss;
    s.accuracy = accuracy;
    if (s.minLoss === null || loss < s.minLoss) s.minLoss = loss;
    const seen = this.#watch.step(step, loss, row.lossError);
    this.#events.push(...seen.events);
    if (seen.isSpike && s.spikes !== undefined) s.spikes++;
    if (seen.isRise && s.rises !== undefined) s.rises++;
  }

  /**
   * Records a measurement; the first one at or above the threshold, to within its error, is the
   * crossing.
   * @param isMidpoint whether it was made between steps
   */
  measurement(step: number, isMidpoint: boolean, measured: Measurement) {
    const { values, converged } = measured;
    const { threshold, thresholdName, precision, certificate } = this.#options;
    this.#spectrum.push({ ...measured, step, isMidpoint });
    const s = this.#summary;
    if (!converged) s.unconverged++;
    if (certificate)
      s.uncertified =
        (s.uncertified ?? 0) + (measured.certificate === 1 ? 1 : 0);
    const sharpness = values[0];
    if (!Number.isFinite(sharpness)) return;
    s.initialSharpness ??= sharpness;
    s.finalSharpness = sharpness;
    s.maxSharpness = Math.max(s.maxSharpness ?? sharpness, sharpness);
    const error = sharpnessError(measured, threshold, precision);
    if (s.crossingStep === null) {
      if (sharpness < threshold - error) return;
      s.crossingStep = step;
      const message = `Sharpness reached ${thresholdName} at step ${step}.`;
      this.event("crossing", step, sharpness, message);
    }
    this.#hoverSum += sharpness / threshold;
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
    const numbers = this.#steps.size + this.#spectrum.size + this.#test.size;
    return numbers + this.#events.length;
  }

  /** All since the last call, and the summary so far. */
  take(): { batch: RecordBatch; events: RunEvent[]; summary: RunSummary } {
    const batch = {
      steps: this.#steps.take(),
      spectrum: this.#spectrum.take(),
      test: this.#test.take(),
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
      parameters: this.#options.parameters,
      certificate: this.#options.certificate,
      watch: this.#watch.state(),
    };
  }

  restore({ summary, hoverSum, hoverCount, watch }: RecorderState) {
    this.#summary = { ...summary };
    this.#hoverSum = hoverSum;
    this.#hoverCount = hoverCount;
    this.#watch.restore(watch, summary);
  }
}
