/** The fields of the start panel: how each stands in an experiment, what it says, how it is mended. */
import { dataShape } from "../../../core/data/shape";
import type { FieldError } from "../../../core/contract/errors";
import { describeExperiment } from "../../../core/experiment/describe";
import { choosePrecision } from "../../../core/experiment/precision";
import { limits, type ExperimentSpec } from "../../../core/experiment/spec";
import { validateExperiment } from "../../../core/experiment/validate";
import { multiplications, parameterShapes } from "../../../core/model/network";
import { count } from "../../lib/format";

export type FieldKey =
  "name" | "samples" | "stepSize" | "steps" | "seed" | "every" | "eigenvalues";

export type Values = Record<FieldKey, string>;

interface Field {
  /** Where it stands in the experiment. */
  path: string;
  label: string;
  /** One short line under the field. */
  help: string;
  text?: true;
  whole?: true;
  min: number;
  max: number;
  read(spec: ExperimentSpec): string | number | undefined;
}

export const fields: Record<FieldKey, Field> = {
  name: {
    path: "name",
    label: "Name",
    help: "",
    text: true,
    min: 1,
    max: limits.name,
    read: (spec) => spec.name,
  },
  samples: {
    path: "data.samples",
    label: "Samples",
    help: "",
    whole: true,
    min: 1,
    max: limits.mnistSamples.max,
    read: ({ data }) => (data && "samples" in data ? data.samples : undefined),
  },
  stepSize: {
    path: "optimizer.stepSize",
    label: "Step size η",
    help: "",
    min: 0,
    max: limits.stepSize.max,
    read: (spec) => spec.optimizer.stepSize,
  },
  steps: {
    path: "steps",
    label: "Steps",
    help: "Each step uses all samples.",
    whole: true,
    min: 1,
    max: limits.steps.max,
    read: (spec) => spec.steps,
  },
  seed: {
    path: "model.init.seed",
    label: "Seed",
    help: "The same seed gives the same starting weights.",
    whole: true,
    min: 0,
    max: limits.seed.max,
    read: ({ model }) =>
      model.kind === "network" && seeded.includes(model.init.scheme)
        ? (model.init as { seed: number }).seed
        : undefined,
  },
  every: {
    path: "measure.sharpness.every",
    label: "Measure sharpness every",
    help: "",
    whole: true,
    min: 1,
    max: limits.sharpnessEvery.max,
    read: (spec) => spec.measure.sharpness.every,
  },
  eigenvalues: {
    path: "measure.sharpness.k",
    label: "Eigenvalues",
    help: "2 also draws λ₂, the second largest curvature.",
    whole: true,
    min: 1,
    max: limits.eigenvalues.max,
    read: (spec) => spec.measure.sharpness.k,
  },
};

/** Schemes that draw: of the others a seed would say nothing. */
const seeded = ["uniform-fan-in", "xavier", "he", "normal"];

export const fieldKeys = Object.keys(fields) as FieldKey[];

/** Fields that mean something for this experiment: a start without chance has no seed. */
export function fieldsOf(spec: ExperimentSpec): FieldKey[] {
  return fieldKeys.filter((key) => fields[key].read(spec) !== undefined);
}

export function valuesOf(spec: ExperimentSpec): Values {
  const entries = fieldKeys.map((key) => {
    const value = fields[key].read(spec);
    return [key, typeof value === "number" ? written(value) : (value ?? "")];
  });
  return Object.fromEntries(entries) as Values;
}

export interface FieldProblem {
  message: string;
  /** A text for the field that would be accepted. */
  fix?: string;
}

export type Check =
  | { ok: true; spec: ExperimentSpec }
  | {
      ok: false;
      problems: Partial<Record<FieldKey, FieldProblem>>;
      /** What is wrong with no field on screen. */
      others: FieldError[];
    };

/** Checks the values on top of a preset's experiment. */
export function check(base: ExperimentSpec, values: Values): Check {
  const validation = validateExperiment(experimentOf(base, values));
  if (validation.ok) return validation;
  const { problems, others } = sortProblems(validation.fields);
  for (const [key, problem] of Object.entries(problems)) {
    const fix = fixFor(base, values, key as FieldKey);
    if (fix !== undefined) problem.fix = fix;
  }
  return { ok: false, problems, others };
}

/** Gives each refused field of an experiment to the field on screen that it is about. */
export function sortProblems(errors: FieldError[]) {
  const problems: Partial<Record<FieldKey, FieldProblem>> = {};
  const others: FieldError[] = [];
  for (const error of errors) {
    const key = fieldKeys.find((name) => fields[name].path === error.path);
    if (key) problems[key] ??= { message: error.message };
    else others.push(error);
  }
  return { problems, others };
}

/** The number a person may have meant by a text; NaN when it is none. Takes "5,000" and "5 000". */
export function parseNumber(text: string): number {
  const bare = text
    .trim()
    .replace(/^−/, "-")
    .replace(/(?<=\d)[\s\u2009\u202f](?=\d{3}\b)/g, "");
  const ungrouped = /^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/.test(bare)
    ? bare.replaceAll(",", "")
    : bare;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(ungrouped)
    ? Number(ungrouped)
    : NaN;
}

function experimentOf(base: ExperimentSpec, values: Values): unknown {
  const experiment = structuredClone(base);
  for (const key of fieldsOf(base)) {
    const { path, text } = fields[key];
    place(experiment, path, text ? values[key] : parseNumber(values[key]));
  }
  return experiment;
}

function place(target: object, path: string, value: unknown) {
  const parts = path.split(".");
  const last = parts.pop() as string;
  let inner = target as Record<string, unknown>;
  for (const part of parts) inner = inner[part] as Record<string, unknown>;
  inner[last] = value;
}

/** The first text near what was typed that is accepted; in the end the preset's own value. */
function fixFor(
  base: ExperimentSpec,
  values: Values,
  key: FieldKey,
): string | undefined {
  const { text, whole, min, max } = fields[key];
  const typed = values[key].trim();
  const number = parseNumber(typed);
  const fraction = /^(\d+)\s*\/\s*(\d+)$/.exec(typed);
  const candidates = text
    ? [typed.slice(0, max)]
    : [
        typed.replace(",", "."),
        fraction && written(Number(fraction[1]) / Number(fraction[2])),
        whole && Number.isFinite(number) && written(Math.round(number)),
        number > max && written(max),
        number < min && whole && written(min),
        number < 0 && written(-number),
      ];
  const own = valuesOf(base)[key];
  return [...candidates, own].find(
    (candidate): candidate is string =>
      !!candidate && candidate !== values[key] && accepts(base, key, candidate),
  );
}

function accepts(base: ExperimentSpec, key: FieldKey, text: string): boolean {
  return validateExperiment(
    experimentOf(base, { ...valuesOf(base), [key]: text }),
  ).ok;
}

function written(value: number): string {
  return Number.isInteger(value)
    ? String(value)
    : String(Number(value.toPrecision(6)));
}

/** What the fields do not change, as lines to read: data, network, loss and method. */
export function fixedParts(
  spec: ExperimentSpec,
  hasTensorflow: boolean,
): { term: string; what: string }[] {
  const { data, model } = spec;
  const lines = describeExperiment(spec);
  const shape = data && dataShape(data);
  if (model.kind !== "network" || !shape || !data || !("samples" in data))
    return lines;
  const parameters = parameterShapes(model.layers, shape.inputShape).reduce(
    (sum, { rows, columns }) => sum + rows * columns,
    0,
  );
  const { precision } = choosePrecision(spec.precision, {
    work: (data.samples ?? 0) * multiplications(model.layers, shape.inputShape),
    hasTensorflow: () => hasTensorflow,
  });
  return [
    ...lines,
    { term: "Parameters", what: count(parameters) },
    {
      term: "Precision",
      what:
        precision === "float64"
          ? "Double (float64), built in"
          : "Single (float32), on TensorFlow",
    },
  ];
}
