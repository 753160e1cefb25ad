/** Schemas of the experiment file's fields, with the sentences of their refusals. */
import { z } from "zod";
import { limits } from "../limits";
import { grouped } from "../text/grouped";

export const whole = (what: string, min: number, max: number) => {
  const range = `${what} must be a whole number from ${grouped(min)} to ${grouped(max)}.`;
  return z.number({ error: range }).int(range).min(min, range).max(max, range);
};

export const positive = (what: string, max: number) => {
  const range = `${what} must be a number greater than 0 and at most ${grouped(max)}.`;
  return z.number({ error: range }).gt(0, range).max(max, range);
};

export const atLeast = (what: string, min: number, max: number) => {
  const range = `${what} must be a number from ${grouped(min)} to ${grouped(max)}.`;
  return z.number({ error: range }).min(min, range).max(max, range);
};

/** A number from 0 to below 1. */
export const share = (what: string) => {
  const range = `${what} must be a number of at least 0 and less than 1.`;
  return z.number({ error: range }).min(0, range).lt(1, range);
};

export const number = (what: string) =>
  z.number({ error: `${what} must be a finite number.` });

export const flag = (what: string) =>
  z.boolean({ error: `${what} must be true or false.` });

export const oneOf = <const T extends readonly [string, ...string[]]>(
  what: string,
  names: T,
) => z.enum(names, { error: `${what} must be one of: ${names.join(", ")}.` });

/** A non-empty list of finite numbers. */
export const numbers = (what: string, max: number) => {
  const range = `${what} must be a list of 1 to ${grouped(max)} numbers.`;
  return z
    .array(number(`Each of ${what.toLowerCase()}`), { error: range })
    .min(1, range)
    .max(max, range);
};

export const seed = whole("Seed", 0, limits.seed.max).default(0);
