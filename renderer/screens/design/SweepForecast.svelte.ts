/* eslint-disable svelte/prefer-svelte-reactivity -- Maps are replaced whole here, or looked up once. */
import { toLabError, type LabError } from "../../../core/errors";
import {
  forecastRuns,
  forecastSeconds,
  type Costs,
  type Span,
} from "../../../core/experiment/forecast";
import type { ExperimentSpec } from "../../../core/experiment/spec";
import { forecastAsked } from "../../../core/theory/duration";
import type { Lab } from "../../lib/api";
import { basis, cadence } from "./DryRun.svelte";

/** More trials of up to three seconds each would be a run of their own. */
const mostTrials = 6;

/** What a short trial of a run showed. */
interface Trial {
  costs: Costs;
  parameters: number;
}

/** How long the runs of a sweep take, by short trials of those that cost differently. */
export class SweepForecast {
  /** The trial that is made now, from 1, and how many there are; null when none is. */
  trial = $state.raw<{ number: number; of: number } | null>(null);
  error = $state.raw<LabError | null>(null);
  #trials = $state.raw<ReadonlyMap<string, Trial>>(new Map());

  constructor(private readonly lab: Lab) {}

  /**
   * Seconds of all runs; null before the trials that this takes. A kind of run that was not tried takes
   * between the least and the most of those that were.
   */
  of(specs: ExperimentSpec[], engines: number): Span | null {
    const kinds = kindsOf(specs);
    const tried = this.#tried(kinds);
    if (!tried) return null;
    const between = envelope(tried.map(({ costs }) => costs));
    const runs = [...kinds].flatMap(([key, same]) =>
      same.map((spec) =>
        forecastSeconds(spec, this.#trials.get(key)?.costs ?? between),
      ),
    );
    return forecastRuns(runs, engines);
  }

  /**
   * Seconds of all the analyses that the runs ask for, which wait for one another; null where they ask for
   * none and before the trials. One of a kind that was not tried takes what it would with any that was.
   */
  analysesOf(specs: ExperimentSpec[]): Span | null {
    const kinds = kindsOf(specs);
    const tried = this.#tried(kinds);
    if (!tried) return null;
    const all = [...kinds].flatMap(([key, same]) => {
      const own = this.#trials.get(key);
      return same.flatMap((spec) => {
        const spans = (own ? [own] : tried).flatMap(
          ({ costs, parameters }) =>
            forecastAsked(spec, costs, parameters) ?? [],
        );
        return spans.length > 0 ? [around(spans)] : [];
      });
    });
    if (all.length === 0) return null;
    const sum = (end: keyof Span) =>
      all.reduce((total, span) => total + span[end], 0);
    return { low: sum("low"), high: sum("high") };
  }

  /** The trials of some kinds of run; null while any is missing. */
  #tried(kinds: Map<string, ExperimentSpec[]>): Trial[] | null {
    const tried = trialsOf(kinds).map(([key]) => this.#trials.get(key));
    return tried.length === 0 || tried.includes(undefined)
      ? null
      : (tried as Trial[]);
  }

  async make(specs: ExperimentSpec[]): Promise<void> {
    if (this.trial) return;
    this.error = null;
    const all = trialsOf(kindsOf(specs)).filter(
      ([key]) => !this.#trials.has(key),
    );
    try {
      for (const [i, [key, [spec]]] of all.entries()) {
        this.trial = { number: i + 1, of: all.length };
        const { costs, parameters } = await this.lab.queue.estimate(spec);
        const trial = { costs, parameters };
        this.#trials = new Map([...this.#trials, [key, trial]]);
      }
    } catch (thrown) {
      this.error = toLabError(thrown);
    } finally {
      this.trial = null;
    }
  }
}

/** The runs by what their times depend on: not on their seeds. */
function kindsOf(specs: ExperimentSpec[]): Map<string, ExperimentSpec[]> {
  const kinds = new Map<string, ExperimentSpec[]>();
  for (const spec of specs) {
    const key = (basis(spec) + cadence(spec)).replaceAll(/"seed":\d+/g, "");
    const same = kinds.get(key);
    if (same) same.push(spec);
    else kinds.set(key, [spec]);
  }
  return kinds;
}

/** The kinds to be tried: all, or some of them from the first to the last. */
function trialsOf(kinds: Map<string, ExperimentSpec[]>) {
  const all = [...kinds];
  const count = Math.min(mostTrials, all.length);
  return Array.from(
    { length: count },
    (_, i) => all[Math.round((i * (all.length - 1)) / Math.max(1, count - 1))],
  );
}

/** From the least to the most of several costs. */
function envelope(costs: Costs[]): Costs {
  const ofBatches = costs.flatMap(({ batchSharpness }) => batchSharpness ?? []);
  return {
    step: around(costs.map(({ step }) => step)),
    measurement: around(costs.map(({ measurement }) => measurement)),
    ...(ofBatches.length > 0 && { batchSharpness: around(ofBatches) }),
  };
}

function around(spans: Span[]): Span {
  return {
    low: Math.min(...spans.map(({ low }) => low)),
    high: Math.max(...spans.map(({ high }) => high)),
  };
}
