import { expect, test } from "vitest";
import { erf } from "../../../core/tensor/erf";

/** 2/√π·Σ (−1)ⁿx²ⁿ⁺¹/(n!(2n+1)), whose terms stay below e^{x²}. */
function series(x: number): number {
  let [term, sum] = [x, x];
  for (let n = 1; n < 60; n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

test("agrees with its power series", () => {
  for (let x = -1.5; x <= 1.5; x += 1 / 128)
    // The series cancels to e^{x²}·2⁻⁵³, 2e-15 at 1.5.
    expect(Math.abs(erf(x) - series(x))).toBeLessThan(2e-15);
});

test.each([
  // Abramowitz and Stegun, table 7.1, and Wolfram's tables.
  [0.5, 0.5204998778130465],
  [1, 0.8427007929497149],
  [1.25, 0.9229001282564582],
  [2, 0.9953222650189527],
  [0.9, 0.796908212422832],
  [2.5, 0.999593047982555],
  [3, 0.9999779095030014],
  [5, 0.9999999999984626],
])("erf(%f) = %f", (x, value) => {
  expect(erf(x)).toBeCloseTo(value, 13);
  expect(erf(-x)).toBe(-erf(x));
});

test("1 far out, NaN of NaN, 0 of 0", () => {
  expect([erf(40), erf(-Infinity), erf(0), erf(NaN)]).toEqual([1, -1, 0, NaN]);
});
