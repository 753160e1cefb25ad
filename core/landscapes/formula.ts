import { z } from "zod";
import { LabFailure, type FieldError } from "../errors";
import { limits, number } from "../schema/fields";
import { named } from "../schema/words";
import { defineLandscape } from "./definition";
import { readFormula } from "./formula/read";
import { variableNameProblem } from "./formula/variable-name";
import { TapeObjective } from "./tape-objective";

interface FormulaSpec {
  formula: string;
  start: Record<string, number>;
}

/** Functions of formulas that are made of pieces. */
const piecewise = /\b(abs|relu|min|max)\s*\(/;

/** Any expression in the variables of `start`. */
export const formula = defineLandscape({
  name: "formula",
  label: "A formula",
  impliedBy: "formula",
  fields: {
    formula: named(
      z
        .string({ error: "The formula must be text." })
        .trim()
        .min(1, "The formula must not be empty.")
        .max(
          limits.formulaLength,
          `The formula may have at most ${limits.formulaLength} characters.`,
        ),
      {
        label: "Formula",
        help: "Numbers, variables, + − * / ^, and functions such as exp, log, sin, sqrt.",
      },
    ),
    start: named(
      z
        .record(z.string(), number("Each start"), {
          error: "Start must contain each variable with its start value.",
        })
        .refine(
          (start) => {
            const count = Object.keys(start).length;
            return count >= 1 && count <= limits.variables.max;
          },
          {
            error: `Start must have 1 to ${limits.variables.max} variables.`,
            params: { suggestion: 'Write {"x": 1, "y": 1}, for example.' },
          },
        ),
      {
        label: "Variables and their start",
        help: "Each variable of the formula with its start value, such as x = 1, y = 2.",
      },
    ),
  },
  first: { formula: "(1 - x)^2 + 10*(y - x^2)^2", start: { x: -1, y: 1 } },
  describe: (spec) => spec.formula,
  problems,
  kink(spec) {
    const found = piecewise.exec(spec.formula);
    return found && `${found[1]} is piecewise linear`;
  },
  create(spec) {
    const variables = Object.keys(spec.start);
    const { tape, loss } = readFormula(spec.formula, variables);
    return {
      objective: new TapeObjective(tape, loss),
      theta: Float64Array.from(Object.values(spec.start)),
      variables,
    };
  },
});

function problems({ formula, start }: FormulaSpec): FieldError[] {
  const names = Object.keys(start);
  const misnamed = names.flatMap((name) => {
    const problem = variableNameProblem(name);
    return problem ? [{ path: `model.start.${name}`, ...problem }] : [];
  });
  if (misnamed.length > 0) return misnamed;
  try {
    const { used } = readFormula(formula, names);
    return names
      .filter((name) => !used.has(name))
      .map((name) => ({
        path: `model.start.${name}`,
        message: `The formula has no variable "${name}".`,
        suggestion: `Remove it from start or use it in the formula.`,
      }));
  } catch (thrown) {
    if (thrown instanceof LabFailure && thrown.error.fields)
      return thrown.error.fields;
    throw thrown;
  }
}
