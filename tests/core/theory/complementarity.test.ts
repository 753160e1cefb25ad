import { expect, test } from "vitest";
import { createRandom } from "../../../core/random";
import { symmetricEigen } from "../../../core/spectrum/symmetric";
import {
  complementarity,
  inner,
  plus,
  zero,
  type Square,
} from "../../../core/theory/complementarity";

/** A random positive definite map on symmetric k×k matrices, as Σ (N·X)N over pairs of normals. */
function problem(k: number, seed: number) {
  const random = createRandom(seed);
  const normals: number[][][] = zero(k).map((row) =>
    row.map(() => Array.from({ length: 40 }, () => random.normal())),
  );
  for (let i = 0; i < k; i++)
    for (let j = 0; j < i; j++) normals[i][j] = normals[j][i];
  const dot = (a: number[], b: number[]) =>
    a.reduce((sum, value, i) => sum + value * b[i], 0);
  const apply = (x: Square) =>
    zero(k).map((row, i) =>
      row.map((_, j) =>
        normals.reduce(
          (sum, line, a) =>
            line.reduce((s, n, b) => s + dot(normals[i][j], n) * x[a][b], sum),
          0,
        ),
      ),
    );
  const symmetric = zero(k).map((row) => row.map(() => random.normal()));
  const a = plus(
    symmetric,
    zero(k).map((row, i) => row.map((_, j) => symmetric[j][i])),
  );
  return { a, apply, norm: 40 * k * k * 3 };
}

test.each([1, 2, 3, 4])("k = %i: X ⪰ 0, R ⪰ 0 and ⟨X, R⟩ = 0", (k) => {
  for (let seed = 1; seed <= 20; seed++) {
    const { a, apply, norm } = problem(k, 100 * k + seed);
    const { x, infeasibility, gap, iterations } = complementarity(
      a,
      apply,
      norm,
    );
    const r = plus(a, apply(x));
    const least = (m: Square) => symmetricEigen(m).values.at(-1) ?? NaN;
    // Entries are of size 1; the solver asks for 1e-12 and its stopping rule is checked from outside.
    expect(least(x)).toBeGreaterThan(-1e-10);
    expect(least(r)).toBeGreaterThan(-1e-10);
    expect(Math.abs(inner(x, r))).toBeLessThan(1e-10);
    expect(Math.max(infeasibility, gap)).toBeLessThan(1e-10);
    expect(iterations).toBeLessThan(2000);
  }
});

test("nothing pushes where there is room, and just enough where there is none", () => {
  const apply = (x: Square) => [[4 * x[0][0]]];
  expect(complementarity([[0.5]], apply, 4).x).toEqual([[0]]);
  expect(complementarity([[-2]], apply, 4).x).toEqual([[0.5]]);
});
