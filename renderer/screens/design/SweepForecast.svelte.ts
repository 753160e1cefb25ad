/* eslint-disable svelte/prefer-svelte-reactivity -- Maps are replaced whole here, or looked up once. */
import { toLabError, type LabError } from "../../../core/errors";
import {
  forecastRuns,
  forecastSeconds,
  type Costs,
  type Span,
} from "../../../core/experiment/forecast";
import type { ExperimentSpec } from "../../../core/experiment/spec";
import type { Lab } from "../../lib/api";
import { basis, cadence } from "./DryRun.svelte";

/** More trials of up to three seconds each would be a run of their own. */
const mostTrials = 6;

/** How long the runs of a sweep take, by short trials of those that cost differently. */
export class SweepForecast {
  /** The trial that is made now, from 1, and how many there are; null when none is. */
  trial = $state.raw<{ number: number; of: number } | null>(null);
  error = $state.raw<LabError | null>(null);
  #costs = $state.raw<ReadonlyMap<string, Costs>>(new Map());

  constructor(private readonly lab: Lab) {}

  /**
   * Seconds of all runs; null before the trials that this takes. A kind of run that was not tried takes
   * between the least and the most of those that were.
   */
  of(specs: ExperimentSpec[], engines: number): Span | null {
    const kinds = kindsOf(specs);
    const tried = trialsOf(kinds).map(([key]) => this.#costs.get(key));
    if (tried.length === 0 || tried.includes(undefined)) return null;
    const between = envelope(tried as Costs[]);
    const runs = [...kinds].flatMap(([key, same]) =>
      same.map((spec) =>
        forecastSeconds(spec, this.#costs.get(key) ?? between),
      ),
    );
    return forecastRuns(runs, engines);
  }

  async make(specs: ExperimentSpec[]): Promise<void> {
    if (this.trial) return;
    this.error = null;
    const all = trialsOf(kindsOf(specs)).filter(
      ([key]) => !this.#costs.has(key),
    );
    try {
      for (const [i, [key, [spec]]] of all.entries()) {
        this.trial = { number: i + 1, of: all.length };
        const { costs } = await this.lab.queue.estimate(spec);
        this.#costs = new Map([...this.#costs, [key, costs]]);
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
  const span = (of: (one: Costs) => Span): Span => ({
    low: Math.min(...costs.map((one) => of(one).low)),
    high: Math.max(...costs.map((one) => of(one).high)),
  });
  return {
    step: span(({ step }) => step),
    measurement: span(({ measurement }) => measurement),
  };
}
