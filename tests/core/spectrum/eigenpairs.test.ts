import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { describe, expect, test } from "vitest";
import { createRandom } from "../../../core/random";
import { topEigenpairs } from "../../../core/spectrum/eigenpairs";
import { dot, norm } from "../../../core/vector";
import { finish } from "../support";

const random = createRandom(3);
const normals = (n: number) =>
  Float64Array.from({ length: n }, () => random.normal());
const operator = (rows: number[][]) => (v: Float64Array) =>
  Float64Array.from(rows, (row) =>
    row.reduce((sum, a, j) => sum + a * v[j], 0),
  );
const diagonal = (values: number[]) => (v: Float64Array) =>
  v.map((x, i) => values[i] * x);
const solve = (
  apply: (v: Float64Array) => Float64Array,
  size: number,
  options: Partial<Parameters<typeof topEigenpairs>[1]> = {},
) =>
  finish(
    topEigenpairs(apply, {
      k: 1,
      tolerance: 1e-10,
      maxProducts: 100,
      start: [normals(size)],
      random,
      ...options,
    }),
  );

describe("topEigenpairs", () => {
  test("agrees with a dense solver on a random symmetric matrix, residuals true", () => {
    const n = 40;
    const a = Matrix.zeros(n, n);
    for (let i = 0; i < n; i++)
      for (let j = 0; j <= i; j++) {
        const x = random.normal();
        a.set(i, j, x);
        a.set(j, i, x);
      }
    const dense = new EigenvalueDecomposition(a, {
      assumeSymmetric: true,
    }).realEigenvalues.sort((x, y) => y - x);
    const apply = operator(a.to2DArray());
    const { values, vectors, residuals, converged } = solve(apply, n, { k: 4 });
    expect(converged).toBe(true);
    values.forEach((value, i) => {
      expect(value).toBeCloseTo(dense[i], 8);
      const remainder = apply(vectors[i]).map(
        (x, j) => x - value * vectors[i][j],
      );
      // Both are rounding-level differences of numbers near 10.
      expect(Math.abs(norm(remainder) - residuals[i])).toBeLessThan(1e-12);
      expect(norm(vectors[i])).toBeCloseTo(1, 12);
    });
    expect(dot(vectors[0], vectors[1])).toBeCloseTo(0, 12);
  });

  test("largest algebraic, not largest magnitude", () => {
    const { values } = solve(diagonal([1, -50, 3, -2, 0]), 5);
    expect(values[0]).toBeCloseTo(3, 9);
  });

  test("all eigenvalues negative", () => {
    expect(solve(diagonal([-4, -1, -9]), 3).values[0]).toBeCloseTo(-1, 9);
  });

  test("finds a repeated eigenvalue twice from two starts", () => {
    const { values, converged } = solve(diagonal([5, 5, 1, 1]), 4, {
      k: 2,
      start: [normals(4), normals(4)],
    });
    expect(converged).toBe(true);
    expect(values[0]).toBeCloseTo(5, 9);
    expect(values[1]).toBeCloseTo(5, 9);
  });

  test("a zero operator and a zero start", () => {
    const { values, converged } = solve((v) => new Float64Array(v.length), 6, {
      k: 2,
      start: [new Float64Array(6)],
    });
    expect(values).toEqual([0, 0]);
    expect(converged).toBe(true);
  });

  test("k beyond the dimension gives all there are", () => {
    const { values } = solve(diagonal([2, 1]), 2, { k: 5 });
    expect(values).toHaveLength(2);
  });

  test("says so when it ran out of products", () => {
    const values = Array.from({ length: 200 }, (_, i) => i / 200);
    const pairs = solve(diagonal(values), 200, { k: 2, maxProducts: 5 });
    expect(pairs.converged).toBe(false);
    expect(pairs.products).toBe(5);
    expect(pairs.residuals[0]).toBeGreaterThan(1e-6);
  });

  test("an operator that answers NaN ends the search without a value", () => {
    const pairs = solve((v) => v.map(() => NaN), 4);
    expect(pairs.values).toEqual([]);
    expect(pairs.converged).toBe(false);
  });

  test("exact eigenvectors as start need one product each", () => {
    const first = Float64Array.from([1, 0, 0, 0]);
    const second = Float64Array.from([0, 1, 0, 0]);
    const pairs = solve(diagonal([9, 4, 1, 0]), 4, {
      k: 2,
      start: [first, second],
    });
    expect(pairs.products).toBe(2);
    expect(pairs.converged).toBe(true);
  });

  test("the same seed gives the same digits", () => {
    const run = () =>
      solve(diagonal([3, 2, 1, 0.5]), 4, {
        start: [Float64Array.from([1, 2, 3, 4])],
        random: createRandom(1),
      });
    expect(run().values).toEqual(run().values);
  });
});
