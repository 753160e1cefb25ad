import type { RunOutcome } from "../contract/engine";
import type { ExperimentSpec } from "../experiment/spec";
import type { RunEvent } from "./summary";
import { grouped } from "../text/grouped";

/** How far loss and |θ| may grow before a run counts as diverged. Spikes of 40× are healthy. */
const growthLimit = 1e6;

/** Where the run began. */
export interface DivergenceReference {
  loss: number;
  /** |θ_0| */
  parameterNorm: number;
}

/** Tells in a sentence why a run diverged at a step, or null while it has not. */
export function divergenceReason(
  reference: DivergenceReference,
  now: { step: number; loss: number; squaredGradNorm: number },
  parameterNorm: number,
): string | null {
  const { step, loss, squaredGradNorm } = now;
  if (!Number.isFinite(loss) || !Number.isFinite(squaredGradNorm))
    return `The loss was no longer a finite number at step ${step}.`;
  // A start at zero has no scale to compare with.
  if (reference.loss > 0 && loss > growthLimit * reference.loss)
    return `The loss grew past a million times its first value at step ${step}.`;
  if (
    reference.parameterNorm > 0 &&
    parameterNorm > growthLimit * reference.parameterNorm
  )
    return `The parameters grew past a million times their first size at step ${step}.`;
  return null;
}

/** How a run ends, with the event that says so. */
export interface Ending {
  outcome: RunOutcome;
  kind: RunEvent["kind"];
  message: string;
}

/** Whether a run is over at a row by itself. */
export function endingOf(
  spec: Pick<ExperimentSpec, "steps" | "lossTarget">,
  { step, loss }: { step: number; loss: number },
  divergence: string | null,
): Ending | null {
  if (divergence)
    return { outcome: "diverged", kind: "diverged", message: divergence };
  if (spec.lossTarget !== undefined && loss <= spec.lossTarget)
    return {
      outcome: "finished",
      kind: "loss-target",
      message: `The loss reached its target at step ${step}.`,
    };
  if (step === spec.steps)
    return {
      outcome: "finished",
      kind: "finished",
      message: `All ${grouped(step)} steps are done.`,
    };
  return null;
}

/** The end of a run that somebody stopped. */
export function stopped(step: number): Ending {
  return {
    outcome: "stopped",
    kind: "stopped",
    message: `Stopped at step ${step}.`,
  };
}
