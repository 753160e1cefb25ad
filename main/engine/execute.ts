import type { Beginning } from "../../core/contract/engine";
import { LabFailure } from "../../core/errors";
import type { ExperimentSpec } from "../../core/experiment/spec";
import type { RunControl, RunUpdate } from "../../core/run/control";
import type { EngineInfo } from "../../core/run/summary";
import { executeFork } from "./execute-fork";
import {
  prepareRun,
  type PreparedRun,
  type PrepareOptions,
  type Surroundings,
} from "./prepare";

/**
 * Runs a valid experiment on this machine, from the start, from where it was left or from a step of another
 * run, and yields the runner's updates. `onStarted` is told what computes it before the first step.
 */
export async function* execute(
  spec: ExperimentSpec,
  options: Surroundings & {
    control: RunControl;
    onStarted: (engine: EngineInfo) => void | Promise<void>;
    beginning?: Beginning;
  },
): AsyncGenerator<RunUpdate> {
  const { control, onStarted, beginning } = options;
  const computed =
    beginning &&
    ("fork" in beginning
      ? { ...beginning.fork, precisionReason: asParent }
      : computedBy(beginning.engine));
  const run = computed
    ? await prepareContinuation(spec, computed, options, {
        fork: beginning && "fork" in beginning ? beginning.fork : null,
      })
    : await prepareRun(spec, options);
  try {
    await onStarted(run.engine);
    if (beginning && "fork" in beginning)
      yield* executeFork(run, spec, beginning, control);
    else yield* run.updates(control, beginning?.checkpoint);
  } finally {
    run.release();
  }
}

const asParent = "As the run that it was forked from.";

/** What a run began with. */
interface Origin {
  /** Of the data; null or undefined for a landscape. */
  digest?: string | null | undefined;
  /** Of the starting weights, where they came from a file. */
  weights?: string | undefined;
}

/** What must be the same when a run is gone on with. */
export interface Computed extends Origin {
  precision: EngineInfo["precision"];
  precisionReason: string;
}

export function computedBy(engine: EngineInfo): Computed {
  return { ...engine, digest: engine.data?.digest };
}

/**
 * Prepares a run to go on as it began.
 * @throws LabFailure `bad-experiment` where its data are no longer what they were
 */
export async function prepareContinuation(
  spec: ExperimentSpec,
  { precision, precisionReason, ...origin }: Computed,
  surroundings: Surroundings,
  options: PrepareOptions = {},
): Promise<PreparedRun> {
  const run = await prepareRun({ ...spec, precision }, surroundings, options);
  try {
    requireSame(computedBy(run.engine), origin);
  } catch (thrown) {
    run.release();
    throw thrown;
  }
  return { ...run, engine: { ...run.engine, precisionReason } };
}

/** @throws LabFailure `bad-experiment` where data or weights are no longer what a run began with */
export function requireSame(now: Origin, then: Origin) {
  const changed =
    (now.digest ?? null) !== (then.digest ?? null)
      ? "The data"
      : now.weights !== then.weights
        ? "The starting weights"
        : null;
  if (changed === null) return;
  throw new LabFailure({
    code: "bad-experiment",
    message: `${changed} have changed since the run started.`,
    hint: "Restore the original files, or start the experiment as a new run.",
  });
}
