import { grouped } from "../text/grouped";
import type { RunSummary } from "./summary";
import type { RunEvent } from "./status";

/** A loss this many times the smallest one so far is on a spike. */
const spikeHeight = 2;
/** More of one kind than this would be a carpet. All are counted. */
const mostSpikes = 20;
/** How far the mean of a swing may be from the threshold, and the fewest measurements of one. */
const settledWithin = 0.1;
const fewestOfSwing = 10;

/** What is carried from row to row. Plain data without NaN and infinities: it is stored as JSON. */
export interface WatchState {
  /** Loss and step of the last row. */
  last: { step: number; loss: number } | null;
  hasRisen: boolean;
  /** The smallest loss so far. */
  least: number | null;
  /** The highest row of the spike going on. */
  peak: { step: number; loss: number } | null;
  spikes: number;
  /** Sharpness/threshold since it last came up to 1; null before the crossing. */
  swing: { count: number; sum: number; isAbove: boolean } | null;
  hasSettled: boolean;
}

const beginning: Readonly<WatchState> = {
  last: null,
  hasRisen: false,
  least: null,
  peak: null,
  spikes: 0,
  swing: null,
  hasSettled: false,
};

/**
 * Finds what is worth marking on the curves besides the crossing and the end:
 *
 * - `first-rise`: the first step t with L_{t+1} > L_t.
 * - `spike`: the loss was above twice the smallest loss so far and has come down again; the event is
 *   at its highest step.
 * - `settling`: after the crossing, sharpness has fallen below the threshold and come up to it again,
 *   at least ten measurements after it last did, and its mean over that swing is within 10 % of the
 *   threshold.
 *
 * Differences within the rounding errors of what is compared do not count.
 */
export class EventWatch {
  readonly #thresholdName: string;
  #state: WatchState = { ...beginning };

  /** @param thresholdName how a sentence calls the threshold, e.g. "2/η" */
  constructor(thresholdName: string) {
    this.#thresholdName = thresholdName;
  }

  /**
   * Looks at the next row. `isSpike` says that one is over, whether it became an event or not,
   * `isRise` that the loss is above that of the row before.
   * @param error how far rounding may put the loss off
   * @param isEvery whether there is a row for every step: else a rise between two rows is not that of a step
   */
  step(
    step: number,
    loss: number,
    error: number,
    isEvery = true,
  ): { events: RunEvent[]; isSpike: boolean; isRise: boolean } {
    const state = this.#state;
    const events: RunEvent[] = [];
    const { last } = state;
    // The lower of two losses has no larger error than the higher one.
    const isRise = isEvery && last !== null && loss - last.loss > 2 * error;
    if (!state.hasRisen && last && isRise) {
      state.hasRisen = true;
      events.push({
        kind: "first-rise",
        step: last.step,
        value: last.loss,
        message: `The loss rose for the first time in the step after ${grouped(last.step)}.`,
      });
    }
    state.last = { step, loss };
    const spike = this.#spike(step, loss, error);
    if (spike && ++state.spikes <= mostSpikes) events.push(spike);
    return { events, isSpike: spike !== null, isRise };
  }

  /**
   * Looks at the next measurement from the crossing on.
   * @param error how far below its value the sharpness may have been measured
   */
  measurement(
    step: number,
    sharpness: number,
    threshold: number,
    error: number,
  ): RunEvent | null {
    const state = this.#state;
    if (state.hasSettled) return null;
    const ratio = sharpness / threshold;
    const isAbove = sharpness >= threshold - error;
    const swing = state.swing ?? { count: 0, sum: 0, isAbove: true };
    const isOver = isAbove && !swing.isAbove && swing.count >= fewestOfSwing;
    const mean = swing.sum / swing.count;
    state.swing = isOver
      ? { count: 1, sum: ratio, isAbove }
      : { count: swing.count + 1, sum: swing.sum + ratio, isAbove };
    if (!isOver || Math.abs(mean - 1) > settledWithin) return null;
    state.hasSettled = true;
    const averaged = `${mean.toFixed(2)} × ${this.#thresholdName}`;
    return {
      kind: "settling",
      step,
      value: mean * threshold,
      message: `Sharpness settled at step ${grouped(step)}: it fell, came back, and averaged ${averaged} over this cycle.`,
    };
  }

  state(): WatchState {
    return { ...this.#state };
  }

  /** Goes on from a state; without one, from what the summary of an older run tells. */
  restore(state: WatchState | undefined, summary: RunSummary) {
    this.#state = state
      ? { ...state }
      : {
          ...beginning,
          least: summary.minLoss,
          // Whether it has cannot be known any more.
          hasRisen: true,
          hasSettled: summary.crossingStep !== null,
        };
  }

  #spike(step: number, loss: number, error: number): RunEvent | null {
    const state = this.#state;
    const least = (state.least ??= loss);
    const isHigh = loss > spikeHeight * least && loss - least > 2 * error;
    if (isHigh && least > 0) {
      if (!state.peak || loss > state.peak.loss) state.peak = { step, loss };
      return null;
    }
    const { peak } = state;
    state.peak = null;
    if (loss < least) state.least = loss;
    if (!peak) return null;
    const times = peak.loss / least;
    return {
      kind: "spike",
      step: peak.step,
      value: peak.loss,
      message: `The loss spiked at step ${grouped(peak.step)}, to ${inWords(times)} times its smallest value so far.`,
    };
  }
}

/** "2.5", "1,234", "8.3 × 10¹⁶". */
function inWords(times: number): string {
  if (times < 100) return times.toPrecision(2);
  if (times < 1e6) return grouped(Math.round(times));
  const [digits, exponent] = times.toExponential(1).split("e+");
  const raised = exponent.replace(
    /\d/g,
    (digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)],
  );
  return `${digits} × 10${raised}`;
}
