import { exp } from "../math/exp";
import { tanh } from "../math/hyperbolic";
import { log1p } from "../math/log";
import { pow } from "../math/power";
import { erf } from "../tensor/erf";
import type { Arithmetic } from "./functions";

/** Functions on single numbers in double precision, each in the way that keeps most digits. */
export const numbers: Arithmetic<number> = {
  add: (a, b) => a + b,
  multiply: (a, b) => a * b,
  affine: (a, factor, shift) => factor * a + shift,
  tanh,
  oneMinusSquare: (a) => (1 - a) * (1 + a),
  timesOneMinusSquare: (d, a) => (1 - a) * (1 + a) * d,
  sigmoid(a) {
    const small = exp(-Math.abs(a));
    return (a < 0 ? small : 1) / (1 + small);
  },
  softplus: (a) => Math.max(a, 0) + log1p(exp(-Math.abs(a))),
  exp,
  erf,
  clip: (a, low, high) => (a < low ? low : a > high ? high : a),
  positive: (a) => (a > 0 ? 1 : 0),
  power: pow,
};
