import type { LandscapeSpec } from "../../experiment/spec";
import type { Objective } from "../objective";
import { deepProduct } from "./deep-product";
import { readFormula } from "./formula";
import { Quadratic } from "./quadratic";
import { QuadraticRegression } from "./quadratic-regression";
import { selfStabilization } from "./self-stabilization";
import { TapeObjective } from "./tape-objective";

export interface Landscape {
  objective: Objective;
  /** Where it starts, [P]. */
  theta: Float64Array;
  /** A name for each parameter. */
  variables: string[];
}

/** A loss of few variables that needs no data, in float64, with where it starts. */
export function buildLandscape(model: LandscapeSpec): Landscape {
  switch (model.name) {
    case "quadratic":
      return numbered("x", model.start, new Quadratic(model.matrix));
    case "product":
      return {
        objective: deepProduct(2, 1),
        theta: Float64Array.from(model.start),
        variables: ["x", "y"],
      };
    case "deep-product": {
      const { start, target } = model;
      return numbered("w", start, deepProduct(start.length, target));
    }
    case "quadratic-regression": {
      const { start, offset, slope, matrix } = model;
      const objective = new QuadraticRegression(offset, slope, matrix);
      return numbered("x", start, objective);
    }
    case "self-stabilization": {
      const { start, sharpness, alpha, beta } = model;
      return {
        objective: selfStabilization(sharpness, alpha, beta),
        theta: Float64Array.from(start),
        variables: ["x", "z"],
      };
    }
    case "formula": {
      const variables = Object.keys(model.start);
      const { tape, loss } = readFormula(model.formula, variables);
      return {
        objective: new TapeObjective(tape, loss),
        theta: Float64Array.from(Object.values(model.start)),
        variables,
      };
    }
  }
}

function numbered(
  letter: string,
  start: number[],
  objective: Objective,
): Landscape {
  const variables = start.map((_, i) => `${letter}${i + 1}`);
  return { objective, theta: Float64Array.from(start), variables };
}
