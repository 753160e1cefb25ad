/** Fields of the experiment file: each with its words, its limits and the sentence that refuses a value. */
import { z } from "zod";
import { grouped } from "../text/grouped";
import type { Definition } from "./definition";
import { named, type Words } from "./words";

/** What the fields may be; the window and the messages quote these. */
export const limits = {
  name: 120,
  stepSize: { max: 1000 },
  weightDecay: { max: 1000 },
  steps: { max: 10_000_000 },
  analysisSteps: { max: 20_000 },
  sharpnessEvery: { max: 1_000_000 },
  eigenvalues: { max: 20 },
  /** Parameters up to which all eigenvalues are computed on request. */
  allEigenvalues: 300,
  units: { max: 20_000 },
  filters: { max: 1024 },
  kernel: { max: 31 },
  stride: { max: 16 },
  layers: { max: 50 },
  vocabulary: { max: 50_000 },
  heads: { max: 64 },
  seed: { max: 2 ** 32 - 1 },
  mnistSamples: { max: 60_000 },
  mnistTest: { max: 10_000 },
  samples: { max: 1_000_000 },
  chebyshevSamples: { min: 2, max: 100_000 },
  chebyshevDegree: { max: 50 },
  variables: { max: 8 },
  formulaLength: 500,
} as const;

/** Text without the character of code 0, at which other programs would end it. */
export const withoutNul = /^[^\0]*$/;

/** A label alone, or all words of a field. */
type Name = string | Words;

const wordsFrom = (name: Name): Words =>
  typeof name === "string" ? { label: name } : name;

/** @param make the schema, from the label that begins its messages */
function field<S extends z.ZodType>(name: Name, make: (label: string) => S): S {
  const words = wordsFrom(name);
  return named(make(words.label), words);
}

export const whole = (name: Name, min: number, max: number) =>
  field(name, (label) => {
    const range = `${label} must be a whole number from ${grouped(min)} to ${grouped(max)}.`;
    return z
      .number({ error: range })
      .int(range)
      .min(min, range)
      .max(max, range);
  });

export const positive = (name: Name, max: number) =>
  field(name, (label) => {
    const range = `${label} must be a number greater than 0 and at most ${grouped(max)}.`;
    return z.number({ error: range }).gt(0, range).max(max, range);
  });

/** A number from `min` to `max`, both included. */
export const between = (name: Name, min: number, max: number) =>
  field(name, (label) => {
    const [low, high] = [min, max].map((limit) =>
      Number.isInteger(limit) ? grouped(limit) : String(limit),
    );
    const range = `${label} must be a number from ${low} to ${high}.`;
    return z.number({ error: range }).min(min, range).max(max, range);
  });

/** A number from 0 to below 1. */
export const share = (name: Name) =>
  field(name, (label) => {
    const range = `${label} must be a number of at least 0 and less than 1.`;
    return z.number({ error: range }).min(0, range).lt(1, range);
  });

export const number = (name: Name) =>
  field(name, (label) =>
    z.number({ error: `${label} must be a finite number.` }),
  );

export const flag = (name: Name) =>
  field(name, (label) =>
    z.boolean({ error: `${label} must be true or false.` }),
  );

export const oneOf = <const T extends readonly [string, ...string[]]>(
  name: Name,
  values: T,
) =>
  field(name, (label) =>
    z.enum(values, { error: `${label} must be one of: ${values.join(", ")}.` }),
  );

/** One of several kinds that have no fields of their own. */
export function choice<const List extends readonly Definition[]>(
  name: Name,
  list: List,
) {
  const words = wordsFrom(name);
  type Value = List[number]["name"];
  const values = list.map((one) => one.name) as [Value, ...Value[]];
  const choices = Object.fromEntries(list.map((one) => [one.name, one.label]));
  return oneOf({ choices, ...words }, values);
}

/** The path of a file. @param what begins the sentence that refuses a value */
export const path = (what: string, words: Words) =>
  named(
    z
      .string({ error: `${what} must be the path of a file.` })
      .min(1, `${what} must be the path of a file.`)
      .max(4096, `${what} may have at most 4096 characters.`)
      .regex(withoutNul, `${what} must not contain the character of code 0.`),
    words,
  );

/** A non-empty list of finite numbers. */
export const numbers = (name: Name, max: number) =>
  field(name, (label) => {
    const range = `${label} must be a list of 1 to ${grouped(max)} numbers.`;
    const one = number(`Each of ${label.toLowerCase()}`);
    return z.array(one, { error: range }).min(1, range).max(max, range);
  });

export const seed = whole("Seed", 0, limits.seed.max).default(0);
