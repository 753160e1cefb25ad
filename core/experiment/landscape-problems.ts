import { LabFailure, type FieldError } from "../errors";
import { buildLandscape } from "../objective/landscapes/build";
import { readFormula } from "../objective/landscapes/formula";
import { variableNameProblem } from "../objective/landscapes/variable-name";
import type { LandscapeSpec } from "./spec";

type FormulaSpec = Extract<LandscapeSpec, { name: "formula" }>;

/** A landscape with a formula and no name is named `formula`. */
export function namedFormula(input: unknown): unknown {
  if (!isObject(input) || !isObject(input["model"])) return input;
  const model = input["model"];
  if (model["kind"] !== "landscape" || !Object.hasOwn(model, "formula"))
    return input;
  if (Object.hasOwn(model, "name")) return input;
  return { ...input, model: { ...model, name: "formula" } };
}

/** What no single field can say of a landscape. */
export function landscapeProblems(model: LandscapeSpec): FieldError[] {
  const problems =
    model.name === "formula"
      ? formulaProblems(model)
      : "matrix" in model
        ? [...matrixProblems(model.matrix), ...lengthProblems(model)]
        : [];
  return problems.length > 0 ? problems : startProblems(model);
}

function matrixProblems(matrix: number[][]): FieldError[] {
  const size = matrix.length;
  const ragged = matrix.findIndex((row) => row.length !== size);
  if (ragged >= 0)
    return [
      {
        path: `model.matrix[${ragged}]`,
        message: `Matrix must be square: with ${count(size, "row")} each row must have ${count(size, "number")}; this one has ${matrix[ragged].length}.`,
        suggestion: "Give as many rows as columns.",
      },
    ];
  for (let i = 0; i < size; i++)
    for (let j = 0; j < i; j++) {
      const [a, b] = [matrix[i][j], matrix[j][i]];
      if (a !== b)
        return [
          {
            path: `model.matrix[${i}][${j}]`,
            message: `Matrix must be symmetric: row ${i + 1}, column ${j + 1} is ${a}, but row ${j + 1}, column ${i + 1} is ${b}.`,
            suggestion: `Make both ${a / 2 + b / 2}.`,
          },
        ];
    }
  return [];
}

/** Whether the lists of numbers are as long as the matrix has rows. */
function lengthProblems(
  model: Extract<LandscapeSpec, { matrix: number[][] }>,
): FieldError[] {
  const size = model.matrix.length;
  const lists = Object.entries({
    start: model.start,
    ...("slope" in model && { slope: model.slope }),
  });
  return lists
    .filter(([, list]) => list.length !== size)
    .map(([name, list]) => ({
      path: `model.${name}`,
      message: `${name === "start" ? "Start" : "Slope"} must have ${count(size, "number")}, one for each row of the matrix; it has ${list.length}.`,
      suggestion:
        list.length < size
          ? `Add ${size - list.length}.`
          : `Remove ${list.length - size}.`,
    }));
}

function formulaProblems({ formula, start }: FormulaSpec): FieldError[] {
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

function startProblems(model: LandscapeSpec): FieldError[] {
  const { objective, theta, variables } = buildLandscape(model);
  const gradient = new Float64Array(objective.size);
  const loss = objective.evaluate(theta, gradient);
  const at = variables.map((name, i) => `${name} = ${theta[i]}`).join(", ");
  const path = "model.start";
  const suggestion = "Start elsewhere.";
  if (!Number.isFinite(loss))
    return [
      {
        path,
        message: `The loss at the start must be a finite number; at ${at} it is ${loss}.`,
        suggestion,
      },
    ];
  const steep = gradient.findIndex((g) => !Number.isFinite(g));
  if (steep < 0) return [];
  return [
    {
      path,
      message: `The loss must have a finite gradient at the start; at ${at} its derivative by ${variables[steep]} is ${gradient[steep]}.`,
      suggestion,
    },
  ];
}

function count(n: number, what: string) {
  return `${n} ${what}${n === 1 ? "" : "s"}`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
