/** How the values of several settings become runs. */
import { createRandom } from "../../random";
import { grouped } from "../../text/grouped";
import { refusal } from "./refusal";
import type { SettingValue } from "./setting";
import type { sweepSchema } from "./spec";
import { differentValues, drawn, type Factor } from "./values";
import type { z } from "zod";

type Combine = z.output<typeof sweepSchema>["combine"];

/** The values of one run, one of each setting in their order. */
export type Combination = SettingValue[];

/** @throws LabFailure `bad-experiment` for too many, for equal ones and for lists of different lengths */
export function combinations(
  factors: Factor[],
  combine: Combine,
  most: number,
): Combination[] {
  if (typeof combine === "object") {
    requireCount(combine.random, most);
    return randomly(factors, combine.random, combine.seed);
  }
  const lists = factors.map(({ setting, values }) => {
    if (Array.isArray(values)) return values;
    throw refusal(
      setting.path,
      `Enter the number of values of ${setting.name} from ${values.from} to ${values.to}.`,
    );
  });
  return combine === "grid"
    ? grid(factors, lists, most)
    : zipped(factors, lists);
}

function grid(
  factors: Factor[],
  lists: SettingValue[][],
  most: number,
): Combination[] {
  const count = lists.reduce((product, list) => product * list.length, 1);
  requireCount(count, most);
  lists.forEach((list, i) => {
    const { path, name } = factors[i].setting;
    const seen = new Set<SettingValue>();
    const twice = list.find((value) => seen.size === seen.add(value).size);
    if (twice !== undefined)
      throw refusal(path, `The ${name} ${twice} is in the list twice.`);
  });
  return lists.reduce<Combination[]>(
    (all, list) =>
      all.flatMap((values) => list.map((value) => [...values, value])),
    [[]],
  );
}

function zipped(factors: Factor[], lists: SettingValue[][]): Combination[] {
  const [first] = lists;
  const other = lists.findIndex((list) => list.length !== first.length);
  if (other >= 0) {
    const [a, b] = [factors[0].setting, factors[other].setting];
    throw refusal(
      b.path,
      `Paired lists must have the same length; ${a.name} has ${grouped(first.length)} values and ${b.name} has ${grouped(lists[other].length)}.`,
    );
  }
  const rows = first.map((_, i) => lists.map((list) => list[i]));
  const seen = new Map<string, number>();
  rows.forEach((row, i) => {
    const key = JSON.stringify(row);
    const before = seen.get(key);
    if (before !== undefined)
      throw refusal(
        "sweep",
        `Rows ${before + 1} and ${i + 1} of the paired lists are the same.`,
      );
    seen.set(key, i);
  });
  return rows;
}

/** The same for the same seed. */
function randomly(
  factors: Factor[],
  count: number,
  seed: number,
): Combination[] {
  const most = factors.reduce((n, factor) => n * differentValues(factor), 1);
  if (most < count)
    throw refusal(
      "sweep",
      `There are only ${grouped(most)} different runs. Ask for fewer, or give more values.`,
    );
  const random = createRandom(seed);
  const found = new Map<string, Combination>();
  // Numbers without an end of them may still be equal in their last bits.
  for (let tries = 0; found.size < count && tries < 1000 * count; tries++) {
    const values = factors.map((factor) => drawn(factor, random));
    found.set(JSON.stringify(values), values);
  }
  if (found.size < count)
    throw refusal(
      "sweep",
      `Only ${grouped(found.size)} different runs were found among the random draws. Choose wider ranges or fewer runs.`,
    );
  return [...found.values()];
}

function requireCount(count: number, most: number) {
  if (count > most)
    throw refusal(
      "sweep",
      `A sweep may have at most ${grouped(most)} runs; this one would have ${grouped(count)}.`,
    );
}
