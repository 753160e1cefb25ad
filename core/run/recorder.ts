import { emptySummary, type RunEvent, type RunSummary } from "./summary";
import {
  spectrumColumns,
  stepColumns,
  type RecordBatch,
} from "../series/columns";
import { ColumnBuffer } from "../series/column-buffer";
import type { Eigenpairs } from "../spectrum/eigenpairs";

/** Collects the records of a run between two batches, and its summary over all of them. */
export class Recorder {
  readonly #steps = new ColumnBuffer(stepColumns);
  readonly #spectrum: ColumnBuffer;
  readonly #k: number;
  readonly #threshold: number;
  #events: RunEvent[] = [];
  #hoverSum = 0;
  #hoverCount = 0;
  readonly #summary: RunSummary = { ...emptySummary };

  constructor(k: number, threshold: number) {
    this.#spectrum = new ColumnBuffer(spectrumColumns(k));
    this.#k = k;
    this.#threshold = threshold;
  }

  /** `directional` is NaN where the loss after the step is not known. */
  step(
    step: number,
    loss: number,
    gradNorm: number,
    directional: number,
    seconds: number,
  ) {
    this.#steps.push(step, loss, gradNorm, directional, seconds);
    const s = this.#summary;
    s.step = step;
    s.seconds = seconds;
    s.initialLoss ??= loss;
    s.finalLoss = loss;
    if (s.minLoss === null || loss < s.minLoss) s.minLoss = loss;
  }

  /** Records a measurement; the first one at or above the threshold is the crossing. */
  measurement(step: number, pairs: Eigenpairs) {
    const { values, residuals, products, converged } = pairs;
    this.#spectrum.push(
      step,
      ...this.#padded(values),
      ...this.#padded(residuals),
      products,
      converged ? 1 : 0,
    );
    const s = this.#summary;
    if (!converged) s.unconverged++;
    const sharpness = values[0];
    if (!Number.isFinite(sharpness)) return;
    s.initialSharpness ??= sharpness;
    s.finalSharpness = sharpness;
    s.maxSharpness = Math.max(s.maxSharpness ?? sharpness, sharpness);
    if (s.crossingStep === null) {
      if (sharpness < this.#threshold) return;
      s.crossingStep = step;
      this.event(
        "crossing",
        step,
        sharpness,
        `Sharpness reached 2/η at step ${step}.`,
      );
    }
    this.#hoverSum += sharpness / this.#threshold;
    s.hover = this.#hoverSum / ++this.#hoverCount;
  }

  /** A measurement that broke down may have fewer values than wanted. */
  #padded(values: number[]) {
    return Array.from({ length: this.#k }, (_, i) => values[i] ?? NaN);
  }

  event(kind: RunEvent["kind"], step: number, value: number, message: string) {
    this.#events.push({ kind, step, value, message });
  }

  get summary(): RunSummary {
    return { ...this.#summary };
  }

  get hasRecords() {
    return this.#steps.length + this.#spectrum.length + this.#events.length > 0;
  }

  /** All since the last call, and the summary so far. */
  take(): { batch: RecordBatch; events: RunEvent[]; summary: RunSummary } {
    const batch = {
      steps: this.#steps.take(),
      spectrum: this.#spectrum.take(),
    };
    const events = this.#events;
    this.#events = [];
    return { batch, events, summary: this.summary };
  }
}
