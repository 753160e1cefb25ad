import { highWord, truncated } from "./words";

const halfPi = 1.570796326794896558;
const halfPiRest = 6.12323399573676603587e-17;
const quarterPi = 7.85398163397448278999e-1;

/** (asin √t)/√t − 1 for t ≤ ¼ */
function series(t: number): number {
  const p =
    t *
    (1.66666666666666657415e-1 +
      t *
        (-3.25565818622400915405e-1 +
          t *
            (2.01212532134862925881e-1 +
              t *
                (-4.00555345006794114027e-2 +
                  t *
                    (7.91534994289814532176e-4 +
                      t * 3.4793310759602116757e-5)))));
  const q =
    1 +
    t *
      (-2.40339491173441421878 +
        t *
          (2.02094576023350569471 +
            t * (-6.8828397160545329303e-1 + t * 7.70381505559019352791e-2)));
  return p / q;
}

/** asin x in [−π/2, π/2], to within one unit in the last place. */
export function asin(x: number): number {
  const size = Math.abs(x);
  if (!(size <= 1)) return NaN;
  if (size === 1) return x * halfPi + x * halfPiRest;
  const high = highWord(size);
  if (high < 0x3e400000) return x;
  if (high < 0x3fe00000) return x + x * series(x * x);
  const t = (1 - size) * 0.5;
  const r = series(t);
  const s = Math.sqrt(t);
  let value: number;
  if (high >= 0x3fef3333) value = halfPi - (2 * (s + s * r) - halfPiRest);
  else {
    const w = truncated(s);
    const c = (t - w * w) / (s + w);
    const p = 2 * s * r - (halfPiRest - 2 * c);
    value = quarterPi - (p - (quarterPi - 2 * w));
  }
  return x < 0 ? -value : value;
}

/** acos x in [0, π], to within one unit in the last place. */
export function acos(x: number): number {
  const size = Math.abs(x);
  if (!(size <= 1)) return NaN;
  if (size === 1) return x > 0 ? 0 : Math.PI + 2 * halfPiRest;
  const high = highWord(size);
  if (high <= 0x3c600000) return halfPi + halfPiRest;
  if (high < 0x3fe00000) return halfPi - (x - (halfPiRest - x * series(x * x)));
  const z = (1 - size) * 0.5;
  const s = Math.sqrt(z);
  const r = series(z);
  if (x < 0) return Math.PI - 2 * (s + (r * s - halfPiRest));
  const upper = truncated(s);
  const c = (z - upper * upper) / (s + upper);
  return 2 * (upper + (r * s + c));
}

/** atan of ½, 1, 3/2 and ∞, each with what rounding took from it. */
const angles = [
  4.63647609000806093515e-1,
  quarterPi,
  9.82793723247329054082e-1,
  halfPi,
];
const rests = [
  2.26987774529616870924e-17,
  3.06161699786838301793e-17,
  1.39033110312309984516e-17,
  halfPiRest,
];

/** atan x in [−π/2, π/2], to within one unit in the last place. */
export function atan(x: number): number {
  const size = Math.abs(x);
  const high = highWord(size);
  if (high >= 0x44100000) {
    if (Number.isNaN(x)) return x;
    return x < 0 ? -halfPi - halfPiRest : halfPi + halfPiRest;
  }
  if (high < 0x3e400000) return x;
  let id = -1;
  let y = x;
  if (high >= 0x40038000) [id, y] = [3, -1 / size];
  else if (high >= 0x3ff30000) [id, y] = [2, (size - 1.5) / (1 + 1.5 * size)];
  else if (high >= 0x3fe60000) [id, y] = [1, (size - 1) / (size + 1)];
  else if (high >= 0x3fdc0000) [id, y] = [0, (2 * size - 1) / (2 + size)];
  const z = y * y;
  const w = z * z;
  const even =
    z *
    (3.33333333333329318027e-1 +
      w *
        (1.42857142725034663711e-1 +
          w *
            (9.09088713343650656196e-2 +
              w *
                (6.66107313738753120669e-2 +
                  w *
                    (4.97687799461593236017e-2 +
                      w * 1.62858201153657823623e-2)))));
  const odd =
    w *
    (-1.99999999998764832476e-1 +
      w *
        (-1.1111110405462355788e-1 +
          w *
            (-7.69187620504482999495e-2 +
              w *
                (-5.83357013379057348645e-2 + w * -3.6531572744216915527e-2))));
  if (id < 0) return y - y * (even + odd);
  const value = angles[id] - (y * (even + odd) - rests[id] - y);
  return x < 0 ? -value : value;
}
