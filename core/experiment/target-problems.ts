import { LabFailure, type FieldError } from "../errors";
import type { LoadedData } from "../data/dataset";
import { dataShape, labelNoiseOf, sourceOf, type DataSpec } from "../data/spec";
import type { LossDefinition } from "../losses/definition";
import { lossOf } from "../losses/spec";
import { lossProblem } from "./fit";
import type { NetworkExperiment } from "./spec";

/** Whether the targets are numbers, as far as the settings say. */
function hasNumbers(data: DataSpec): boolean {
  const shape = dataShape(data);
  if (shape) return shape.classes === null;
  return typeof sourceOf(data).targetNumbers?.(data) === "number";
}

/** Whether label noise has labels, and the loss is defined for the targets, as far as the experiment file determines them. */
export function targetProblems(spec: NetworkExperiment): FieldError[] {
  const { data } = spec;
  if (labelNoiseOf(data) && hasNumbers(data))
    return [
      {
        path: "data.labelNoise",
        message: "Label noise needs classes, but the targets are numbers.",
        suggestion: "Remove it.",
      },
    ];
  const loss = lossOf(spec.loss);
  const source = sourceOf(data);
  if (!loss.requirement) return [];
  if (source.anyTargets) {
    const { message, suggestion } = source.anyTargets;
    return [
      { path: "loss", message: `${loss.requirement}; ${message}.`, suggestion },
    ];
  }
  if (source.samples) return valueProblems(loss, source.samples(data));
  const targetWidth = source.targetNumbers?.(data) ?? null;
  const problem =
    targetWidth === null
      ? null
      : lossProblem(spec, { classes: null, targetWidth });
  return problem ? [problem] : [];
}

function valueProblems(
  loss: LossDefinition,
  { train, test }: LoadedData,
): FieldError[] {
  try {
    loss.targets(train);
    if (test) loss.targets(test, "test sample");
    return [];
  } catch (thrown) {
    if (thrown instanceof LabFailure && thrown.error.fields)
      return thrown.error.fields;
    throw thrown;
  }
}
