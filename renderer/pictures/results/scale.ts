/** The place of a value along an axis: numbers by their size, names side by side. */
import type { VariedValue } from "../../../core/experiment/varied";
import { plain } from "../../lib/format";
import {
  linearRange,
  linearTicks,
  logRange,
  logTicks,
  tickLabels,
} from "../../plot/axis";

export interface Tick {
  share: number;
  label: string;
}

export interface Scale {
  /** From 0 at the start of the axis to 1 at its end. */
  share: (value: VariedValue) => number;
  ticks: Tick[];
  isLog: boolean;
}

/** The values themselves are marked where there are no more. */
const fewValues = 12;

/** Logarithmic where all numbers are above 0 and span more than a decade. */
export function numberScale(
  values: number[],
  marks: "values" | "round",
): Scale {
  const sorted = [...new Set(values)].sort((a, b) => a - b);
  const least = sorted.at(0) ?? 0;
  const isLog = least > 0 && (sorted.at(-1) ?? 0) / least > 10;
  const range = isLog ? logRange(sorted) : linearRange(sorted);
  // A setting has no need of 0, which a result is measured from.
  const min = marks === "values" && !isLog ? lowerEnd(sorted) : range.min;
  const place = isLog ? Math.log10 : (value: number) => value;
  const [from, to] = [place(min), place(range.max)];
  const share = (value: VariedValue) =>
    (place(Number(value)) - from) / (to - from);
  const own = marks === "values" && sorted.length <= fewValues;
  const axis = { min, max: range.max };
  const ticks = own ? sorted : isLog ? logTicks(axis, 5) : linearTicks(axis, 5);
  const labels = own
    ? ticks.map((tick) => plain(tick, 4))
    : tickLabels(ticks, isLog);
  return {
    share,
    isLog,
    ticks: ticks.map((tick, i) => ({ share: share(tick), label: labels[i] })),
  };
}

function lowerEnd(sorted: number[]): number {
  const [low, high] = [sorted.at(0) ?? 0, sorted.at(-1) ?? 1];
  return low - (high - low || Math.abs(high) || 1) * 0.08;
}

/** Each different value at the middle of a place of its own, in the order given. */
export function nameScale(
  names: VariedValue[],
  text: (value: VariedValue) => string,
): Scale {
  const share = (value: VariedValue) =>
    (names.indexOf(value) + 0.5) / names.length;
  return {
    share,
    isLog: false,
    ticks: names.map((name) => ({ share: share(name), label: text(name) })),
  };
}

/** The different values, numbers by their size and others as they come. */
export function distinct(values: readonly VariedValue[]): VariedValue[] {
  const all = [...new Set(values)];
  return all.every((value) => typeof value === "number")
    ? all.sort((a, b) => a - b)
    : all;
}
