import type { RunDetail } from "../core/contract/api";
import { LabFailure } from "../core/errors";
import { requireForked } from "../core/experiment/forked";
import { isRunnable, type ExperimentSpec } from "../core/experiment/spec";
import { firstStep, legsOf } from "../core/run/fork";
import { kernelsOf } from "../core/run/kernels";
import { grouped } from "../core/text/grouped";
import type { Origin } from "./archive/runs";

/**
 * A fork of a run at a step: its experiment, and what it says of where it comes from.
 * @param changed the experiment of the run with other settings
 * @throws LabFailure `bad-request` for a step at which the run cannot be left, `bad-experiment` for a setting
 *   that a fork cannot change
 */
export function forkOf(
  parent: RunDetail,
  step: number,
  changed: unknown,
): { spec: ExperimentSpec; origin: Origin } {
  const { id, name, createdAt, engine, fork } = parent;
  if (!isRunnable(parent.spec))
    throw refusal(
      `Run ${id} was imported as curves of another program and cannot be computed.`,
      "Fork a run of Edge Lab.",
    );
  if (!engine || parent.rows.steps === 0)
    throw refusal(
      `Run ${id} has no steps yet, so there is nothing to fork.`,
      "Wait for its first one.",
    );
  requireStep(parent, step);
  const spec = requireForked(parent.spec, changed, step, name);
  const kernels = kernelsOf(engine);
  return {
    spec,
    origin: {
      parent: id,
      fork: {
        step,
        parent: { name, createdAt, spec: parent.spec },
        earlier: legsOf(fork),
        precision: engine.precision,
        digest: engine.data?.digest ?? null,
        ...(engine.weights !== undefined && { weights: engine.weights }),
        ...(kernels && { kernels }),
      },
    },
  };
}

function requireStep(parent: RunDetail, step: number) {
  const { id, summary } = parent;
  const [first, last] = [firstStep(parent), summary.step];
  if (!Number.isSafeInteger(step) || step < first || step > last)
    throw refusal(
      `Run ${id} has steps ${grouped(first)} to ${grouped(last)}: a fork begins at one of them.`,
      step > last
        ? `At step ${grouped(last)} with more steps the fork continues the run.`
        : undefined,
    );
  if (step === last && summary.finalLoss === null)
    throw refusal(
      `The loss of run ${id} is no longer a finite number at step ${grouped(step)}.`,
      "Fork it at an earlier step.",
    );
}

function refusal(message: string, hint?: string) {
  return new LabFailure({
    code: "bad-request",
    message,
    ...(hint && { hint }),
  });
}
