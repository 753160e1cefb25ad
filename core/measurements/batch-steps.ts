/** What a run with mini-batches records at every step. */
import { stepColumn, type RecordedColumn } from "./columns";
import type { TableDefinition } from "./definition";

/** Row t, at θ_t before the update, of the batch that the update descends. */
export interface BatchRow {
  step: number;
  /** t divided by the batches of an epoch. */
  epoch: number;
  /** Of the batch, with weight decay. */
  loss: number;
  /** |∇L_B|² */
  squaredGradNorm: number;
  /** The curvature of L_B along the step; NaN until the step is taken. */
  directional: number;
  /** ζ of the step on L_B, likewise; NaN also where the step is not downhill. */
  realisedEdge: number;
  seconds: number;
}

export const batchStepColumns: readonly RecordedColumn<BatchRow>[] = [
  stepColumn,
  {
    name: "epoch",
    label: "Epoch",
    what: "the step divided by the batches of an epoch",
    of: ({ epoch }) => epoch,
  },
  {
    name: "loss",
    label: "Batch loss",
    symbol: "L_B",
    what: "the loss at θ_t on the batch of the step, with weight decay, if any",
    chart: {
      name: "batchLoss",
      place: 1.5,
      title: "Batch loss",
      note: "of the step’s batch",
      log: true,
      summary:
        "Loss on the batch of each step before its update, on a logarithmic scale.",
    },
    of: ({ loss }) => loss,
  },
  {
    name: "gradNorm",
    label: "Batch gradient norm",
    symbol: "|∇L_B|",
    what: "|∇L_B| at θ_t",
    chart: {
      name: "batchGradNorm",
      place: 8.5,
      log: true,
      summary:
        "Length of the batch’s gradient over steps on a logarithmic scale.",
    },
    of: ({ squaredGradNorm }) => Math.sqrt(squaredGradNorm),
  },
  {
    name: "directional",
    label: "Batch directional curvature",
    symbol: "D_B",
    what: "curvature of the batch’s loss along the step Δ from t to t+1, 2(L_B(θ_{t+1}) − L_B(θ_t) − ∇L_B·Δ)/|Δ|²; under SGD its mean over an epoch is the batch sharpness up to third order, and the batch’s loss falls in a step exactly when it is below 2/η; NaN where rounding hides it and on the last row",
    chart: {
      name: "batchDirectional",
      place: 7.2,
      title: "Batch directional curvature",
      note: "along the step, on its batch",
      byThreshold: true,
      lacksLast: true,
      summary:
        "Curvature of the loss of each batch along the step of this batch.",
    },
    of: ({ directional }) => directional,
  },
  {
    name: "realisedEdge",
    label: "Batch realised edge",
    symbol: "ζ_B",
    what: "1 − (L_B(θ_{t+1}) − L_B(θ_t))/(∇L_B·Δ): the batch’s loss falls in its step exactly when it is below 1; NaN where ∇L_B·Δ is not negative, where rounding hides it and on the last row",
    chart: {
      name: "batchRealisedEdge",
      place: 7.7,
      title: "Batch realised edge",
      note: "the batch’s loss falls below 1",
      lacksLast: true,
      level: 1,
      summary:
        "Realised edge of each step on its batch. The loss of the batch fell exactly in the steps with a value below 1.",
    },
    of: ({ realisedEdge }) => realisedEdge,
  },
  {
    name: "seconds",
    label: "Running time",
    unit: "s",
    what: "running time since the start",
    of: ({ seconds }) => seconds,
  },
];

export const batchSteps = {
  name: "batchSteps",
  label: "Every step of mini-batches",
  table: "batchSteps",
  columns: batchStepColumns,
} as const satisfies TableDefinition;
