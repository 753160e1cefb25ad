/** The values that a sweep gives to one setting. */
import { log10 } from "../../math/log";
import { pow } from "../../math/power";
import type { Random } from "../../random";
import { grouped } from "../../text/grouped";
import { refusal } from "./refusal";
import type { Setting, SettingValue } from "./setting";
import { mostRuns, type Range, type Values } from "./spec";

/** A setting with its values: a list, or a range of numbers to draw from. */
export interface Factor {
  setting: Setting;
  values: SettingValue[] | Range;
}

/**
 * Checks the values of a setting and writes a range with a count as a list.
 * @throws LabFailure `bad-experiment` that names the setting and what it may be
 */
export function factorOf(setting: Setting, values: Values): Factor {
  if (!Array.isArray(values)) {
    requireRange(setting, values);
    const { count } = values;
    return {
      setting,
      values: count === undefined ? values : spaced(setting, values, count),
    };
  }
  const { path, name } = setting;
  if (values.length === 0)
    throw refusal(path, `Give at least one value of ${name}.`);
  if (values.length > mostRuns)
    throw refusal(
      path,
      `A sweep may have at most ${grouped(mostRuns)} runs; there are ${grouped(values.length)} values of ${name}.`,
    );
  for (const value of values) requireValue(setting, value);
  return { setting, values: values as SettingValue[] };
}

/** One value of a setting at random: of a list any of them, of a range any number in it. */
export function drawn(
  { setting, values }: Factor,
  random: Random,
): SettingValue {
  if (Array.isArray(values))
    return values[Math.floor(random.uniform() * values.length)];
  const { from, to, scale } = values;
  const isWhole = setting.number?.isWhole ?? false;
  // Each whole number has a share of its own, the last one too.
  const end = isWhole ? to + 1 : to;
  const value = between(from, end, scale, random.uniform());
  if (isWhole) return Math.min(to, Math.floor(value));
  const digits = Math.round(4 + log10(Math.max(-from, to) / (to - from)));
  const short = Number(value.toPrecision(Math.min(17, Math.max(4, digits))));
  return Math.min(to, Math.max(from, short));
}

/** How many different values can be drawn; Infinity where there is no end of them. */
export function differentValues({ setting, values }: Factor): number {
  if (Array.isArray(values)) return new Set(values).size;
  return setting.number?.isWhole ? values.to - values.from + 1 : Infinity;
}

function requireValue({ schema, path }: Setting, value: unknown) {
  const parsed = schema.safeParse(value);
  if (!parsed.success)
    throw refusal(path, `${path}: ${parsed.error.issues[0].message}`);
}

function requireRange(setting: Setting, { from, to, scale }: Range) {
  const { path, name, number } = setting;
  if (!number)
    throw refusal(
      path,
      `${setting.label} is a choice and cannot have a range: list its values.`,
    );
  requireValue(setting, from);
  requireValue(setting, to);
  if (from >= to)
    throw refusal(
      path,
      `The range of ${name} must go from a smaller number to a larger one.`,
    );
  if (scale === "log" && from <= 0)
    throw refusal(
      path,
      `A logarithmic range of ${name} must begin above 0. Choose a linear one, or another start.`,
    );
}

function spaced(setting: Setting, range: Range, count: number): number[] {
  const { from, to, scale } = range;
  const exact = Array.from({ length: count }, (_, i) =>
    // The ends as given.
    i === 0
      ? from
      : i === count - 1
        ? to
        : between(from, to, scale, i / (count - 1)),
  );
  const isWhole = setting.number?.isWhole;
  const rounded = isWhole ? exact.map(Math.round) : shortened(exact);
  if (rounded.every((value, i) => i === 0 || value > rounded[i - 1]))
    return rounded;
  throw refusal(
    setting.path,
    `There are fewer than ${count} different values between ${from} and ${to} for ${setting.name}${scale === "log" && isWhole ? " by equal factors" : ""}. Choose a wider range or fewer of them.`,
  );
}

function between(
  from: number,
  to: number,
  scale: Range["scale"],
  share: number,
) {
  return scale === "log"
    ? from * pow(to / from, share)
    : from + (to - from) * share;
}

/** The numbers between the ends with the fewest digits, at least four, that keep their spacing to 1 %. */
function shortened(sizes: number[]): number[] {
  const digits = sizes.slice(1).map((size, i) => {
    const spacing = size - sizes[i];
    const largest = Math.max(Math.abs(size), Math.abs(sizes[i]));
    // Rounding to d digits moves a number of size s by up to s·10^(1−d)/2.
    return Math.ceil(1 + log10((50 * largest) / spacing));
  });
  const enough = Math.min(17, Math.max(4, ...digits));
  return sizes.map((size, i) =>
    i === 0 || i === sizes.length - 1 ? size : Number(size.toPrecision(enough)),
  );
}
