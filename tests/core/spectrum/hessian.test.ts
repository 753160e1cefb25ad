import { describe, expect, test } from "vitest";
import type { Linearization } from "../../../core/objective/objective";
import { createRandom } from "../../../core/random";
import { denseSpectrum } from "../../../core/spectrum/dense";
import { hessianColumns } from "../../../core/spectrum/hessian";
import { dot, norm } from "../../../core/vector";
import { finish } from "../support";

/** A point whose Hessian has these rows. */
function point(rows: number[][]): Linearization {
  return {
    loss: 0,
    gradient: new Float64Array(rows.length),
    hvp: (v) =>
      Float64Array.from(rows, (row) =>
        row.reduce((sum, a, j) => sum + a * v[j], 0),
      ),
    third: (v) => new Float64Array(v.length),
    dispose: () => undefined,
  };
}

describe("the Hessian", () => {
  test("column by column", () => {
    const columns = finish(
      hessianColumns(
        point([
          [1, 2],
          [3, 4],
        ]),
      ),
    );
    expect(columns.map((c) => [...c])).toEqual([
      [1, 3],
      [2, 4],
    ]);
  });

  test("of the second difference on a line has the known spectrum", () => {
    // 2 on the diagonal and −1 beside it: λ_j = 2 − 2cos(jπ/(n+1)).
    const n = 50;
    const rows = Array.from({ length: n }, (_, i) =>
      Array.from({ length: n }, (_, j) =>
        i === j ? 2 : Math.abs(i - j) === 1 ? -1 : 0,
      ),
    );
    const { values, vectors, residuals, trace, products, converged } = finish(
      denseSpectrum(point(rows)),
    );
    expect(values).toHaveLength(n);
    // Rounding of n operations on numbers up to 4.
    const tolerance = 1e-13;
    values.forEach((value, i) => {
      const exact = 2 - 2 * Math.cos(((n - i) * Math.PI) / (n + 1));
      expect(Math.abs(value - exact)).toBeLessThan(tolerance);
      expect(residuals[i]).toBeLessThan(tolerance);
      expect(Math.abs(norm(vectors[i]) - 1)).toBeLessThan(tolerance);
    });
    expect(Math.abs(dot(vectors[0], vectors[1]))).toBeLessThan(tolerance);
    expect(trace).toBe(2 * n);
    expect(products).toBe(n);
    expect(converged).toBe(true);
  });

  test("residuals tell how far the products are from symmetric", () => {
    const { values, residuals } = finish(
      denseSpectrum(
        point([
          [1, 1e-6],
          [0, 1],
        ]),
      ),
    );
    // Its symmetric part has eigenvalues 1 ± 5e-7; the rest moves each eigenvector by 5e-7.
    expect(values[0] - 1).toBeCloseTo(5e-7, 12);
    residuals.forEach((r) => expect(r).toBeCloseTo(5e-7, 12));
  });

  test.each([1e-200, 1e150])("entries of the size %g", (size) => {
    const { values } = finish(
      denseSpectrum(
        point([
          [2 * size, size],
          [size, 2 * size],
        ]),
      ),
    );
    expect(values[0] / size).toBeCloseTo(3, 12);
    expect(values[1] / size).toBeCloseTo(1, 12);
  });

  test("trace is the sum of the eigenvalues, most negative last", () => {
    const random = createRandom(5);
    const n = 30;
    const half = Array.from({ length: n }, () =>
      Array.from({ length: n }, () => random.normal()),
    );
    const rows = half.map((row, i) => row.map((x, j) => x + half[j][i]));
    const { values, trace } = finish(denseSpectrum(point(rows)));
    const sum = values.reduce((a, b) => a + b, 0);
    // 30 eigenvalues near 10, each to rounding.
    expect(Math.abs(sum - trace)).toBeLessThan(1e-12);
    expect(values).toEqual([...values].sort((a, b) => b - a));
    expect(values[n - 1]).toBeLessThan(0);
  });

  test("that is not finite has no eigenvalues", () => {
    const spectrum = finish(
      denseSpectrum(
        point([
          [1, NaN],
          [NaN, 1],
        ]),
      ),
    );
    expect(spectrum.values).toEqual([]);
    expect(spectrum.converged).toBe(false);
    expect(spectrum.products).toBe(2);
  });
});
