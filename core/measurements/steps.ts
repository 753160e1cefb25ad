/** What a run records at every step. */
import { numbered, stepColumn, where, type RecordedColumn } from "./columns";
import type { TableDefinition } from "./definition";

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
  /** ζ of the step, likewise; NaN also where the step is not downhill. */
  realisedEdge: number;
  /** η of the step; has a column where it varies. */
  stepSize: number;
  /** The threshold of the step; has a column where it varies. */
  threshold: number | null;
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

/** What the steps of a run have besides what all have. */
export interface StepExtras {
  hasAccuracy: boolean;
  /** Parameters for which there are columns. */
  parameters: number;
  /** Whether the step size varies, and whether the threshold does. */
  variesStepSize: boolean;
  variesThreshold: boolean;
  /** Whether the steps descend the loss of mini-batches: what is known of a step is then in the table of batches. */
  hasBatches: boolean;
}

export function stepColumns({
  hasAccuracy = false,
  parameters = 0,
  variesStepSize = false,
  variesThreshold = false,
  hasBatches = false,
}: Partial<StepExtras> = {}): RecordedColumn<StepRow>[] {
  return [
    stepColumn,
    {
      name: "loss",
      label: "Loss",
      what: "the loss at θ_t on all training samples, with weight decay, if any",
      chart: { place: 1, log: true },
      of: ({ loss }) => loss,
    },
    {
      name: "gradNorm",
      label: "Gradient norm",
      symbol: "|∇L|",
      what: "|∇L| at θ_t, of the loss on all training samples",
      chart: {
        place: 8,
        log: true,
        summary: "Length of the gradient over steps on a logarithmic scale.",
      },
      of: ({ squaredGradNorm }) => Math.sqrt(squaredGradNorm),
    },
    ...where<StepRow>(
      !hasBatches,
      {
        name: "directional",
        label: "Directional curvature",
        symbol: "D",
        what: "curvature along the step Δ from t to t+1, 2(L_{t+1} − L_t − g·Δ)/|Δ|²; under gradient descent the loss falls in a step exactly when it is below 2/η; NaN where rounding hides it and on the last row",
        chart: {
          place: 7,
          title: "Directional curvature D",
          note: "along the step",
          byThreshold: true,
          lacksLast: true,
        },
        of: ({ directional }) => directional,
      },
      {
        name: "realisedEdge",
        label: "Realised edge",
        symbol: "ζ",
        what: "1 − (L_{t+1} − L_t)/(g·Δ) of the step Δ from t to t+1, which is D|Δ|²/(−2g·Δ), and ηD/2 under gradient descent: with every optimiser the loss falls in a step exactly when it is below 1; NaN where g·Δ is not negative, where rounding hides it and on the last row",
        chart: {
          place: 7.5,
          title: "Realised edge ζ",
          note: "the loss falls below 1",
          lacksLast: true,
          level: 1,
          summary:
            "Realised edge of each step. With every optimiser, the loss fell exactly in the steps with a value below 1.",
        },
        of: ({ realisedEdge }) => realisedEdge,
      },
    ),
    ...where<StepRow>(variesStepSize, {
      name: "stepSize",
      label: "Step size",
      symbol: "η",
      what: "η of the update from t to t+1, where it varies",
      chart: {
        place: 10,
        summary: "Step size of each update over steps.",
      },
      of: ({ stepSize }) => stepSize,
    }),
    ...where<StepRow>(variesThreshold, {
      name: "threshold",
      label: "Threshold",
      what: "the threshold of the update from t to t+1, where it varies; infinite where η = 0",
      of: ({ threshold }) => threshold ?? undefined,
    }),
    {
      name: "distance",
      label: "Distance from the start",
      symbol: "|θ − θ₀|",
      what: "|θ_t − θ_0|",
      chart: {
        place: 9,
        summary: "Distance of the parameters from their start over steps.",
      },
      of: ({ distance }) => distance,
    },
    ...where<StepRow>(hasAccuracy, {
      name: "accuracy",
      label: "Training accuracy",
      what: "training accuracy, where there are classes",
      chart: { place: 4, note: "share of the training samples" },
      of: ({ accuracy }) => accuracy ?? undefined,
    }),
    ...numbered<StepRow>(
      "theta",
      parameters,
      (row) => row.parameters,
      (i) => ({
        label: `θ_${i}`,
        what: "θ_t, where there are no more than two parameters",
      }),
    ),
    {
      name: "seconds",
      label: "Running time",
      unit: "s",
      what: "running time since the start",
      of: ({ seconds }) => seconds,
    },
  ];
}

export const steps = {
  name: "steps",
  label: "Every step",
  table: "steps",
  columns: stepColumns({
    hasAccuracy: true,
    parameters: mostParameterColumns,
    variesStepSize: true,
    variesThreshold: true,
  }),
} as const satisfies TableDefinition;
