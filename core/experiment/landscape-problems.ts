import type { FieldError } from "../errors";
import {
  buildLandscape,
  landscapeDefinitions,
  landscapeOf,
  type LandscapeSpec,
} from "../landscapes/spec";

/** Names a landscape by a field that only one of them has, where no name is given: a formula. */
export function namedLandscape(input: unknown): unknown {
  if (!isObject(input) || !isObject(input["model"])) return input;
  const model = input["model"];
  if (model["kind"] !== "landscape" || Object.hasOwn(model, "name"))
    return input;
  const meant = landscapeDefinitions.find(
    ({ impliedBy }) => impliedBy && Object.hasOwn(model, impliedBy),
  );
  if (!meant) return input;
  return { ...input, model: { ...model, name: meant.name } };
}

/** What no single field can say of a landscape. */
export function landscapeProblems(model: LandscapeSpec): FieldError[] {
  const problems = landscapeOf(model).problems?.(model) ?? [];
  return problems.length > 0 ? problems : startProblems(model);
}

function startProblems(model: LandscapeSpec): FieldError[] {
  const { objective, theta, variables } = buildLandscape(model);
  const gradient = new Float64Array(objective.size);
  const loss = objective.evaluate(theta, gradient);
  const at = variables.map((name, i) => `${name} = ${theta[i]}`).join(", ");
  const path = "model.start";
  const suggestion = "Choose another start.";
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
      message: `The loss must have a finite gradient at the start; at ${at} its derivative with respect to ${variables[steep]} is ${gradient[steep]}.`,
      suggestion,
    },
  ];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
