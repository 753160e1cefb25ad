/** The optimiser of an experiment file, and the definition behind it. */
import type { z } from "zod";
import { definitionOf, unionOf } from "../schema/definition";
import type { Objective } from "../objective/objective";
import type { OptimizerDefinition } from "./definition";
import { optimizers } from "./index";
import type { Optimizer } from "./optimizer";

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

/** The update rule of an experiment at its start; weight decay is part of the objective. */
export function createOptimizer(
  spec: OptimizerSpec,
  objective: Objective,
): Optimizer {
  return optimizerOf(spec).create(spec, objective);
}

/** The curvature above which an optimiser is unstable on a quadratic, see its definition. */
export function stabilityThreshold(spec: OptimizerSpec): number {
  return optimizerOf(spec).threshold(spec);
}
