import { z } from "zod";
import type { LabErrorCode } from "../errors";
import { analysisSummary } from "./theory-schema";
import { pins, runChanges } from "../contract/organise";
import { expectation } from "../run/expectation";
import type { EngineInfo, RunSummary } from "../run/summary";
import { eventKinds, runStatuses, type RunEvent } from "../run/status";
import { fromJsonNumber, type JsonNumber } from "./json-numbers";
import { resultVersion } from "./result-file";

const text = z.string().max(5000);
const count = z.int().min(0);
const measured = z.number().nullable();

const anyNumber = z.unknown().transform((value, context) => {
  const number = fromJsonNumber(value as JsonNumber);
  if (number === undefined) {
    context.addIssue('must be a number, null, "Infinity", "-Infinity" or "-0"');
    return z.NEVER;
  }
  return number;
});

// What has a default here is missing in files of earlier versions.

const summary = z.strictObject({
  step: count,
  initialLoss: measured,
  finalLoss: measured,
  minLoss: measured,
  accuracy: measured.default(null),
  testLoss: measured.default(null),
  testAccuracy: measured.default(null),
  initialSharpness: measured,
  finalSharpness: measured,
  maxSharpness: measured,
  crossingStep: count.nullable(),
  hover: measured,
  unconverged: count,
  uncertified: count.exactOptional(),
  spikes: count.exactOptional(),
  rises: count.exactOptional(),
  seconds: z.number().min(0),
}) satisfies z.ZodType<RunSummary>;

const engine = z.strictObject({
  backend: z.enum(["tensorflow", "float64"]),
  precision: z.enum(["float32", "float64"]),
  precisionReason: text.default(""),
  parameters: count,
  /** There was no other then. */
  loss: text.default("mean over samples of ½·Σ(f−y)²"),
  data: z
    .strictObject({
      digest: text,
      samples: count,
      testSamples: count,
      inputShape: z.array(count).max(10).exactOptional(),
      targets: count.exactOptional(),
      classes: count.nullable().exactOptional(),
      cautions: z.array(text).max(100).exactOptional(),
    })
    .nullable()
    .default(null),
  versions: z.record(z.string().max(60), text),
  threads: count,
}) satisfies z.ZodType<EngineInfo>;

const event = z.strictObject({
  kind: z.enum(eventKinds),
  step: count,
  message: text,
  value: anyNumber,
}) satisfies z.ZodType<RunEvent>;

const error = z.strictObject({
  code: text.transform((code) => code as LabErrorCode),
  message: text,
  hint: text.exactOptional(),
  fields: z
    .array(
      z.strictObject({
        path: text,
        message: text,
        suggestion: text.exactOptional(),
      }),
    )
    .max(1000)
    .exactOptional(),
});

/** What is under `result` in a file, but for the series, which are too long to be checked this way. */
export const resultSchema = z.strictObject({
  version: z.literal(resultVersion).default(resultVersion),
  status: z.enum(runStatuses),
  createdAt: z.iso.datetime().transform((time) => Date.parse(time)),
  threshold: z.number().positive(),
  engine: engine.nullable(),
  summary,
  events: z.array(event).max(100_000),
  error: error.nullable(),
  tags: runChanges.shape.tags.unwrap().default([]),
  project: runChanges.shape.project.unwrap().default(""),
  colour: runChanges.shape.colour.unwrap().default(null),
  notes: runChanges.shape.notes.unwrap().default(""),
  pins: pins.default([]),
  theory: analysisSummary.nullable().default(null),
  expectation: expectation.nullable().default(null),
});
