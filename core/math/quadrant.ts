import { highWord, powerOfTwo } from "./words";

/** π/2 in three parts of 33 bits, each with what follows it. */
const [first, firstRest] = [1.57079632673412561417, 6.07710050650619224932e-11];
const [second, secondRest] = [
  6.0771005063039659766e-11, 2.02226624879595063154e-21,
];
const [third, thirdRest] = [
  2.0222662487111664558e-21, 8.47842766036889956997e-32,
];

/** A finite angle as quarter·π/2 + (y + rest) with |y| ≤ about π/4; the quarter modulo 4. */
export interface Angle {
  quarter: number;
  y: number;
  rest: number;
}

export function reduceAngle(x: number): Angle {
  const high = highWord(x) & 0x7fffffff;
  if (high <= 0x3fe921fb) return { quarter: 0, y: x, rest: 0 };
  const angle = high <= 0x413921fb ? moderate(Math.abs(x)) : large(Math.abs(x));
  if (x > 0) return angle;
  return { quarter: -angle.quarter & 3, y: -angle.y, rest: -angle.rest };
}

/** By Cody and Waite: further parts of π/2 where the first ones cancel. */
function moderate(x: number): Angle {
  const n = Math.floor(x * 6.36619772367581382433e-1 + 0.5);
  const high = highWord(x);
  const exponent = high >> 20;
  let r = x - n * first;
  let w = n * firstRest;
  let y = r - w;
  const lost = () => exponent - ((highWord(y) >> 20) & 0x7ff);
  const mayCancel = n >= 32 || high === highWord((n * Math.PI) / 2);
  if (mayCancel && lost() > 16) {
    let t = r;
    w = n * second;
    r = t - w;
    w = n * secondRest - (t - r - w);
    y = r - w;
    if (lost() > 49) {
      t = r;
      w = n * third;
      r = t - w;
      w = n * thirdRest - (t - r - w);
      y = r - w;
    }
  }
  return { quarter: n & 3, y, rest: r - y - w };
}

/** Bits after the point: 1024 of the largest number, and 226 for the remainder and its error. */
const bits = 1250n;
/** Bits of the remainder that are kept: two numbers' worth for one as small as 2^−62. */
const kept = 180n;
let halfPi: bigint | null = null;

/** By long division with whole numbers, exact for every x. */
function large(x: number): Angle {
  halfPi ??= 8n * arctanOfInverse(5n) - 2n * arctanOfInverse(239n);
  // Numbers from 2^52 on are whole; the others are so after a shift of at most 33 bits.
  const fixed = Number.isInteger(x)
    ? BigInt(x) << bits
    : BigInt(x * powerOfTwo(33)) << (bits - 33n);
  const n = (2n * fixed + halfPi) / (2n * halfPi);
  const remainder = (fixed - n * halfPi) >> (bits - kept);
  const scale = 1.5324955408658889e54; // 2^180
  const y = Number(remainder) / scale;
  return {
    quarter: Number(n & 3n),
    y,
    rest: Number(remainder - BigInt(y * scale)) / scale,
  };
}

/** arctan(1/q)·2^bits by its series (Machin, 1706: π/4 = 4·arctan(1/5) − arctan(1/239)). */
function arctanOfInverse(q: bigint): bigint {
  let power = (1n << bits) / q;
  let sum = 0n;
  for (let k = 1n; power !== 0n; k += 2n) {
    sum += (k % 4n === 1n ? power : -power) / k;
    power /= q * q;
  }
  return sum;
}
