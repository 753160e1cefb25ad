/** The study file, version 1: a sweep with its experiment and its name, for many runs here or on a cluster. */
import { z } from "zod";
import { LabFailure } from "../../errors";
import { limits, withoutNul } from "../../schema/fields";
import { refusals } from "../refusals";
import type { ExperimentSpec } from "../spec";
import { badExperiment, validateExperiment } from "../validate";
import { expandSweep } from "./expand";
import { mostStudyRuns, sweepSchema, type Sweep } from "./spec";

/** What `{"edgeLab": 1, "study": …}` says. */
export const studyVersion = 1;

const nameError = `The name of the study must be text of 1 to ${limits.name} characters.`;

const studySchema = sweepSchema.extend({
  edgeLab: z.literal(studyVersion, {
    error: `A study file begins with "edgeLab": ${studyVersion}.`,
  }),
  study: z
    .string({ error: nameError })
    .trim()
    .min(1, nameError)
    .max(limits.name, nameError)
    .regex(withoutNul, nameError),
  /** Checked as an experiment of its own. */
  base: z.record(z.string(), z.unknown(), {
    error: "Base must be an experiment.",
  }),
});

export interface Study {
  /** Its name. */
  study: string;
  base: ExperimentSpec;
  sweep: Sweep;
}

/**
 * Reads a study and checks all of it but the runs themselves, see experimentsOf.
 * @throws LabFailure `bad-experiment` that names every wrong field
 */
export function requireStudy(file: unknown): Study {
  if (!isStudy(file))
    throw new LabFailure({
      code: "bad-experiment",
      message: "This is not a study file.",
      hint: 'A study has a name under "study", an experiment under "base" and the settings under "vary".',
    });
  const input = Object.fromEntries(
    Object.entries(file).filter(([key]) => key !== "$schema"),
  );
  const parsed = studySchema.safeParse(input, { reportInput: true });
  if (!parsed.success)
    throw badExperiment(
      parsed.error.issues.flatMap((issue) =>
        refusals(issue, studySchema, input),
      ),
    );
  const { study, base, vary, combine } = parsed.data;
  const validation = validateExperiment(base);
  if (!validation.ok)
    throw badExperiment(
      validation.fields.map((field) => ({
        ...field,
        path: field.path ? `base.${field.path}` : "base",
      })),
    );
  return { study, base: validation.spec, sweep: { vary, combine } };
}

/** Whether a parsed file means to be a study, and not an experiment. */
export function isStudy(file: unknown): file is Record<string, unknown> {
  return typeof file === "object" && file !== null && "study" in file;
}

/** All experiments of a study, in its order. @throws LabFailure `bad-experiment` */
export function experimentsOf({ base, sweep }: Study): ExperimentSpec[] {
  return expandSweep(base, sweep, mostStudyRuns);
}

/** The file of a study, as requireStudy reads it. */
export function studyFile({ study, base, sweep }: Study) {
  return { edgeLab: studyVersion, study, base, ...sweep };
}
