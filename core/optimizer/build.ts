import type { OptimizerSpec } from "../experiment/spec";
import type { Objective } from "../objective/objective";
import { Adam } from "./adam";
import { Ema } from "./ema";
import { GradientDescent } from "./gradient-descent";
import { GradientFlow } from "./gradient-flow";
import { Nesterov } from "./nesterov";
import type { Optimizer } from "./optimizer";
import { Polyak } from "./polyak";
import { RmsProp } from "./rmsprop";

/** The optimiser of an experiment at its start; weight decay is part of the objective. */
export function buildOptimizer(
  spec: OptimizerSpec,
  objective: Objective,
): Optimizer {
  const { size } = objective;
  const { stepSize } = spec;
  switch (spec.kind) {
    case "gd":
      return new GradientDescent(stepSize);
    case "polyak":
      return new Polyak(size, stepSize, spec.momentum);
    case "nesterov":
      return new Nesterov(size, stepSize, spec.momentum);
    case "ema":
      return new Ema(size, stepSize, spec.momentum);
    case "rmsprop":
      return new RmsProp(size, stepSize, spec.beta2, spec.epsilon);
    case "adam":
      return new Adam(size, spec);
    case "gradient-flow":
      return new GradientFlow(objective, stepSize, spec.tolerance);
  }
}
