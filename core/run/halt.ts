import type { RunOutcome } from "./status";
import { divergenceLimits, type ExperimentSpec } from "../experiment/spec";
import { grouped } from "../text/grouped";
import type { RunEvent } from "./status";

/** What loss and |θ| are compared with. */
export interface DivergenceReference {
  /** L_0 */
  loss: number;
  /** The largest |θ| at the start and at each loss lower than all before. */
  parameterNorm: number;
  /** The lowest loss so far. Missing in older checkpoints. */
  least?: number;
}

/** The loss may grow to the limit times this share of its scale, however small it began. */
const shareOfScale = 1 / 1000;
/** Parameters that begin shorter than this are compared with it. */
const unitLength = 1;

/**
 * Finds the step at which a run has diverged. Loss and |θ| may grow to a limit, a million times where
 * the experiment does not say otherwise, times a reference:
 *
 * - of the loss |L_0|, or a thousandth of the problem's loss scale where that is more: a run may begin
 *   at a minimum, where the loss is rounding;
 * - of |θ| its largest value at the start and wherever a loss of at least 0 was lower than all before:
 *   where the loss falls, growing parameters are learning. At least 1: tiny weights are no scale.
 *
 * Healthy spikes reach 40 times the loss. A number that is not finite always ends the run.
 */
export class DivergenceWatch {
  readonly #limits: { loss: number; parameters: number };
  readonly #lossScale: number;
  #reference: Required<DivergenceReference> | null = null;

  /** @param lossScale of the problem; 0 where it is not known */
  constructor(divergence: ExperimentSpec["divergence"], lossScale: number) {
    this.#limits =
      divergence === "off"
        ? { loss: Infinity, parameters: Infinity }
        : (divergence ?? divergenceLimits);
    this.#lossScale = lossScale;
  }

  /**
   * Tells in a sentence why a run diverged at a step, or null while it has not.
   * @param isBatch whether the loss is that of a mini-batch, of which low values are no reference
   */
  look(
    now: { step: number; loss: number; squaredGradNorm: number },
    parameterNorm: number,
    isBatch = false,
  ): string | null {
    const { step, loss } = now;
    const what = isBatch ? "The loss of the batch" : "The loss";
    const reference = (this.#reference ??= {
      loss,
      parameterNorm,
      least: loss,
    });
    if (!Number.isFinite(loss) || !Number.isFinite(now.squaredGradNorm))
      return `${what} was no longer a finite number at step ${grouped(step)}.`;
    if (loss < reference.least && !isBatch) {
      reference.least = loss;
      // A loss that falls below 0 may fall for ever: that is no learning.
      if (loss >= 0 && parameterNorm > reference.parameterNorm)
        reference.parameterNorm = parameterNorm;
    }
    const { loss: lossLimit, parameters: parameterLimit } = this.#limits;
    const first = Math.abs(reference.loss);
    const floor = shareOfScale * this.#lossScale;
    const lossReference = Math.max(first, floor);
    if (lossReference > 0 && loss > lossLimit * lossReference)
      return first >= floor
        ? `${what} grew past ${times(lossLimit)} ${isBatch ? "the first loss" : "its first value"} at step ${grouped(step)}.`
        : `${what} grew past ${times(lossLimit * shareOfScale)} the scale of the loss at step ${grouped(step)}.`;
    const length = Math.max(reference.parameterNorm, unitLength);
    if (parameterNorm > parameterLimit * length)
      return length > unitLength
        ? `The norm of the parameters grew past ${times(parameterLimit)} its earlier value at step ${grouped(step)}.`
        : `The norm of the parameters grew past ${grouped(parameterLimit)} at step ${grouped(step)}.`;
    return null;
  }

  state(): DivergenceReference | null {
    return this.#reference && { ...this.#reference };
  }

  restore(reference: DivergenceReference) {
    this.#reference = { least: reference.loss, ...reference };
  }
}

function times(factor: number) {
  return factor === 1e6 ? "a million times" : `${grouped(factor)} times`;
}

/** How a run ends, with the event that says so. */
export interface Ending {
  outcome: RunOutcome;
  kind: RunEvent["kind"];
  message: string;
}

/** How a run ends at a row without being stopped; null where it goes on. */
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
      message: `The loss reached its target at step ${grouped(step)}.`,
    };
  if (step === spec.steps)
    return {
      outcome: "finished",
      kind: "finished",
      message: `All ${grouped(step)} steps are done.`,
    };
  return null;
}

/** The end of a run that a person stopped. */
export function stopped(step: number): Ending {
  return {
    outcome: "stopped",
    kind: "stopped",
    message: `Stopped at step ${grouped(step)}.`,
  };
}
