import {
  describeData,
  describeDivergence,
  describeModel,
  describeOptimizer,
  describeSplit,
} from "./describe";
import { layerSettings } from "./layer-differences";
import { settingName } from "./setting-names";
import type { ExperimentSpec } from "./spec";
import { validateExperiment } from "./validate";
import { stepSizeWords, type StepSize } from "../optimizers/step-size";
import { grouped } from "../text/grouped";

/** A setting in which experiments differ. */
export interface Difference {
  /** Where it stands in the experiment file, e.g. `optimizer.stepSize`. */
  path: string;
  /** What a person calls it, e.g. "step size". */
  label: string;
  /** Its value in each experiment, in their order. */
  values: string[];
}

/**
 * The settings in which experiments differ, in the order of the file; the name is not one of them.
 * Experiments with different sources of data, kinds of model or methods are told apart by those as a
 * whole and not by each field that only one of them has.
 */
export function differences(specs: ExperimentSpec[]): Difference[] {
  if (specs.length < 2) return [];
  const complete = specs.map(withDefaults);
  const settings = (...keys: (keyof ExperimentSpec)[]) =>
    keys.flatMap((key) =>
      fields(
        key,
        complete.map((spec) => spec[key]),
        complete,
      ),
    );
  const parts: Difference[] = [
    ...dataSettings(complete),
    ...modelSettings(complete),
    ...fields(
      "loss",
      complete.map(({ loss }) => loss ?? "its own"),
      complete,
    ),
    ...methodSettings(complete),
    ...settings("steps", "lossTarget"),
    {
      path: "divergence",
      label: settingName("divergence", complete),
      values: complete.map((spec) => describeDivergence(spec.divergence)),
    },
    ...settings("measure", "precision"),
  ];
  return parts.filter(({ values }) => new Set(values).size > 1);
}

/** When a run crossed the threshold; null where it never did. */
interface Crossing {
  crossingStep: number | null;
}

/**
 * What sets B apart from A and what came of it, e.g. "B differs only in step size (0.05 → 0.1); it
 * reached the edge 310 steps earlier."
 * @param summaries of the runs of a and of b
 * @param names what to call them
 */
export function differenceSentence(
  a: ExperimentSpec,
  b: ExperimentSpec,
  summaries: [Crossing, Crossing],
  names: [string, string] = ["A", "B"],
): string {
  const found = differences([a, b]);
  const [nameA, nameB] = names;
  const outcome = edgeClause(summaries, names);
  if (found.length === 0)
    return `${nameA} and ${nameB} have the same settings; ${outcome}.`;
  const only = found.length === 1 ? " only" : "";
  const list = found.map(({ label, values }) =>
    found.length > 3 ? label : `${label} (${values[0]} → ${values[1]})`,
  );
  return `${nameB} differs${only} in ${inWords(list)}; ${outcome}.`;
}

function edgeClause(
  [{ crossingStep: a }, { crossingStep: b }]: [Crossing, Crossing],
  [nameA, nameB]: [string, string],
): string {
  if (a === null && b === null) return "neither reached the edge";
  if (b === null) return `only ${nameA} reached the edge, at step ${a}`;
  if (a === null) return `only ${nameB} reached the edge, at step ${b}`;
  if (a === b) return `both reached the edge at step ${a}`;
  const steps = Math.abs(a - b);
  const apart = `${grouped(steps)} step${steps === 1 ? "" : "s"}`;
  return `it reached the edge ${apart} ${b < a ? "earlier" : "later"}`;
}

/** Runs of earlier versions of the lab lack the fields that came later. */
function withDefaults(spec: ExperimentSpec): ExperimentSpec {
  const validation = validateExperiment(spec);
  return validation.ok ? validation.spec : spec;
}

function dataSettings(specs: ExperimentSpec[]): Difference[] {
  if (!areSame(specs.map(({ data }) => data?.source)))
    return [
      {
        path: "data",
        label: "data",
        values: specs.map(({ data }) => (data ? describeData(data) : "none")),
      },
    ];
  return fields(
    "data",
    specs.map(
      ({ data }) =>
        // With its seed one setting, so that it is one difference.
        data && {
          ...data,
          split: describeSplit("split" in data ? data.split : undefined),
        },
    ),
    specs,
  );
}

function modelSettings(specs: ExperimentSpec[]): Difference[] {
  const models = specs.map(({ model }) => model);
  const networks = models.filter((model) => model.kind === "network");
  if (networks.length === models.length)
    return [
      ...layerSettings(networks),
      ...fields(
        "model.init",
        networks.map(({ init }) => init),
        specs,
      ),
    ];
  const kinds = models.map((m) => (m.kind === "network" ? m.kind : m.name));
  if (areSame(kinds)) return fields("model", models, specs);
  return [{ path: "model", label: "model", values: models.map(describeModel) }];
}

function methodSettings(specs: ExperimentSpec[]): Difference[] {
  const optimizers = specs.map(({ optimizer }) => optimizer);
  const stepSizes = comparable(optimizers.map(({ stepSize }) => stepSize));
  if (areSame(optimizers.map(({ kind }) => kind)))
    return fields(
      "optimizer",
      optimizers.map((optimizer, i) => ({
        ...optimizer,
        stepSize: stepSizes[i],
      })),
      specs,
    );
  return [
    {
      path: "optimizer.kind",
      label: "method",
      values: optimizers.map(describeOptimizer),
    },
    ...fields("optimizer.stepSize", stepSizes, specs),
  ];
}

/** Step sizes of one form, whose fields can be compared; others in words. */
function comparable(all: StepSize[]): unknown[] {
  const forms = all.map((one) => {
    if (typeof one === "number") return "number";
    return "table" in one ? "table" : `schedule ${one.decay?.kind}`;
  });
  return areSame(forms) ? all : all.map(stepSizeWords);
}

/** The fields of a part of the file down to its last branches; a list is one field. */
function fields(
  path: string,
  values: unknown[],
  specs: ExperimentSpec[],
): Difference[] {
  const keys = new Set(values.flatMap((value) => keysOf(value)));
  if (keys.size === 0)
    return [{ path, label: settingName(path, specs), values: inText(values) }];
  return [...keys].flatMap((key) =>
    fields(
      `${path}.${key}`,
      values.map(
        (value) => (value as Record<string, unknown> | undefined)?.[key],
      ),
      specs,
    ),
  );
}

function keysOf(value: unknown): string[] {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.keys(value)
    : [];
}

/** Values as text, which differs where they differ: long lists are numbered. */
function inText(values: unknown[]): string[] {
  const lists = new Set<string>();
  return values.map((value) => {
    if (value === undefined) return "none";
    if (typeof value === "boolean") return value ? "yes" : "no";
    if (typeof value === "number") return inDigits(value);
    if (typeof value === "string") return value;
    const list = JSON.stringify(value).replaceAll(",", ", ");
    if (list.length <= 60) return list;
    const number = [...lists.add(list)].indexOf(list) + 1;
    return `list ${number}, ${(value as unknown[]).length} entries`;
  });
}

/** Numbers as they are written in the file; whole ones with their thousands apart. */
function inDigits(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e15
    ? grouped(value)
    : String(value);
}

function areSame(values: unknown[]): boolean {
  return new Set(values).size === 1;
}

function inWords(list: string[]): string {
  if (list.length < 2) return list.join("");
  return `${list.slice(0, -1).join(", ")} and ${list.at(-1)}`;
}
