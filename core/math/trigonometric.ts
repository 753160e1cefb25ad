import { reduceAngle } from "./quadrant";
import { fromWords, highWord, truncated } from "./words";

/** sin x, to within one unit in the last place. */
export function sin(x: number): number {
  return sineFrom(x, 0);
}

/** cos x, to within one unit in the last place. */
export function cos(x: number): number {
  return sineFrom(x, 1);
}

/** tan x, to within one unit in the last place. */
export function tan(x: number): number {
  if (!Number.isFinite(x)) return NaN;
  const { quarter, y, rest } = reduceAngle(x);
  return tangentOfSmall(y, rest, (quarter & 1) === 1);
}

/** sin(x + quarters·π/2) */
function sineFrom(x: number, quarters: number): number {
  if (!Number.isFinite(x)) return NaN;
  const { quarter, y, rest } = reduceAngle(x);
  switch ((quarter + quarters) & 3) {
    case 0:
      return sineOfSmall(y, rest);
    case 1:
      return cosineOfSmall(y, rest);
    case 2:
      return -sineOfSmall(y, rest);
    default:
      return -cosineOfSmall(y, rest);
  }
}

/** sin(x + rest) for |x| ≤ π/4 */
function sineOfSmall(x: number, rest: number): number {
  if ((highWord(x) & 0x7fffffff) < 0x3e400000) return x;
  const z = x * x;
  const v = z * x;
  const r =
    8.33333333332248946124e-3 +
    z *
      (-1.98412698298579493134e-4 +
        z *
          (2.75573137070700676789e-6 +
            z * (-2.50507602534068634195e-8 + z * 1.58969099521155010221e-10)));
  const s1 = -1.66666666666666324348e-1;
  if (rest === 0) return x + v * (s1 + z * r);
  return x - (z * (0.5 * rest - v * r) - rest - v * s1);
}

/** cos(x + rest) for |x| ≤ π/4 */
function cosineOfSmall(x: number, rest: number): number {
  const high = highWord(x) & 0x7fffffff;
  if (high < 0x3e400000) return 1;
  const z = x * x;
  const r =
    z *
    (4.16666666666666019037e-2 +
      z *
        (-1.38888888888741095749e-3 +
          z *
            (2.48015872894767294178e-5 +
              z *
                (-2.75573143513906633035e-7 +
                  z *
                    (2.0875723212981748279e-9 +
                      z * -1.13596475577881948265e-11)))));
  if (high < 0x3fd33333) return 1 - (0.5 * z - (z * r - x * rest));
  const q = high > 0x3fe90000 ? 0.28125 : fromWords(high - 0x00200000, 0);
  return 1 - q - (0.5 * z - q - (z * r - x * rest));
}

/** tan(x + rest) for |x| ≤ π/4, or −1 over it */
function tangentOfSmall(x: number, rest: number, inverse: boolean): number {
  const high = highWord(x);
  const size = high & 0x7fffffff;
  if (size < 0x3e300000) {
    if (!inverse) return x;
    return x === 0 ? Infinity : negatedInverse(x, rest);
  }
  const isLarge = size >= 0x3fe59428;
  if (isLarge) {
    const sign = x < 0 ? -1 : 1;
    x =
      7.85398163397448278999e-1 -
      sign * x +
      (3.06161699786838301793e-17 - sign * rest);
    rest = 0;
  }
  const z = x * x;
  const w = z * z;
  const odd =
    1.33333333333201242699e-1 +
    w *
      (2.18694882948595424599e-2 +
        w *
          (3.59207910759131235356e-3 +
            w *
              (5.88041240820264096874e-4 +
                w *
                  (7.817944429395570923e-5 + w * -1.85586374855275456654e-5))));
  const even =
    z *
    (5.39682539762260521377e-2 +
      w *
        (8.86323982359930005737e-3 +
          w *
            (1.45620945432529025516e-3 +
              w *
                (2.46463134818469906812e-4 +
                  w *
                    (7.14072491382608190305e-5 +
                      w * 2.59073051863633712884e-5)))));
  const s = z * x;
  let r = rest + z * (s * (odd + even) + rest);
  r += 3.33333333333334091986e-1 * s;
  const sum = x + r;
  if (isLarge) {
    const v = inverse ? -1 : 1;
    const value = v - 2 * (x - ((sum * sum) / (sum + v) - r));
    return high < 0 ? -value : value;
  }
  return inverse ? negatedInverse(x, r) : sum;
}

/** −1/(x + r), as exact as the sum */
function negatedInverse(x: number, r: number): number {
  const sum = x + r;
  const z = truncated(sum);
  const v = r - (z - x);
  const a = -1 / sum;
  const t = truncated(a);
  return t + a * (1 + t * z + t * v);
}
