import { LabFailure, type FieldError } from "../errors";
import { chebyshev } from "../data/chebyshev";
import type { LoadedData } from "../data/dataset";
import { inline } from "../data/inline";
import type { LossDefinition } from "../losses/definition";
import { lossOf } from "../losses/spec";
import { lossProblem } from "./fit";
import type { NetworkExperiment } from "./spec";

/** Whether the loss is defined for the targets, as far as the experiment file determines them. */
export function targetProblems(spec: NetworkExperiment): FieldError[] {
  const { data } = spec;
  const loss = lossOf(spec.loss);
  if (!loss.requirement) return [];
  switch (data.source) {
    case "csv": {
      if (data.targetKind === "class") return [];
      const targetWidth = Array.isArray(data.target) ? data.target.length : 1;
      const problem = lossProblem(spec, { classes: null, targetWidth });
      return problem ? [problem] : [];
    }
    case "teacher":
      return [
        {
          path: "loss",
          message: `${loss.requirement}; the targets of teacher are numbers of any size and both signs.`,
          suggestion:
            "Use mse, or gaussian or spirals as data, whose targets are classes.",
        },
      ];
    case "chebyshev":
      return valueProblems(loss, {
        train: chebyshev(data.degree, data.samples),
        test: null,
      });
    case "inline":
      return valueProblems(loss, inline(data));
    default:
      return [];
  }
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
