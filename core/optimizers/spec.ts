/** The optimiser of an experiment file, and the definition behind it. */
import type { z } from "zod";
import { definitionOf, unionOf } from "../schema/definition";
import type { Objective } from "../objective/objective";
import type { OptimizerDefinition, UpdateAt } from "./definition";
import { optimizers } from "./index";
import type { Optimizer } from "./optimizer";
import { isConstant } from "./step-size";

export const optimizerSchema = unionOf(
  "kind",
  "The kind of optimizer",
  optimizers,
);

export type OptimizerSpec = z.output<typeof optimizerSchema>;

const definitions: readonly OptimizerDefinition<OptimizerSpec>[] = optimizers;

export function optimizerOf({ kind }: Pick<OptimizerSpec, "kind">) {
  return definitionOf(definitions, kind);
}

/** What an optimiser is called within a sentence, e.g. "gradient descent". */
export function optimizerInSentence(spec: Pick<OptimizerSpec, "kind">): string {
  const { inSentence, label } = optimizerOf(spec);
  return inSentence ?? label;
}

/** The update rule of an experiment at its start; weight decay is part of the objective. */
export function createOptimizer(
  spec: OptimizerSpec,
  objective: Objective,
): Optimizer {
  return optimizerOf(spec).create(spec, objective);
}

/** What people call the threshold, e.g. "2/η"; undefined where there is none. */
export function thresholdName(spec: OptimizerSpec): string | undefined {
  const { thresholdFormula, thresholdName = thresholdFormula } =
    optimizerOf(spec);
  return thresholdName;
}

/** Whether there is a threshold at all, and whether it is one number for the whole run. */
export function thresholdCourse(
  spec: OptimizerSpec,
): "none" | "constant" | "varies" {
  const { threshold, isMoving } = optimizerOf(spec);
  if (!threshold) return "none";
  return isMoving || !isConstant(spec.stepSize) ? "varies" : "constant";
}

/**
 * The curvature above which an update of an optimiser is unstable on a quadratic, see its definition; null
 * where it has none. Infinite where η = 0.
 */
export function thresholdAt(spec: OptimizerSpec, at: UpdateAt): number | null {
  return optimizerOf(spec).threshold?.(spec, at) ?? null;
}

/** The same of a whole run; null where there is none and where it varies. */
export function stabilityThreshold(spec: OptimizerSpec): number | null {
  const { stepSize } = spec;
  if (!isConstant(stepSize) || optimizerOf(spec).isMoving) return null;
  return thresholdAt(spec, { stepSize, gradNorm: NaN });
}
