/** Any numeric setting against any result, one point a run. */
import type { RunRow } from "../../../core/contract/api";
import type { ExperimentSpec } from "../../../core/experiment/spec";
import { settingName } from "../../../core/experiment/setting-names";
import {
  linearRange,
  logRange,
  linearTicks,
  logTicks,
  tickLabels,
} from "../../plot/axis";
import type { Axis } from "../../plot/model";
import type { Result } from "./results";

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
    label: settingName(path, specs),
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

export interface ScatterPoint {
  row: RunRow;
  x: number;
  y: number;
}

/** The runs that have both the setting and the result. @param path of the setting */
export function scatterPoints(
  rows: RunRow[],
  path: string,
  { of }: Result,
): ScatterPoint[] {
  return rows.flatMap((row) => {
    const x = numberAt(row.spec, path);
    const y = of(row);
    return x === null || y === null || !Number.isFinite(y)
      ? []
      : [{ row, x, y }];
  });
}

function numberAt(spec: ExperimentSpec, path: string): number | null {
  const value = path
    .split(".")
    .reduce<unknown>(
      (part, key) => (part as Record<string, unknown> | undefined)?.[key],
      spec,
    );
  return typeof value === "number" ? value : null;
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
