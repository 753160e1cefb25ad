import type { Continuation } from "../../core/contract/engine";
import { LabFailure } from "../../core/errors";
import type { ExperimentSpec } from "../../core/experiment/spec";
import type { RunControl, RunUpdate } from "../../core/run/control";
import type { EngineInfo } from "../../core/run/summary";
import { prepareRun, type PreparedRun, type Surroundings } from "./prepare";

/**
 * Runs a valid experiment on this machine, from the start or from where it was left, and yields the
 * runner's updates. `onStarted` is told what computes it before the first step.
 */
export async function* execute(
  spec: ExperimentSpec,
  options: Surroundings & {
    control: RunControl;
    onStarted: (engine: EngineInfo) => void | Promise<void>;
    continuation?: Continuation;
  },
): AsyncGenerator<RunUpdate> {
  const { control, onStarted, continuation } = options;
  const run = continuation
    ? await prepareContinuation(spec, continuation, options)
    : await prepareRun(spec, options);
  try {
    await onStarted(run.engine);
    yield* run.updates(control, continuation?.checkpoint);
  } finally {
    run.release();
  }
}

/**
 * Prepares a run to go on as it began.
 * @throws LabFailure `bad-experiment` where its data are no longer what they were
 */
export async function prepareContinuation(
  spec: ExperimentSpec,
  { engine }: Pick<Continuation, "engine">,
  surroundings: Surroundings,
  options: { isViewed?: boolean } = {},
): Promise<PreparedRun> {
  const { precision } = engine;
  const run = await prepareRun({ ...spec, precision }, surroundings, options);
  try {
    requireSame(run.engine, engine);
  } catch (thrown) {
    run.release();
    throw thrown;
  }
  const { precisionReason } = engine;
  return { ...run, engine: { ...run.engine, precisionReason } };
}

type Origin = Pick<EngineInfo, "data" | "weights">;

/** @throws LabFailure `bad-experiment` where data or weights are no longer what a run began with */
export function requireSame(now: Origin, then: Origin) {
  const changed =
    now.data?.digest !== then.data?.digest
      ? "The data"
      : now.weights !== then.weights
        ? "The starting weights"
        : null;
  if (changed === null) return;
  throw new LabFailure({
    code: "bad-experiment",
    message: `${changed} are no longer those that the run began with.`,
    hint: "Put the files back as they were, or start the experiment as a new run.",
  });
}
