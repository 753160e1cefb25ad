import type { OptimizerSpec } from "../experiment/spec";
import { grouped } from "../text/grouped";
import { evaluationsPerStep, stabilityLimit } from "./dormand-prince";

/** Inner steps of a record from which on gradient flow counts as stiff: fewer cost little. */
export const stiffness = { steps: 15 };

/**
 * What gradient flow costs where its sharpness is S: with an explicit method h·S has to stay below
 * the limit of stability, however slowly θ moves. Null where that does not matter, and for other optimisers.
 */
export function stiffnessCaution(
  { kind, stepSize }: Pick<OptimizerSpec, "kind" | "stepSize">,
  sharpness: number | null,
): string | null {
  if (kind !== "gradient-flow" || sharpness === null) return null;
  const steps = Math.ceil((stepSize * sharpness) / stabilityLimit);
  if (!(steps >= stiffness.steps)) return null;
  const evaluations = steps * evaluationsPerStep;
  return `Gradient flow is stiff at the start: while η·S is ${grouped(Math.round(stepSize * sharpness))} each record takes about ${grouped(steps)} inner steps, ${grouped(evaluations)} evaluations of the gradient. Fewer records or a smaller step size make the run shorter.`;
}
