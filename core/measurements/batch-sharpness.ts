/** The curvature that SGD feels: of each batch's loss along the batch's own gradient. */
import { z } from "zod";
import { limits, whole } from "../schema/fields";
import { named } from "../schema/words";
import type { BatchSharpness } from "../spectrum/batch-sharpness";
import { stepColumn, where, type RecordedColumn } from "./columns";
import type { MeasurementDefinition } from "./definition";

const tolerance = "The tolerance must be a number from 0.001 to 1.";

const schema = z.strictObject(
  {
    every: whole(
      {
        label: "Steps between batch sharpness measurements",
        unit: "steps",
      },
      1,
      limits.sharpnessEvery.max,
    ).default(100),
    tolerance: named(
      z.number({ error: tolerance }).min(0.001, tolerance).max(1, tolerance),
      {
        label: "Tolerance of batch sharpness",
        help: "Batches are drawn until the standard error is at most this share of the mean.",
      },
    ).default(0.02),
    max: whole(
      {
        label: "Most batches of a measurement",
        help: "At most this many batches are drawn. If there are no more different batches than this, all are used and the value is exact.",
        unit: "batches",
      },
      2,
      100_000,
    ).default(200),
  },
  {
    error:
      'Batch sharpness must be an object such as {"every": 100, "tolerance": 0.02, "max": 200}.',
  },
);

export type BatchSharpnessRecord = BatchSharpness & { step: number };

/** @param hasMomentum whether the optimiser steps along more than the batch's gradient */
export function batchSharpnessColumns(
  hasMomentum: boolean,
): RecordedColumn<BatchSharpnessRecord>[] {
  return [
    stepColumn,
    {
      name: "sharpness",
      label: "Batch sharpness",
      what: "the mean over batches of g_Bᵀ·H_B·g_B/|g_B|²; of P^−½·H_B·P^−½ and P^−½·g_B where the optimiser is preconditioned. SGD keeps it near 2/η",
      chart: {
        name: "batchSharpness",
        place: 2.5,
        title: "Batch sharpness",
        note: "mean curvature along the batches’ gradients",
        error: "sharpnessError",
        byThreshold: true,
      },
      of: ({ sharpness }) => sharpness,
    },
    {
      name: "sharpnessError",
      label: "Standard error of the batch sharpness",
      what: "the standard error of this mean; 0 where all batches were used",
      of: ({ sharpnessError }) => sharpnessError,
    },
    {
      name: "batches",
      label: "Batches",
      what: "batches that were used",
      isCount: true,
      of: ({ batches }) => batches,
    },
    ...where<BatchSharpnessRecord>(
      hasMomentum,
      {
        name: "momentumSharpness",
        label: "Momentum batch sharpness",
        what: "the mean over the same batches of sᵀ·H_B·s/(s·g_B) for the step −ηs that the optimiser would make with the batch; compare it with 2/η for every optimiser; it has heavy tails if s·g_B can be near 0",
        chart: {
          name: "momentumSharpness",
          place: 2.6,
          title: "Momentum batch sharpness",
          note: "compare it with 2/η",
          error: "momentumError",
          summary:
            "Mean over batches of the curvature along the step that the optimiser would make with the batch. The band is the standard error.",
        },
        of: ({ momentumSharpness }) => momentumSharpness,
      },
      {
        name: "momentumError",
        label: "Standard error of the momentum batch sharpness",
        what: "the standard error of this mean",
        of: ({ momentumError }) => momentumError,
      },
    ),
    {
      name: "interaction",
      label: "Gradient–noise interaction",
      what: "the mean of g_Bᵀ·H·g_B/|∇L|² with the Hessian H of the loss on all samples, over at most the first 20 batches if batches are drawn",
      chart: {
        name: "interaction",
        place: 2.7,
        title: "Gradient–noise interaction",
        note: "mean of g_Bᵀ·H·g_B/|∇L|²",
        error: "interactionError",
        log: true,
        summary:
          "Mean over batches of g_Bᵀ·H·g_B, divided by |∇L|². The band is the standard error.",
      },
      of: ({ interaction }) => interaction,
    },
    {
      name: "interactionError",
      label: "Standard error of the gradient–noise interaction",
      what: "the standard error of this mean; 0 where all batches were used",
      of: ({ interactionError }) => interactionError,
    },
  ];
}

export const batchSharpness = {
  name: "batchSharpness",
  label: "Batch sharpness",
  schema,
  isOptional: true,
  table: "batch",
  columns: batchSharpnessColumns(true),
} as const satisfies MeasurementDefinition;
