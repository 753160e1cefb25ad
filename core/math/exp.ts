import { fromWords, highWord, powerOfTwo } from "./words";

const ln2High = 6.9314718036912381649e-1;
const ln2Low = 1.90821492927058770002e-10;
const inverseLn2 = 1.442695040888963387;
const overflow = 7.09782712893383973096e2;
const underflow = -7.4513321910194110842e2;

/** e^x, to within one unit in the last place. */
export function exp(x: number): number {
  if (!(x <= overflow)) return x + Infinity;
  if (x < underflow) return 0;
  const high = highWord(x) & 0x7fffffff;
  if (high < 0x3e300000) return 1 + x;
  // x = k·ln2 + (upper − lower)
  let k = 0;
  let upper = x;
  let lower = 0;
  if (high > 0x3fd62e42) {
    if (high < 0x3ff0a2b2) {
      if (x === 1) return Math.E;
      k = x < 0 ? -1 : 1;
    } else k = Math.trunc(inverseLn2 * x + (x < 0 ? -0.5 : 0.5));
    upper = x - k * ln2High;
    lower = k * ln2Low;
  }
  const r = upper - lower;
  const t = r * r;
  const c =
    r -
    t *
      (1.66666666666666019037e-1 +
        t *
          (-2.77777777770155933842e-3 +
            t *
              (6.61375632143793436117e-5 +
                t *
                  (-1.6533902205465251539e-6 +
                    t * 4.13813679705723846039e-8))));
  if (k === 0) return 1 - ((r * c) / (c - 2) - r);
  const y = 1 - (lower - (r * c) / (2 - c) - upper);
  if (k === 1024) return y * 2 * 8.98846567431158e307;
  if (k >= -1021) return y * powerOfTwo(k);
  return y * powerOfTwo(k + 1000) * powerOfTwo(-1000);
}

/** e^x − 1, to within one unit in the last place also near 0. */
export function expm1(x: number): number {
  if (!(x <= overflow)) return x + Infinity;
  const high = highWord(x) & 0x7fffffff;
  if (high >= 0x4043687a && x < 0) return -1;
  if (high < 0x3c900000) return x;
  let k = 0;
  let r = x;
  let c = 0;
  if (high > 0x3fd62e42) {
    const half = x < 0 ? -0.5 : 0.5;
    k = high < 0x3ff0a2b2 ? 2 * half : Math.trunc(inverseLn2 * x + half);
    const upper = x - k * ln2High;
    const lower = k * ln2Low;
    r = upper - lower;
    c = upper - r - lower;
  }
  const half = 0.5 * r;
  const h = r * half;
  const r1 =
    1 +
    h *
      (-3.33333333333331316428e-2 +
        h *
          (1.58730158725481460165e-3 +
            h *
              (-7.93650757867487942473e-5 +
                h *
                  (4.00821782732936239552e-6 +
                    h * -2.01099218183624371326e-7))));
  const t = 3 - r1 * half;
  let e = h * ((r1 - t) / (6 - r * t));
  if (k === 0) return r - (r * e - h);
  e = r * (e - c) - c;
  e -= h;
  if (k === -1) return 0.5 * (r - e) - 0.5;
  if (k === 1) return r < -0.25 ? -2 * (e - (r + 0.5)) : 1 + 2 * (r - e);
  if (k === 1024) return (1 - (e - r)) * 2 * 8.98846567431158e307 - 1;
  if (k <= -2 || k > 56) return (1 - (e - r)) * powerOfTwo(k) - 1;
  const scaled =
    k < 20
      ? fromWords(0x3ff00000 - (0x200000 >> k), 0) - (e - r)
      : r - (e + powerOfTwo(-k)) + 1;
  return scaled * powerOfTwo(k);
}
