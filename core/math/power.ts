import {
  fromWords,
  highWord,
  powerOfTwo,
  truncated,
  withHighWord,
} from "./words";

/**
 * x^y as ECMAScript defines `**`: 1 where y is 0, NaN where |x| is 1 and y infinite, and where x < 0 and
 * y is no integer. To within two units in the last place: fdlibm's is more exact by one, but runs were
 * made with the power of Node 20, which groups its last quotient differently (see `powerOfSum`).
 */
export function pow(x: number, y: number): number {
  if (y === 0) return 1;
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
  const size = Math.abs(x);
  if (!Number.isFinite(y)) {
    if (size === 1) return NaN;
    return size > 1 === y > 0 ? Infinity : 0;
  }
  if (y === 1) return x;
  if (y === -1) return 1 / x;
  if (y === 2) return x * x;
  if (y === 0.5 && x >= 0) return Math.sqrt(x + 0);
  const isNegative = x < 0 || Object.is(x, -0);
  const isInteger = Number.isInteger(y);
  const sign = isNegative && isInteger && y % 2 !== 0 ? -1 : 1;
  if (size === 0 || size === 1 || size === Infinity) {
    if (x === -1 && !isInteger) return NaN;
    return sign * (y < 0 ? 1 / size : size);
  }
  if (isNegative && !isInteger) return NaN;
  return sign * powerOfPositive(size, y);
}

/** log₂ of the number last given to `logarithm` is its value plus this. */
let logarithmRest = 0;

/** For x neither 0, 1 nor infinite, and y neither 0 nor infinite. */
function powerOfPositive(x: number, y: number): number {
  if (Math.abs(y) > 2147483648 && (x < 0.9999995 || x > 1.000001))
    return x > 1 === y > 0 ? Infinity : 0;
  const t1 = logarithm(x, Math.abs(y) > 2147483648);
  const t2 = logarithmRest;
  // (y1 + y2)·(t1 + t2)
  const y1 = truncated(y);
  const lower = (y - y1) * t1 + y * t2;
  const upper = y1 * t1;
  return powerOfSum(upper, lower);
}

/** 1/ln2 in two parts. */
const [cp, cpHigh, cpLow] = [
  9.61796693925975554329e-1, 9.61796700954437255859e-1,
  -7.02846165095275826516e-9,
];

/** log₂x, with the last 32 bits 0; the rest goes to `logarithmRest`. */
function logarithm(x: number, isNearOne: boolean): number {
  if (isNearOne) {
    const t = x - 1;
    const w = t * t * (0.5 - t * (0.3333333333333333333333 - t * 0.25));
    const u = 1.44269502162933349609 * t;
    const v = t * 1.92596299112661746887e-8 - w * 1.442695040888963387;
    const t1 = truncated(u + v);
    logarithmRest = v - (t1 - u);
    return t1;
  }
  let n = -1023;
  let ax = x;
  if (ax < 2.2250738585072014e-308) {
    ax *= 9007199254740992;
    n -= 53;
  }
  let high = highWord(ax);
  n += high >> 20;
  const j = high & 0xfffff;
  high = j | 0x3ff00000;
  let isUpper = false;
  if (j > 0x3988e) {
    if (j < 0xbb67a) isUpper = true;
    else {
      n++;
      high -= 0x100000;
    }
  }
  ax = withHighWord(ax, high);
  // ss = s_h + s_l = (x − b)/(x + b), b = 1 or 3/2
  const base = isUpper ? 1.5 : 1;
  const u = ax - base;
  const v = 1 / (ax + base);
  const ss = u * v;
  const sh = truncated(ss);
  let th = fromWords(
    ((high >> 1) | 0x20000000) + 0x80000 + (isUpper ? 1 << 18 : 0),
    0,
  );
  let tl = ax - (th - base);
  const sl = v * (u - sh * th - sh * tl);
  let s2 = ss * ss;
  let r =
    s2 *
    s2 *
    (5.99999999999994648725e-1 +
      s2 *
        (4.28571428578550184252e-1 +
          s2 *
            (3.33333329818377432918e-1 +
              s2 *
                (2.72728123808534006489e-1 +
                  s2 *
                    (2.30660745775561754067e-1 +
                      s2 * 2.06975017800338417784e-1)))));
  r += sl * (sh + ss);
  s2 = sh * sh;
  th = truncated(3 + s2 + r);
  tl = r - (th - 3 - s2);
  const product = sh * th;
  const productRest = sl * th + tl * ss;
  const ph = truncated(product + productRest);
  const pl = productRest - (ph - product);
  const zh = cpHigh * ph;
  const zl = cpLow * ph + pl * cp + (isUpper ? 1.35003920212974897128e-8 : 0);
  const offset = isUpper ? 5.84962487220764160156e-1 : 0;
  const t1 = truncated(zh + zl + offset + n);
  logarithmRest = zl - (t1 - n - offset - zh);
  return t1;
}

/** 2^(upper + lower) */
function powerOfSum(upper: number, lower: number): number {
  const z = lower + upper;
  if (z > 1024 || (z === 1024 && lower + 8.0085662595372944372e-17 > z - upper))
    return Infinity;
  if (z < -1075 || (z === -1075 && lower <= z - upper)) return 0;
  let n = 0;
  const high = highWord(z);
  if ((high & 0x7fffffff) > 0x3fe00000) {
    const exponent = ((high & 0x7fffffff) >> 20) - 0x3ff;
    const rounded = high + (0x100000 >> (exponent + 1));
    const k = ((rounded & 0x7fffffff) >> 20) - 0x3ff;
    const whole = fromWords(rounded & ~(0xfffff >> k), 0);
    n = ((rounded & 0xfffff) | 0x100000) >> (20 - k);
    if (high < 0) n = -n;
    upper -= whole;
  }
  const t = truncated(lower + upper);
  const u = t * 6.93147182464599609375e-1;
  const v =
    (lower - (t - upper)) * 6.93147180559945286227e-1 +
    t * -1.90465429995776804525e-9;
  const sum = u + v;
  const w = v - (sum - u);
  const square = sum * sum;
  const t1 =
    sum -
    square *
      (1.66666666666666019037e-1 +
        square *
          (-2.77777777770155933842e-3 +
            square *
              (6.61375632143793436117e-5 +
                square *
                  (-1.6533902205465251539e-6 +
                    square * 4.13813679705723846039e-8))));
  // fdlibm subtracts the last bracket from the quotient, not from its denominator.
  const r = (sum * t1) / (t1 - 2 - (w + sum * w));
  const value = 1 - (r - sum);
  const scaled = highWord(value) + (n << 20);
  if (scaled >> 20 > 0) return withHighWord(value, scaled);
  // Below the normal numbers: by steps, so that it is rounded once.
  return (
    value * powerOfTwo(n + 1000 > -1023 ? n + 1000 : -1022) * powerOfTwo(-1000)
  );
}
