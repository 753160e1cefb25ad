import type { Estimate } from "../../../core/contract/engine";
import type { Costs } from "../../../core/experiment/forecast";
import type { ExperimentSpec } from "../../../core/experiment/spec";
import type { Lab } from "../../lib/api";
import { Task } from "../../lib/task.svelte";

/** What the first seconds in the engine said of an experiment, for as long as it is about this one. */
export class DryRun extends Task {
  #result = $state.raw<{
    about: string;
    cadence: string;
    estimate: Estimate;
  } | null>(null);

  constructor(private readonly lab: Lab) {
    super();
  }

  /** The estimate for an experiment, null where none was made or what it rests on has changed. */
  of(spec: ExperimentSpec): Estimate | null {
    return this.#result?.about === basis(spec) ? this.#result.estimate : null;
  }

  /** Times of its steps and measurements; null also where the cadence has changed since. */
  costsOf(spec: ExperimentSpec): Costs | null {
    const isSame = this.#result?.cadence === cadence(spec);
    return isSame ? (this.of(spec)?.costs ?? null) : null;
  }

  make(spec: ExperimentSpec): Promise<void> {
    return this.once(async () => {
      const estimate = await this.lab.queue.estimate(spec);
      const [about, pace] = [basis(spec), cadence(spec)];
      this.#result = { about, cadence: pace, estimate };
    });
  }
}

/** Measured at every step, a measurement cannot be told from a step. */
export function cadence({ measure, batch }: ExperimentSpec): string {
  return JSON.stringify([
    measure.sharpness.every,
    measure.test.every,
    measure.batchSharpness?.every,
    batch?.lossEvery,
  ]);
}

/** What times and curvature at the start depend on: not on step size, steps, name or cadence. */
export function basis(spec: ExperimentSpec): string {
  const { data, model, loss, precision, optimizer, batch, measure } = spec;
  const method = { ...optimizer, stepSize: 0 };
  const measured = [
    { ...measure.sharpness, every: 0 },
    measure.batchSharpness && { ...measure.batchSharpness, every: 0 },
    batch?.size,
  ];
  return JSON.stringify([data, model, loss, precision, method, measured]);
}
