import { describe, expect, it, test } from "vitest";
import { exp, expm1 } from "../../../core/math/exp";
import { cosh, sinh, tanh } from "../../../core/math/hyperbolic";
import { acos, asin, atan } from "../../../core/math/inverse-trigonometric";
import { log, log10, log1p, log2 } from "../../../core/math/log";
import { pow } from "../../../core/math/power";
import { cos, sin, tan } from "../../../core/math/trigonometric";
import { createRandom } from "../../../core/random";

const own = {
  acos,
  asin,
  atan,
  cos,
  cosh,
  exp,
  expm1,
  log,
  log10,
  log1p,
  log2,
  sin,
  sinh,
  tan,
  tanh,
};
const names = Object.keys(own) as (keyof typeof own)[];

const special = [
  0, -0, 1, -1, 0.5, -0.5, 2, -2, 3, -3, 10, 22, -22, 100, 1000, -745.2, 709.782712893384, 709.7827128933841,
  710.4758600739439, 710.4758600739440, 5e-324, -5e-324, 1e-310, 1e-300, 1e300, Math.PI, Math.PI / 2,
  Math.PI / 4, 2 ** 53, Number.MAX_VALUE, Infinity, -Infinity, NaN,
]; // prettier-ignore

/** Numbers of all sizes, many near 0 and 1, and multiples of π/4, below the angles of long division. */
function* numbers(count: number): Generator<number> {
  yield* special;
  const random = createRandom(7);
  const sign = () => (random.uniform() < 0.5 ? -1 : 1);
  for (let i = 0; i < count; i++) {
    const u = random.uniform();
    yield 2 * u - 1;
    yield sign() * pow(2, 60 * u - 41);
    yield 1600 * (u - 0.5);
    yield 1 + sign() * pow(2, -45 * u);
    yield (Math.round(2000 * u) * Math.PI) / 4;
  }
}

/** Bases with exponents. */
function* pairs(count: number): Generator<[number, number]> {
  for (const x of special) for (const y of special) yield [x, y];
  const random = createRandom(8);
  for (let i = 0; i < count; i++) {
    const [u, v] = [random.uniform(), random.uniform()];
    yield [100 * u, 100 * (v - 0.5)];
    yield [20 * (u - 0.5), Math.round(60 * (v - 0.5))];
    yield [2 * u, 4000 * (v - 0.5)];
    yield [1 + (u - 0.5) * exp(-30 * v), (v - 0.5) * exp(35 * u)];
    yield [0.999, i];
    yield [5e-310 * u, 3 * (v - 0.5)];
  }
}

/** Relative difference; 0 for equal numbers, NaN and infinities among them. */
function apart(a: number, b: number) {
  if (Object.is(a, b)) return 0;
  return Math.abs(a - b) / Math.max(Math.abs(b), 2 ** -1022);
}

/** Two units in the last place, and the error of the function of Math that it is compared with. */
const tolerance = 3 * 2 ** -52;

describe.each(names)("%s", (name) => {
  it("is within units in the last place of Math's", () => {
    for (const x of numbers(3000)) {
      if (apart(own[name](x), Math[name](x)) > tolerance)
        expect([x, own[name](x)]).toEqual([x, Math[name](x)]);
      // The sign of 0 is part of it.
      if (x === 0) expect(own[name](x)).toBe(Math[name](x));
    }
  });
});

describe("pow", () => {
  it("is within units in the last place of Math's", () => {
    for (const [x, y] of pairs(3000)) {
      const [a, b] = [pow(x, y), Math.pow(x, y)];
      // Below the normal numbers a unit is a larger share.
      if (apart(a, b) > tolerance && Math.abs(a - b) > 1e-323)
        expect([x, y, a]).toEqual([x, y, b]);
    }
  });

  it("is the product for whole exponents whose power is a whole number", () => {
    for (let x = -30; x <= 30; x++)
      for (let n = 0, power = 1; n < 10; n++, power *= x)
        expect([x, n, pow(x, n)]).toEqual([x, n, power]);
  });
});

test("sine and cosine of large angles are reduced by all digits of π", () => {
  // sin and cos of 10²², a standard trial of the reduction (Ng, 1992).
  expect(sin(1e22)).toBeCloseTo(-0.8522008497671888, 15);
  expect(cos(1e22)).toBeCloseTo(0.5232147853951389, 15);
  const random = createRandom(9);
  for (let i = 0; i < 2000; i++) {
    const x = pow(2, 20 + 1000 * random.uniform());
    expect(apart(sin(-x), Math.sin(-x))).toBeLessThanOrEqual(tolerance);
    expect(apart(cos(x), Math.cos(x))).toBeLessThanOrEqual(tolerance);
    expect(apart(tan(x), Math.tan(x))).toBeLessThanOrEqual(tolerance);
  }
});

/** Node 20, with which runs were made before: the numbers of those runs stay. */
const isNode20 = process.versions.node.startsWith("20.");

test.runIf(isNode20)(
  "has the bits of Math of Node 20 (skipped under other versions, which have other bits)",
  () => {
    for (const name of names)
      for (const x of numbers(20_000)) {
        const isLarge = Math.abs(x) > 8e5 && /^(sin|cos|tan)$/.test(name);
        if (!isLarge && !Object.is(own[name](x), Math[name](x)))
          expect([name, x, own[name](x)]).toEqual([name, x, Math[name](x)]);
      }
    for (const [x, y] of pairs(20_000))
      if (!Object.is(pow(x, y), Math.pow(x, y)))
        expect([x, y, pow(x, y)]).toEqual([x, y, Math.pow(x, y)]);
  },
);
