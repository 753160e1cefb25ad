/** Any numeric setting against any result, one point a run. */
import type { ExperimentSpec } from "../../../core/experiment/spec";
import { settingName } from "../../../core/experiment/setting-names";
import {
  linearRange,
  logRange,
  linearTicks,
  logTicks,
  tickLabels,
} from "../../charts/axis";
import type { Axis } from "../../charts/model";

export interface Setting {
  path: string;
  label: string;
  values: (number | null)[];
}

/** The numeric settings of experiments, those in which they differ first; lists are left out. */
export function numericSettings(specs: ExperimentSpec[]): Setting[] {
  const found = specs.map((spec) => new Map(numbersIn(spec, "")));
  const paths = [...new Set(found.flatMap((numbers) => [...numbers.keys()]))];
  const settings = paths.map((path) => ({
    path,
    label: settingName(path),
    values: found.map((numbers) => numbers.get(path) ?? null),
  }));
  const differs = ({ values }: Setting) => new Set(values).size > 1;
  return [
    ...settings.filter(differs),
    ...settings.filter((setting) => !differs(setting)),
  ];
}

function numbersIn(value: unknown, path: string): [string, number][] {
  if (typeof value === "number" && path !== "edgeLab") return [[path, value]];
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return [];
  return Object.entries(value).flatMap(([key, part]) =>
    numbersIn(part, path ? `${path}.${key}` : key),
  );
}

export interface ScatterAxis {
  log: boolean;
  /** 0 at the start of the axis, 1 at its end. */
  share: (value: number) => number;
  ticks: { share: number; label: string }[];
}

/** Logarithmic where all values are above 0 and span more than a decade. */
export function scatterAxis(values: number[]): ScatterAxis {
  const least = Math.min(...values);
  const log = least > 0 && Math.max(...values) / least > 10;
  const range: Axis = log ? logRange(values) : linearRange(values);
  const place = log ? Math.log10 : (value: number) => value;
  const share = (value: number) =>
    (place(value) - place(range.min)) / (place(range.max) - place(range.min));
  const ticks = log ? logTicks(range, 5) : linearTicks(range, 5);
  const labels = tickLabels(ticks, log);
  return {
    log,
    share,
    ticks: ticks.map((tick, i) => ({ share: share(tick), label: labels[i] })),
  };
}
