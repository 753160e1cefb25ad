import { describe, expect, test } from "vitest";
import { createRandom } from "../../../core/random";
import {
  chanceOfMiss,
  nothingAbove,
  othersAreSmall,
  stepsFor,
} from "../../../core/spectrum/certificate";
import { EigenSearch } from "../../../core/spectrum/eigenpairs";
import { symmetricEigen } from "../../../core/spectrum/symmetric";
import { addScaled, dot, norm, scale } from "../../../core/vector";
import { finish } from "../support";

const random = createRandom(5);

/** A symmetric matrix with these eigenvalues, in a random orthonormal basis. */
function withSpectrum(values: number[]): Float64Array[] {
  const basis: Float64Array[] = [];
  while (basis.length < values.length) {
    const v = Float64Array.from(values, () => random.normal());
    for (const q of [...basis, ...basis]) addScaled(v, -dot(q, v), q);
    scale(v, 1 / norm(v));
    basis.push(v);
  }
  return values.map((_, i) =>
    Float64Array.from(values, (_, j) =>
      basis.reduce((sum, q, n) => sum + values[n] * q[i] * q[j], 0),
    ),
  );
}

describe("nothingAbove", () => {
  const spectra = [
    { name: "simple", values: [5, 4, 2, 1, 0, -3, -9] },
    { name: "repeated at the top", values: [5, 5, 5, 2, 1, 0, -1] },
    { name: "repeated at the k-th", values: [7, 5, 5, 5, 1, 0, -1] },
    { name: "all negative", values: [-1, -2, -2, -3, -4, -5, -6] },
  ];
  const allowed = 1e-8;

  test.each(spectra)("proves the top of a spectrum: $name", ({ values }) => {
    const rows = withSpectrum(values);
    const { values: found, vectors } = symmetricEigen(rows);
    for (let k = 1; k <= values.length; k++)
      expect(
        nothingAbove(rows, found.slice(0, k), vectors.slice(0, k), allowed),
      ).toBe(true);
  });

  test.each(spectra)("refuses one that is not the top: $name", ({ values }) => {
    const rows = withSpectrum(values);
    const { values: found, vectors } = symmetricEigen(rows);
    for (let k = 1; k < values.length; k++)
      for (let missed = 0; missed < k; missed++) {
        // The k + 1 largest without one of them: right only where that one comes again.
        const without = <T>(list: T[]) =>
          list.slice(0, k + 1).filter((_, i) => i !== missed);
        const isRight = values[missed] === values[k];
        expect(
          nothingAbove(rows, without(found), without(vectors), allowed),
          `k = ${k} without eigenvalue ${missed + 1}`,
        ).toBe(isRight);
      }
  });

  test("a matrix with NaN is not proven", () => {
    const rows = [Float64Array.of(NaN, 0), Float64Array.of(0, 1)];
    expect(nothingAbove(rows, [1], [Float64Array.of(0, 1)], allowed)).toBe(
      false,
    );
  });
});

describe("othersAreSmall", () => {
  const exact = (count: number) => new Array<number>(count).fill(0);

  test("proves what stands out from the rest, and not what does not", () => {
    const rows = withSpectrum([9, 7, 2, -2, 1, 0, 0]);
    const proves = (values: number[], residuals = exact(values.length)) =>
      othersAreSmall(rows, { values, residuals }, 1e-8);
    expect(proves([9, 7])).toBe(true);
    // One of two is missing, or no larger than the rest together: √(49 + 9) and √(4 + 4 + 1).
    expect(proves([7])).toBe(false);
    expect(proves([9])).toBe(true);
    expect(proves([9, 2])).toBe(false);
    expect(proves([9, 7, 2])).toBe(false);
    // Residuals that may hide more than is allowed.
    expect(proves([9, 7], [1e-3, 1e-3])).toBe(false);
    expect(proves([9, 7], [1e-5, 1e-5])).toBe(true);
    expect(proves([NaN, 7])).toBe(false);
  });

  test("proves nothing that the factor does not prove", () => {
    let proven = 0;
    for (let draw = 0; draw < 1000; draw++) {
      const spectrum = Array.from(
        { length: 6 },
        () => random.normal() * 10 ** (4 * random.uniform()),
      );
      const rows = withSpectrum(spectrum);
      const all = symmetricEigen(rows);
      // Some of the pairs, not always the largest.
      const some = all.values.flatMap((_, i) =>
        random.uniform() < 0.5 ? [i] : [],
      );
      if (some.length === 0) continue;
      const values = some.map((i) => all.values[i]);
      const residuals = exact(values.length);
      if (!othersAreSmall(rows, { values, residuals }, 1e-8)) continue;
      proven++;
      const vectors = some.map((i) => all.vectors[i]);
      expect(nothingAbove(rows, values, vectors, 1e-8)).toBe(true);
    }
    expect(proven).toBeGreaterThan(10);
  });

  test("a matrix with NaN is not proven", () => {
    const rows = [Float64Array.of(NaN, 0), Float64Array.of(0, 1)];
    expect(othersAreSmall(rows, { values: [1], residuals: [0] }, 1)).toBe(
      false,
    );
  });
});

describe("the chance of a miss", () => {
  test("takes the steps it asks for", () => {
    for (const size of [101, 1000, 200_000])
      for (const excess of [0.005, 0.01]) {
        const steps = stepsFor(size, excess, 0.02);
        expect(chanceOfMiss(size, steps, excess)).toBeLessThanOrEqual(0.02);
        expect(chanceOfMiss(size, steps - 1, excess)).toBeGreaterThan(0.02);
      }
  });

  test("bounds how often Lanczos steps miss an isolated eigenvalue", () => {
    const size = 300;
    // One eigenvalue 3 % of the width above a dense rest.
    const values = Float64Array.from({ length: size }, (_, i) =>
      i === 0 ? 1 : (0.97 * i) / size,
    );
    for (const steps of [8, 16]) {
      const bound = chanceOfMiss(size, steps, 0.02);
      let misses = 0;
      const tries = 200;
      for (let i = 0; i < tries; i++) {
        const search = new EigenSearch(
          (v) => v.map((x, j) => x * values[j]),
          size,
          {
            k: 1,
            tolerance: 1e-8,
            maxProducts: 100,
            random,
          },
        );
        finish(search.probe(() => steps));
        if (search.extremes()[0] < 0.98) misses++;
      }
      expect(misses / tries).toBeLessThanOrEqual(bound);
    }
    expect(chanceOfMiss(size, 40, 0.02)).toBeLessThan(1e-3);
  });
});
