import * as elements from "../derivatives/functions";
import { numbers } from "../derivatives/numbers";
import * as exponentials from "../math/exp";
import { cosh, sinh } from "../math/hyperbolic";
import { acos, asin, atan } from "../math/inverse-trigonometric";
import * as logarithms from "../math/log";
import { pow } from "../math/power";
import { cos, sin, tan } from "../math/trigonometric";
import { erf } from "../tensor/erf";

/**
 * A function of one number with its first three derivatives. `y` is f(x), `d1` f′(x) and `d2` f″(x),
 * where they save work.
 */
export interface ScalarFunction {
  value(x: number): number;
  first(x: number, y: number): number;
  second(x: number, y: number, d1: number): number;
  third(x: number, y: number, d1: number, d2: number): number;
}

const zero = () => 0;

/** The same function that networks have. */
function shared({
  value,
  derivatives: [first, second, third],
}: elements.ElementFunction): ScalarFunction {
  return {
    value: (x) => value(numbers, x),
    first: (x, y) => first(numbers, x, y, []) ?? 0,
    second: (x, y, d1) => second(numbers, x, y, [d1]) ?? 0,
    third: (x, y, d1, d2) => third?.(numbers, x, y, [d1, d2]) ?? 0,
  };
}

/** f′ = 1/(x·ln b) */
const logarithm = (
  value: (x: number) => number,
  lnBase: number,
): ScalarFunction => ({
  value,
  first: (x) => 1 / (x * lnBase),
  second: (x, _y, d1) => -d1 / x,
  third: (x, _y, _d1, d2) => (-2 * d2) / x,
});

/** f′ = ±(1 − x²)^−½, f″ = x·f′³ */
const inverseSine = (
  value: (x: number) => number,
  sign: number,
): ScalarFunction => ({
  value,
  first: (x) => sign / Math.sqrt((1 - x) * (1 + x)),
  second: (x, _y, d1) => x * pow(d1, 3),
  third: (x, _y, d1, d2) => pow(d1, 3) + 3 * x * (d1 * d1) * d2,
});

export const exp = shared(elements.exp);

export const log = logarithm(logarithms.log, 1);

/** Written out: it is in most formulas, and the shared one makes their steps a tenth slower. */
export const square: ScalarFunction = {
  value: (x) => x * x,
  first: (x) => 2 * x,
  second: () => 2,
  third: zero,
};

export const reciprocal: ScalarFunction = {
  value: (x) => 1 / x,
  first: (_x, y) => -y * y,
  second: (_x, y, d1) => -2 * y * d1,
  third: (_x, y, _d1, d2) => -3 * y * d2,
};

/** The functions of one argument that a formula may call. `abs` and `relu` have a kink at 0. */
export const functions: ReadonlyMap<string, ScalarFunction> = new Map([
  [
    "sin",
    {
      value: sin,
      first: (x) => cos(x),
      second: (_x, y) => -y,
      third: (_x, _y, d1) => -d1,
    },
  ],
  [
    "cos",
    {
      value: cos,
      first: (x) => -sin(x),
      second: (_x, y) => -y,
      third: (_x, _y, d1) => -d1,
    },
  ],
  [
    "tan",
    {
      value: tan,
      first: (_x, y) => 1 + y * y,
      second: (_x, y, d1) => 2 * y * d1,
      third: (_x, y, d1, d2) => 2 * (d1 * d1 + y * d2),
    },
  ],
  ["asin", inverseSine(asin, 1)],
  ["acos", inverseSine(acos, -1)],
  [
    "atan",
    {
      value: atan,
      first: (x) => 1 / (1 + x * x),
      second: (x, _y, d1) => -2 * x * d1 * d1,
      third: (x, _y, d1, d2) => -2 * d1 * (d1 + 2 * x * d2),
    },
  ],
  [
    "sinh",
    {
      value: sinh,
      first: (x) => cosh(x),
      second: (_x, y) => y,
      third: (_x, _y, d1) => d1,
    },
  ],
  [
    "cosh",
    {
      value: cosh,
      first: (x) => sinh(x),
      second: (_x, y) => y,
      third: (_x, _y, d1) => d1,
    },
  ],
  ["tanh", shared(elements.tanh)],
  ["exp", exp],
  ["log", log],
  ["ln", log],
  ["log10", logarithm(logarithms.log10, Math.LN10)],
  ["log2", logarithm(logarithms.log2, Math.LN2)],
  [
    "sqrt",
    {
      value: Math.sqrt,
      first: (_x, y) => 0.5 / y,
      second: (x, _y, d1) => (-0.5 * d1) / x,
      third: (x, _y, _d1, d2) => (-1.5 * d2) / x,
    },
  ],
  [
    "abs",
    { value: Math.abs, first: (x) => Math.sign(x), second: zero, third: zero },
  ],
  ["relu", shared(elements.relu)],
  [
    "sigmoid",
    {
      ...shared(elements.sigmoid),
      // Another order than that of networks, for runs made before they shared the rest.
      third: (_x, y, d1, d2) => d2 * (1 - 2 * y) - 2 * d1 * d1,
    },
  ],
  ["softplus", shared(elements.softplus)],
  [
    "erf",
    {
      value: erf,
      first: (x) => (2 / Math.sqrt(Math.PI)) * exponentials.exp(-x * x),
      second: (x, _y, d1) => -2 * x * d1,
      third: (x, _y, d1, d2) => -2 * (d1 + x * d2),
    },
  ],
  ["square", square],
  ["cube", power(3)],
]);

/** x^p for a fixed p: NaN where x < 0 and p is no integer. */
export function power(p: number): ScalarFunction {
  if (p === 2) return square;
  if (p === -1) return reciprocal;
  // 0·x^−1 is 0 also at x = 0: a polynomial has no pole.
  const term = (factor: number, x: number, exponent: number) =>
    factor === 0 ? 0 : factor * pow(x, exponent);
  return {
    value: (x) => pow(x, p),
    first: (x) => term(p, x, p - 1),
    second: (x) => term(p * (p - 1), x, p - 2),
    third: (x) => term(p * (p - 1) * (p - 2), x, p - 3),
  };
}

/** c^x for a fixed c > 0. */
export function exponential(c: number): ScalarFunction {
  const rate = logarithms.log(c);
  return {
    value: (x) => pow(c, x),
    first: (_x, y) => rate * y,
    second: (_x, _y, d1) => rate * d1,
    third: (_x, _y, _d1, d2) => rate * d2,
  };
}
