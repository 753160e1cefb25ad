import { highWord, truncated, withHighWord } from "./words";

const ln2High = 6.9314718036912381649e-1;
const ln2Low = 1.90821492927058770002e-10;

/** Coefficients of log(1 + f) − 2s in s = f/(2 + f). */
const [l1, l2, l3, l4, l5, l6, l7] = [
  6.66666666666673513e-1, 3.999999999940941908e-1, 2.857142874366239149e-1,
  2.222219843214978396e-1, 1.818357216161805012e-1, 1.531383769920937332e-1,
  1.479819860511658591e-1,
];

/** For finite x > 0: x = 2^k·(1 + f), with 1 + f in [√½, √2). */
let k = 0;
/** The first 20 bits of the fraction of x. */
let fraction = 0;
function reduce(x: number): number {
  k = -1023;
  let high = highWord(x);
  if (high < 0x00100000) {
    k -= 54;
    x *= 18014398509481984;
    high = highWord(x);
  }
  k += high >> 20;
  fraction = high & 0xfffff;
  const i = (fraction + 0x95f64) & 0x100000;
  k += i >> 20;
  return withHighWord(x, fraction | (i ^ 0x3ff00000)) - 1;
}

/** Numbers with a logarithm that is found by series. */
const isOrdinary = (x: number) => x > 0 && x < Infinity;

/** Of the others: log 0 = −∞, log of a negative number NaN; NaN and +∞ stay. */
function special(x: number): number {
  if (x === 0) return -Infinity;
  return x < 0 ? NaN : x;
}

/** The natural logarithm, to within one unit in the last place. */
export function log(x: number): number {
  if (!isOrdinary(x)) return special(x);
  const f = reduce(x);
  if ((0xfffff & (2 + fraction)) < 3) {
    if (f === 0) return k === 0 ? 0 : k * ln2High + k * ln2Low;
    const rest = f * f * (0.5 - 0.33333333333333333 * f);
    return k === 0 ? f - rest : k * ln2High - (rest - k * ln2Low - f);
  }
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const odd = w * (l2 + w * (l4 + w * l6));
  const even = z * (l1 + w * (l3 + w * (l5 + w * l7)));
  const rest = even + odd;
  if (((fraction - 0x6147a) | (0x6b851 - fraction)) > 0) {
    const half = 0.5 * f * f;
    return k === 0
      ? f - (half - s * (half + rest))
      : k * ln2High - (half - (s * (half + rest) + k * ln2Low) - f);
  }
  return k === 0
    ? f - s * (f - rest)
    : k * ln2High - (s * (f - rest) - k * ln2Low - f);
}

/** log(1 + x), to within one unit in the last place also near 0. */
export function log1p(x: number): number {
  if (x <= -1) return x === -1 ? -Infinity : NaN;
  if (!(x < Infinity)) return x;
  const size = Math.abs(x);
  if (size < 1 / 2 ** 29) return size < 1 / 2 ** 54 ? x : x - x * x * 0.5;
  let exponent = 0;
  let f = x;
  let isTiny = false;
  let c = 0;
  // Beyond √2 − 1 above and 1 − √½ below.
  if (x >= 0.4142136573791504 || x <= -0.292893648147583) {
    const isSmall = x < 2 ** 53;
    const u = isSmall ? 1 + x : x;
    let bits = highWord(u);
    exponent = (bits >> 20) - 1023;
    if (isSmall) c = (exponent > 0 ? 1 - (u - x) : x - (u - 1)) / u;
    bits &= 0xfffff;
    if (bits < 0x6a09e) f = withHighWord(u, bits | 0x3ff00000) - 1;
    else {
      exponent++;
      f = withHighWord(u, bits | 0x3fe00000) - 1;
      bits = (0x100000 - bits) >> 2;
    }
    isTiny = bits === 0;
  }
  const half = 0.5 * f * f;
  if (isTiny) {
    if (f === 0)
      return exponent === 0 ? 0 : exponent * ln2High + (c + exponent * ln2Low);
    const rest = half * (1 - 0.66666666666666666 * f);
    return exponent === 0
      ? f - rest
      : exponent * ln2High - (rest - (exponent * ln2Low + c) - f);
  }
  const s = f / (2 + f);
  const z = s * s;
  const rest =
    z * (l1 + z * (l2 + z * (l3 + z * (l4 + z * (l5 + z * (l6 + z * l7))))));
  return exponent === 0
    ? f - (half - s * (half + rest))
    : exponent * ln2High -
        (half - (s * (half + rest) + (exponent * ln2Low + c)) - f);
}

const inverseLn2High = 1.44269504072144627571;
const inverseLn2Low = 1.67517131648865118353e-10;

/** The logarithm to the base 2, exact at powers of 2. */
export function log2(x: number): number {
  if (!isOrdinary(x)) return special(x);
  const f = reduce(x);
  const half = 0.5 * f * f;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const rest =
    z * (l1 + w * (l3 + w * (l5 + w * l7))) + w * (l2 + w * (l4 + w * l6));
  const upper = truncated(f - half);
  const lower = f - upper - half + s * (half + rest);
  const product = upper * inverseLn2High;
  const sum = k + product;
  const error =
    (lower + upper) * inverseLn2Low +
    lower * inverseLn2High +
    (k - sum + product);
  return error + sum;
}

const inverseLn10 = 4.34294481903251816668e-1;
const log2High = 3.01029995663611771306e-1;
const log2Low = 3.69423907715893078616e-13;

/** The logarithm to the base 10. */
export function log10(x: number): number {
  if (!isOrdinary(x)) return special(x);
  let exponent = -1023;
  if (x < 2.2250738585072014e-308) {
    exponent -= 54;
    x *= 18014398509481984;
  }
  const high = highWord(x);
  exponent += high >> 20;
  const i = exponent < 0 ? 1 : 0;
  exponent += i;
  const mantissa = withHighWord(x, (high & 0xfffff) | ((0x3ff - i) << 20));
  const lower = exponent * log2Low + inverseLn10 * log(mantissa);
  return lower + exponent * log2High;
}
