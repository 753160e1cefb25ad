import { LabFailure, type FieldError } from "../contract/errors";
import { chebyshev } from "../data/chebyshev";
import type { LoadedData } from "../data/dataset";
import { inline } from "../data/inline";
import { lossTargets } from "../objective/loss-targets";
import { lossProblem } from "./fit";
import type { NetworkExperiment } from "./spec";

/** Whether the loss is defined for the targets, as far as the experiment file determines them. */
export function targetProblems(spec: NetworkExperiment): FieldError[] {
  const { data, loss } = spec;
  if (loss === "mse") return [];
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
          message:
            loss === "cross-entropy"
              ? "Cross-entropy needs targets of at least 0, the shares or weights of the classes; the targets of teacher are numbers of both signs."
              : "The logistic loss needs targets of −1 or 1; the targets of teacher are numbers of any size.",
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
  loss: NetworkExperiment["loss"],
  { train, test }: LoadedData,
): FieldError[] {
  try {
    lossTargets(loss, train);
    if (test) lossTargets(loss, test, "test sample");
    return [];
  } catch (thrown) {
    if (thrown instanceof LabFailure && thrown.error.fields)
      return thrown.error.fields;
    throw thrown;
  }
}
