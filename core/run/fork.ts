/** Forks: runs that go on from a step of another run, their parent, with some settings changed. */
import type { ExperimentSpec } from "../experiment/spec";
import { flowTimes } from "../optimizers/step-size";
import type { Kernels } from "./kernels";

/** All that a fork needs to know of the runs before it, so that it needs none of them. */
export interface Fork {
  /** The first step of its own, with the parameters that the parent had there. */
  step: number;
  parent: {
    name: string;
    /** Milliseconds since 1970, UTC. */
    createdAt: number;
    spec: ExperimentSpec;
  };
  /** Where the parent is a fork, what it went on from: from step 0 on, each up to a step. */
  earlier: Leg[];
  /** What all of them were computed in, and on which data; null for a landscape. */
  precision: "float64" | "float32";
  digest: string | null;
  /** SHA-256 of the starting weights, where they came from a file. */
  weights?: string;
  /** What computed them; missing in float64, and in forks of earlier versions. */
  kernels?: Kernels;
}

/** Steps by one experiment, up to `until`. */
export interface Leg {
  until: number;
  spec: ExperimentSpec;
}

/** What a fork begins with. */
export interface ForkStart<Checkpoint> {
  fork: Fork;
  /** The last one known of the parent at or before the step of the fork; null where it is done from step 0. */
  checkpoint: Checkpoint | null;
}

/** The way from step 0 to a fork; none for a run that is no fork. */
export function legsOf(fork: Fork | null): Leg[] {
  if (!fork) return [];
  return [...fork.earlier, { until: fork.step, spec: fork.parent.spec }];
}

/** The step of the first row of a run. */
export function firstStep({ fork }: { fork: Fork | null }): number {
  return fork?.step ?? 0;
}

/** The time Σ η that gradient flow would have run from step 0, at ascending steps `[n]` of the way of a run. */
export function flowTimesOf(
  { spec, fork }: { spec: ExperimentSpec; fork: Fork | null },
  at: Float64Array,
): Float64Array {
  const legs = [...legsOf(fork), { until: Infinity, spec }];
  const times = new Float64Array(at.length);
  let [begun, time, row] = [0, 0, 0];
  for (const { until, spec } of legs) {
    const count = at.subarray(row).findIndex((step) => step >= until);
    const end = count < 0 ? at.length : row + count;
    const wanted = [begun, ...at.subarray(row, end)];
    if (until < Infinity) wanted.push(until);
    const { optimizer, steps } = spec;
    const own = flowTimes(optimizer.stepSize, steps, Float64Array.from(wanted));
    const since = own.map((each) => time + (each - own[0]));
    times.set(since.subarray(1, 1 + end - row), row);
    [begun, time, row] = [until, since[since.length - 1], end];
  }
  return times;
}
