import { z } from "zod";
import { alarmKinds } from "../theory/alarms";
import type { AnalysisSummary } from "../theory/analysis";

const number = z.number().nullable();
const list = z.array(z.number().nullable()).max(10_000);
const text = z.string().max(5000);

/** JSON has no NaN and no infinities: they come back as NaN. */
const measured = number.transform((value) => value ?? NaN);
const measures = list.transform((values) => values.map((v) => v ?? NaN));

const spike = z.strictObject({ delay: measured, overshoot: measured });

/** What is under `result.theory` in a file. */
export const analysisSummary = z.strictObject({
  from: z.int().min(0),
  steps: z.int().min(0),
  kick: z.number().min(0),
  stepSize: z.number().positive(),
  start: z
    .strictObject({
      loss: measured,
      sharpness: measured,
      alpha: measured,
      beta: measured,
      delta: measured,
      epsilon: measured,
      cosGamma: measured,
      x: measured,
      excess: measured,
      slope: measured,
    })
    .nullable(),
  forecast: spike.nullable(),
  spike: spike.nullable(),
  agreement: z.strictObject({
    steps: z.int().min(0),
    correlation: number,
    displacementError: number,
    plainCorrelation: number,
    plainError: number,
    meanSharpness: number,
    meanLoss: number,
    centralLoss: number,
  }),
  assumptions: z
    .strictObject({
      eigengap: number,
      alpha: measured,
      cosGamma: measured,
      epsilon: measured,
      driftCurvature: measured,
      thirdOffTop: measured,
      fourthAlongTop: measured,
      slice: z.strictObject({
        x: measures,
        loss: measures,
        parabola: measures,
      }),
      sliceError: measured,
    })
    .nullable(),
  alarms: z
    .array(
      z.strictObject({
        kind: z.enum(alarmKinds),
        step: z.number().nullable(),
        message: text,
        advice: text,
      }),
    )
    .max(100),
}) satisfies z.ZodType<AnalysisSummary>;
