/** What a run records at every step. */
import { numbered, stepColumn, where, type RecordedColumn } from "./columns";

/** The most parameters that are recorded at every step: a path that can be drawn. */
export const mostParameterColumns = 2;

/** Row t of the steps, at θ_t before the update. */
export interface StepRow {
  step: number;
  loss: number;
  /** |∇L|² */
  squaredGradNorm: number;
  /** The curvature along the step; NaN until the loss after it is known. */
  directional: number;
  /** |θ_t − θ_0| */
  distance: number;
  /** How far rounding may put the loss off. */
  lossError: number;
  /** Null where there are no classes. */
  accuracy: number | null;
  /** θ_t where there are columns for it. */
  parameters: readonly number[];
  seconds: number;
}

/** @param parameters how many of them there are columns for */
export function stepColumns(
  hasAccuracy: boolean,
  parameters = 0,
): RecordedColumn<StepRow>[] {
  return [
    stepColumn,
    {
      name: "loss",
      what: "the loss at θ_t, with weight decay, if any",
      of: ({ loss }) => loss,
    },
    {
      name: "gradNorm",
      what: "|∇L| at θ_t",
      of: ({ squaredGradNorm }) => Math.sqrt(squaredGradNorm),
    },
    {
      name: "directional",
      what: "curvature along the step Δ from t to t+1, 2(L_{t+1} − L_t − g·Δ)/|Δ|²; under gradient descent the loss falls in a step exactly when it is below 2/η; NaN where rounding hides it and on the last row",
      of: ({ directional }) => directional,
    },
    {
      name: "distance",
      what: "|θ_t − θ_0|",
      of: ({ distance }) => distance,
    },
    ...where<StepRow>(hasAccuracy, {
      name: "accuracy",
      what: "training accuracy, where there are classes",
      of: ({ accuracy }) => accuracy ?? undefined,
    }),
    ...numbered<StepRow>(
      "theta",
      parameters,
      (row) => row.parameters,
      "θ_t, where there are no more than two parameters",
    ),
    {
      name: "seconds",
      what: "running time since the start",
      of: ({ seconds }) => seconds,
    },
  ];
}
