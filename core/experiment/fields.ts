/** The words and limits of the experiment file's fields. */
import { z } from "zod";
import { grouped } from "../text/grouped";

/** What the fields may be; the window and the messages quote these. */
export const limits = {
  name: 120,
  stepSize: { max: 1000 },
  weightDecay: { max: 1000 },
  flowTolerance: { min: 1e-12, max: 1e-2 },
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
  seed: { max: 2 ** 32 - 1 },
  mnistSamples: { max: 60_000 },
  mnistTest: { max: 10_000 },
  samples: { max: 1_000_000 },
  chebyshevSamples: { min: 2, max: 100_000 },
  chebyshevDegree: { max: 50 },
  variables: { max: 8 },
  formula: 500,
} as const;

/** Text without the character of code 0, at which other programs would end it. */
export const withoutNul = /^[^\0]*$/;

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

/** A whole number with its thousands apart: 60,000. */
