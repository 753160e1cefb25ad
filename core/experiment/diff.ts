import { describeLabelNoise } from "../data/label-noise";
import { labelNoiseOf } from "../data/spec";
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
    keys.flatMap((key) => fields(key, complete, (spec) => spec[key]));
  const parts: Difference[] = [
    ...dataSettings(complete),
    ...modelSettings(complete),
    ...fields("loss", complete, ({ loss }) => loss ?? "its own"),
    ...methodSettings(complete),
    ...settings("batch", "steps", "lossTarget"),
    {
      path: "divergence",
      label: settingName("divergence", complete),
      values: complete.map((spec) => describeDivergence(spec.divergence)),
    },
    ...settings("measure", "precision"),
  ];
  return parts.filter(({ values }) => new Set(values).size > 1);
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
  return fields("data", specs, ({ data }) => {
    const split = data && "split" in data ? data.split : undefined;
    // With its seed one setting, so that it is one difference.
    const noise = data && labelNoiseOf(data);
    return (
      data && {
        ...data,
        split: describeSplit(split),
        labelNoise: noise && describeLabelNoise(noise),
      }
    );
  });
}

function modelSettings(specs: ExperimentSpec[]): Difference[] {
  const models = specs.map(({ model }) => model);
  const networks = models.filter((model) => model.kind === "network");
  if (networks.length === models.length)
    return [
      ...layerSettings(networks),
      ...fields("model.init", specs, (_, i) => networks[i].init),
    ];
  const kinds = models.map((m) => (m.kind === "landscape" ? m.name : m.kind));
  if (areSame(kinds)) return fields("model", specs, ({ model }) => model);
  return [{ path: "model", label: "model", values: models.map(describeModel) }];
}

function methodSettings(specs: ExperimentSpec[]): Difference[] {
  const optimizers = specs.map(({ optimizer }) => optimizer);
  const stepSizes = comparable(optimizers.map(({ stepSize }) => stepSize));
  if (areSame(optimizers.map(({ kind }) => kind)))
    return fields("optimizer", specs, ({ optimizer }, i) => ({
      ...optimizer,
      stepSize: stepSizes[i],
    }));
  return [
    {
      path: "optimizer.kind",
      label: "method",
      values: optimizers.map(describeOptimizer),
    },
    ...fields("optimizer.stepSize", specs, (_, i) => stepSizes[i]),
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
  specs: ExperimentSpec[],
  valueOf: (spec: ExperimentSpec, i: number) => unknown,
): Difference[] {
  const values = specs.map(valueOf);
  const keys = new Set(values.flatMap((value) => keysOf(value)));
  if (keys.size === 0)
    return [{ path, label: settingName(path, specs), values: inText(values) }];
  return [...keys].flatMap((key) =>
    fields(
      `${path}.${key}`,
      specs,
      (_, i) => (values[i] as Record<string, unknown> | undefined)?.[key],
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
