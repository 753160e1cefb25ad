import { exp, expm1 } from "./exp";
import { highWord } from "./words";

/** The largest |x| whose e^|x| is finite, in its first 32 bits; and the largest with a finite sinh. */
const exponentialLimit = 709.7822265625;
const limit = 710.4758600739439;

/** sinh x, to within two units in the last place. */
export function sinh(x: number): number {
  const size = Math.abs(x);
  const half = x < 0 ? -0.5 : 0.5;
  if (size < 22) {
    if (size < 3.725290298461914e-9) return x;
    const t = expm1(size);
    if (size < 1) return half * (2 * t - (t * t) / (t + 1));
    return half * (t + t / (t + 1));
  }
  if (size < exponentialLimit) return half * exp(size);
  if (size <= limit) {
    const root = exp(0.5 * size);
    return half * root * root;
  }
  return x * Infinity;
}

/** cosh x, to within two units in the last place. */
export function cosh(x: number): number {
  const size = Math.abs(x);
  const high = highWord(size);
  if (high < 0x3fd62e43) {
    const t = expm1(size);
    const w = 1 + t;
    return high < 0x3c800000 ? w : 1 + (t * t) / (w + w);
  }
  if (size < 22) {
    const t = exp(size);
    return 0.5 * t + 0.5 / t;
  }
  if (size < exponentialLimit) return 0.5 * exp(size);
  if (size <= limit) {
    const root = exp(0.5 * size);
    return 0.5 * root * root;
  }
  return size * Infinity;
}

/** tanh x, to within two units in the last place. A net's activation has a faster one of its own. */
export function tanh(x: number): number {
  const size = Math.abs(x);
  if (!(size < 22)) return Math.sign(x);
  const high = highWord(size);
  if (high < 0x3e300000) return x;
  let value: number;
  if (high >= 0x3ff00000) value = 1 - 2 / (expm1(2 * size) + 2);
  else {
    const t = expm1(-2 * size);
    value = -t / (t + 2);
  }
  return x < 0 ? -value : value;
}
