import { z } from "zod";
import { eventKinds, type RunEvent } from "../run/status";
import { fromJsonNumber, type JsonNumber } from "./json-numbers";
import { resultVersion } from "./result-file";
import { attributesInFile } from "./run-attributes";

const anyNumber = z.unknown().transform((value, context) => {
  const number = fromJsonNumber(value as JsonNumber);
  if (number === undefined) {
    context.addIssue('must be a number, null, "Infinity", "-Infinity" or "-0"');
    return z.NEVER;
  }
  return number;
});

const event = z.strictObject({
  kind: z.enum(eventKinds),
  step: z.int().min(0),
  message: z.string().max(5000),
  value: anyNumber,
}) satisfies z.ZodType<RunEvent>;

/** What is under `result` in a file, but for the series, which are too long to be checked this way. */
export const resultSchema = z.strictObject({
  version: z.literal(resultVersion).default(resultVersion),
  ...attributesInFile,
  events: z.array(event).max(100_000),
});
