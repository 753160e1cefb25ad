import { LabFailure } from "../../core/errors";
import type { ExperimentSpec } from "../../core/experiment/spec";
import type { Checkpoint } from "../../core/run/checkpoint";
import type { RunControl, RunUpdate } from "../../core/run/control";
import { legsOf, type ForkStart, type Leg } from "../../core/run/fork";
import { forkedCheckpoint } from "../../core/run/forked";
import { emptySummary } from "../../core/run/summary";
import { createOptimizer } from "../../core/optimizers/spec";
import { grouped } from "../../core/text/grouped";
import type { PreparedRun } from "./prepare";

/**
 * Does a run again up to the step of a fork, with its measurements, of which nothing is reported: what later
 * ones find depends on those before. Then goes on by the experiment of the fork. The first batch carries
 * the checkpoint that the fork begins with, to be kept and to go on from.
 * @param run the fork's; data, model, loss and precision are the same all the way
 */
export async function* executeFork(
  run: PreparedRun,
  spec: ExperimentSpec,
  { fork, checkpoint }: ForkStart<Checkpoint>,
  control: RunControl,
): AsyncGenerator<RunUpdate> {
  const legs = legsOf(fork);
  let at = checkpoint;
  for (const [i, leg] of legs.entries()) {
    // One that is known is of the last run before the fork.
    if (checkpoint && i < legs.length - 1) continue;
    const reached = yield* follow(run, leg, at, control);
    if (reached === "stopped") {
      yield { type: "ended", outcome: "stopped", summary: emptySummary };
      return;
    }
    at = reached && forked(run, reached, leg.spec, legs[i + 1]?.spec ?? spec);
  }
  const begin = at;
  let isFirst = true;
  for await (const update of run.updates(control, begin ?? undefined, spec)) {
    if (begin && isFirst && update.type === "batch") {
      isFirst = false;
      const { checkpoint: own = begin, kept = [] } = update;
      yield { ...update, checkpoint: own, kept: [begin, ...kept] };
    } else yield update;
  }
}

/** The checkpoint at the end of a leg; null at step 0, where there is none. */
async function* follow(
  run: PreparedRun,
  { until, spec }: Leg,
  from: Checkpoint | null,
  control: RunControl,
): AsyncGenerator<RunUpdate, Checkpoint | null | "stopped"> {
  if (until === 0 || from?.step === until) return from;
  const checkpoints = { every: until };
  const replay = { ...spec, checkpoints };
  for await (const update of run.updates(control, from ?? undefined, replay)) {
    if (update.type === "batch") {
      const reached = update.kept?.find(({ step }) => step === until);
      if (reached) return reached;
    } else if (update.type !== "ended") yield update;
    else if (update.outcome === "stopped") return "stopped";
  }
  throw new LabFailure({
    code: "engine",
    message: `The run was repeated up to step ${grouped(until)}, but it ended before that.`,
    hint: "It was computed by another version or on another machine; fork it at an earlier step.",
  });
}

function forked(
  { objective, engine }: PreparedRun,
  at: Checkpoint,
  before: ExperimentSpec,
  after: ExperimentSpec,
): Checkpoint {
  const fresh = createOptimizer(after.optimizer, objective);
  return forkedCheckpoint(at, before, after, fresh, engine.precision);
}
