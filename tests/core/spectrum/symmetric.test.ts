import { expect, test } from "vitest";
import { createRandom } from "../../../core/random";
import { symmetricEigen } from "../../../core/spectrum/symmetric";
import { dot } from "../../../core/vector";

const random = createRandom(5);

function lowerTriangle(n: number, entry: (i: number, j: number) => number) {
  return Array.from({ length: n }, (_, i) =>
    Array.from({ length: i + 1 }, (_, j) => entry(i, j)),
  );
}

test.each([1, 2, 7, 60])(
  "a random matrix of %i rows: A·u = λ·u, orthonormal, in order",
  (n) => {
    const lower = lowerTriangle(n, () => random.normal());
    const { values, vectors } = symmetricEigen(lower);
    const entry = (i: number, j: number) =>
      j <= i ? lower[i][j] : lower[j][i];
    values.forEach((value, k) => {
      const u = vectors[k];
      for (let i = 0; i < n; i++) {
        let sum = 0;
        for (let j = 0; j < n; j++) sum += entry(i, j) * u[j];
        // Rounding of sums of up to 60 numbers near 1.
        expect(Math.abs(sum - value * u[i])).toBeLessThan(1e-12);
      }
      vectors.forEach((v, l) =>
        expect(Math.abs(dot(u, v) - (k === l ? 1 : 0))).toBeLessThan(1e-12),
      );
      if (k > 0) expect(value).toBeLessThanOrEqual(values[k - 1]);
    });
  },
);

test.each([
  ["zeros", () => 0, [0, 0, 0]],
  ["ones", () => 1, [3, 0, 0]],
  ["equal values", (i: number, j: number) => (i === j ? 2 : 0), [2, 2, 2]],
  [
    "very different sizes",
    (i: number, j: number) => (i === j ? 10 ** (100 * (i - 1)) : 0),
    [1e100, 1, 1e-100],
  ],
] as [string, (i: number, j: number) => number, number[]][])(
  "%s",
  (_, entry, expected) => {
    const { values } = symmetricEigen(lowerTriangle(3, entry));
    values.forEach((value, i) =>
      expect(Math.abs(value - expected[i])).toBeLessThanOrEqual(
        1e-15 * Math.max(1, expected[i]),
      ),
    );
  },
);
