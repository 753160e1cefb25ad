import { LabFailure, type FieldError } from "../errors";
import { dataShape } from "../data/spec";
import { sources } from "../data";
import { optimizerInSentence, thresholdCourse } from "../optimizers/spec";
import { shown } from "../text/shown";
import { batchProblems, knownSamples } from "./batch-problems";
import { networkProblems } from "./fit";
import { withDefaults } from "./defaults";
import { landscapeProblems, namedLandscape } from "./landscape-problems";
import { refusals } from "./refusals";
import {
  experimentSchema,
  importedSchema,
  type ExperimentSpec,
  type NetworkExperiment,
} from "./spec";
import { targetProblems } from "./target-problems";

export type Validation =
  | { ok: true; spec: ExperimentSpec }
  | { ok: false; fields: [FieldError, ...FieldError[]] };

/**
 * Checks an experiment and fills in its defaults. A refusal names every wrong field, what it may
 * be and, for a misspelt name, the nearest one. A result file is accepted: its `result` is left out, and so
 * is `$schema`.
 */
export function validateExperiment(file: unknown): Validation {
  const input = namedLandscape(experimentOf(file));
  const parsed = experimentSchema.safeParse(input, { reportInput: true });
  if (parsed.success) {
    const spec = withDefaults(parsed.data);
    const problems = crossFieldProblems(spec);
    return isNonEmpty(problems)
      ? { ok: false, fields: problems }
      : { ok: true, spec };
  }
  const fields = parsed.error.issues.flatMap((issue) =>
    refusals(issue, experimentSchema, input),
  );
  return { ok: false, fields: fields as [FieldError, ...FieldError[]] };
}

/** The same, throwing a LabFailure with code `bad-experiment`. */
export function requireExperiment(input: unknown): ExperimentSpec {
  const validation = validateExperiment(input);
  if (validation.ok) return validation.spec;
  throw badExperiment(validation.fields);
}

/** The same of an experiment that is kept with a run, which may be of imported curves. */
export function requireRecorded(input: unknown): ExperimentSpec {
  const recorded = importedSchema.safeParse(experimentOf(input));
  return recorded.success ? recorded.data : requireExperiment(input);
}

/** The refusal of an experiment, a line for each field. */
export function badExperiment(fields: FieldError[]): LabFailure {
  const lines = fields.map((f) => [
    f.path && `${shown(f.path)}: `,
    f.message,
    f.suggestion && ` ${f.suggestion}`,
  ]);
  return new LabFailure({
    code: "bad-experiment",
    message: lines.map((parts) => parts.filter(Boolean).join("")).join("\n"),
    fields,
  });
}

/** What no single field can say. */
function crossFieldProblems(spec: ExperimentSpec): FieldError[] {
  return [
    ...optimizerProblems(spec),
    ...measureProblems(spec),
    ...modelProblems(spec),
    ...batchProblems(spec, knownSamples(spec)),
  ];
}

function measureProblems({ measure, model }: ExperimentSpec): FieldError[] {
  const { gaussNewton, critical, midpoint } = measure.sharpness;
  return [
    ...(gaussNewton && model.kind === "landscape"
      ? [
          {
            path: "measure.sharpness.gaussNewton",
            message:
              "The Gauss–Newton matrix needs the outputs of a network, and a landscape has none.",
            suggestion: "Remove it.",
          },
        ]
      : []),
    ...(critical && midpoint
      ? [
          {
            path: "measure.sharpness.critical",
            message:
              "Critical sharpness is measured at θ_t, but with midpoint nothing is measured there.",
            suggestion: "Remove one of the two.",
          },
        ]
      : []),
  ];
}

function optimizerProblems({ optimizer, measure }: ExperimentSpec) {
  if (measure.sharpness.upTo === undefined) return [];
  if (thresholdCourse(optimizer) !== "none") return [];
  return [
    {
      path: "measure.sharpness.upTo",
      message: `upTo tracks more eigenvalues near the threshold, but ${optimizerInSentence(optimizer)} has no threshold.`,
      suggestion: "Remove it, and set k to the number you need.",
    },
  ];
}

function modelProblems(spec: ExperimentSpec): FieldError[] {
  if (spec.model.kind === "landscape") {
    const surplus = (["data", "loss"] as const).filter((key) => spec[key]);
    return [
      ...surplus.map((path) => ({
        path,
        message: `A landscape is itself a loss and has no ${path}.`,
        suggestion: "Remove it.",
      })),
      ...landscapeProblems(spec.model),
    ];
  }
  if (!spec.data)
    return [
      {
        path: "data",
        message: "A network needs data.",
        suggestion: `Add {"source": "${sources[0].name}"}, for example.`,
      },
    ];
  const network = spec as NetworkExperiment;
  const shape = dataShape(spec.data);
  // A file's own shape is checked when it is read.
  const problems = shape ? networkProblems(network, shape) : [];
  return problems.length > 0 ? problems : targetProblems(network);
}

/** What a file says besides the experiment: the result of a run, and where an editor finds the schema. */
const besides = ["result", "$schema"];

function experimentOf(input: unknown): unknown {
  if (typeof input !== "object" || input === null || Array.isArray(input))
    return input;
  return Object.fromEntries(
    Object.entries(input).filter(([key]) => !besides.includes(key)),
  );
}

function isNonEmpty<T>(list: T[]): list is [T, ...T[]] {
  return list.length > 0;
}
