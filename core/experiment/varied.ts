/** The settings in which experiments differ, with their values, for pictures of one against another. */
import { ofLayer } from "./sweep/layer-settings";
import { valueWords, type SettingValue } from "./sweep/setting";
import { settingsOf } from "./sweep/settings";
import { settingName } from "./setting-names";
import type { ExperimentSpec } from "./spec";
import { parts } from "./words";

/** A value; undefined in experiments that have no such setting. Lists are told apart by their text. */
export type VariedValue = SettingValue | undefined;

export interface Varied {
  /** In the experiment file, e.g. `optimizer.stepSize`. */
  path: string;
  /** "step size" */
  label: string;
  symbol?: string | undefined;
  /** Its value in each experiment, in their order. */
  values: VariedValue[];
  /** Whether all values are numbers. */
  isNumber: boolean;
  /** Whether runs that differ in it alone are repetitions. */
  isSeed: boolean;
  /** Settings whose values go with these one by one, e.g. the width of another layer. */
  alongside: string[];
  /** A value as people say it. */
  text: (value: VariedValue) => string;
}

/** What is said of an experiment and what is worked out afterwards change nothing in the run. */
const besides = ["edgeLab", "name", "analysis"];

/**
 * The settings in which experiments differ: step sizes first, then other numbers and choices, and seeds last.
 * A setting that follows from another one is told beside it and has no place of its own.
 */
export function variedSettings(specs: readonly ExperimentSpec[]): Varied[] {
  const found = specs.map((spec) => new Map(leaves(spec, "")));
  const paths = new Set(found.flatMap((values) => [...values.keys()]));
  const differing = [...paths].flatMap((path) => {
    const values = found.map((leaf) => leaf.get(path));
    return new Set(values).size > 1 ? [variedAt(path, values, specs)] : [];
  });
  const ordered = differing.toSorted((a, b) => rank(a) - rank(b));
  const kept: Varied[] = [];
  for (const setting of ordered) {
    const leader = kept.find((other) => isLed(other, setting));
    if (!leader) kept.push(setting);
    else leader.alongside.push(setting.label);
  }
  return kept;
}

function leaves(value: unknown, path: string): [string, VariedValue][] {
  if (besides.includes(path)) return [];
  if (Array.isArray(value)) {
    const isOfObjects = value.some(
      (one) => typeof one === "object" && one !== null && !Array.isArray(one),
    );
    return isOfObjects
      ? value.flatMap((one, i) => leaves(one, `${path}[${i}]`))
      : [[path, JSON.stringify(value)]];
  }
  if (typeof value !== "object" || value === null)
    return value === undefined ? [] : [[path, value as SettingValue]];
  return Object.entries(value).flatMap(([key, part]) =>
    leaves(part, path ? `${path}.${key}` : key),
  );
}

function variedAt(
  path: string,
  values: VariedValue[],
  specs: readonly ExperimentSpec[],
): Varied {
  const owner = specs[values.findIndex((value) => value !== undefined)];
  const setting = settingsOf(owner).find((one) => one.path === path);
  return {
    path,
    label: setting?.name ?? settingName(path, specs) + ofLayer(path),
    symbol: setting?.symbol,
    values,
    isNumber: values.every((value) => typeof value === "number"),
    isSeed: parts(path).at(-1) === "seed",
    alongside: [],
    text: (value) =>
      value === undefined
        ? "none"
        : setting
          ? valueWords(setting, value)
          : String(value),
  };
}

function rank({ symbol, isSeed }: Varied): number {
  return isSeed ? 2 : symbol === "η" ? 0 : 1;
}

/**
 * Whether a setting follows from another: it is the same in all experiments, or each value of one has one
 * of the other, by more than chance; or it is a field that only some values of the other have.
 */
function isLed(leader: Varied, setting: Varied): boolean {
  if (leader.isSeed !== setting.isSeed) return false;
  const [a, b] = [leader.values, setting.values];
  if (a.every((value, i) => value === b[i])) return true;
  const follows = isFunction(a, b);
  if (follows && b.includes(undefined) && !a.includes(undefined)) return true;
  if (!follows || !isFunction(b, a)) return false;
  // Where no value comes twice every two settings do: only an order tells paired lists from random draws.
  return new Set(a).size < a.length || isMonotone(a, b);
}

/** Whether equal values of a have equal values of b. */
function isFunction(a: VariedValue[], b: VariedValue[]): boolean {
  const known = new Map<VariedValue, VariedValue>();
  return a.every((value, i) => {
    if (!known.has(value)) known.set(value, b[i]);
    return known.get(value) === b[i];
  });
}

function isMonotone(a: VariedValue[], b: VariedValue[]): boolean {
  const order = a.map((_, i) => i);
  order.sort((i, j) => Number(a[i]) - Number(a[j]));
  const gaps = order
    .slice(1)
    .map((i, n) => Math.sign(Number(b[i]) - Number(b[order[n]])));
  return gaps.length > 1 && gaps.every((gap) => gap !== 0 && gap === gaps[0]);
}
