import { symmetricEigen } from "../spectrum/symmetric";

/** Symmetric k×k matrices as full rows. */
export type Square = number[][];

export interface Solution {
  /** X ⪰ 0. */
  x: Square;
  /** How far R = A + B[X] is from ⪰ 0: minus its least eigenvalue, or 0. */
  infeasibility: number;
  /** |⟨X, R⟩|. */
  gap: number;
  iterations: number;
}

const mostIterations = 2000;

/**
 * Solves X ⪰ 0, R = A + B[X] ⪰ 0, ⟨X, R⟩ = 0 for a positive semidefinite map B: the minimum of
 * ½⟨X, B[X]⟩ + ⟨A, X⟩ over X ⪰ 0, by accelerated projected gradients with restarts (Beck and
 * Teboulle, 2009; O'Donoghue and Candès, 2015).
 * @param norm an upper bound of the largest eigenvalue of B
 * @param tolerance of the residuals, relative to the entries of A
 */
export function complementarity(
  a: Square,
  apply: (x: Square) => Square,
  norm: number,
  tolerance = 1e-12,
): Solution {
  const k = a.length;
  // A single eigenvalue has a closed form.
  if (k === 1) {
    const b = apply([[1]])[0][0];
    const x = b > 0 ? Math.max(0, -a[0][0] / b) : 0;
    const r = a[0][0] + b * x;
    return {
      x: [[x]],
      infeasibility: Math.max(0, -r),
      gap: Math.abs(x * r),
      iterations: 0,
    };
  }
  // Where B is 0, X changes nothing.
  if (!(norm > 0))
    return {
      x: zero(k),
      infeasibility: Math.max(0, -leastEigenvalue(a)),
      gap: 0,
      iterations: 0,
    };
  const scale = Math.max(...a.flat().map(Math.abs), Number.MIN_VALUE);
  let x = zero(k);
  let ahead = x;
  let momentum = 1;
  for (let iterations = 1; ; iterations++) {
    const r = plus(a, apply(ahead));
    const next = positivePart(plus(ahead, r, -1 / norm));
    const turnsBack = inner(plus(ahead, next, -1), plus(next, x, -1)) > 0;
    const weight = turnsBack
      ? 1
      : (1 + Math.sqrt(1 + 4 * (momentum * momentum))) / 2;
    const reach = turnsBack ? 0 : (momentum - 1) / weight;
    ahead = plus(next, plus(next, x, -1), reach);
    momentum = weight;
    x = next;
    const residual = plus(a, apply(x));
    const infeasibility = Math.max(0, -leastEigenvalue(residual));
    const gap = Math.abs(inner(x, residual));
    const size = Math.max(1, Math.sqrt(inner(x, x)));
    const isThere =
      infeasibility <= tolerance * scale && gap <= tolerance * scale * size;
    if (isThere || iterations === mostIterations)
      return { x, infeasibility, gap, iterations };
  }
}

export function zero(k: number): Square {
  return Array.from({ length: k }, () => new Array<number>(k).fill(0));
}

export function plus(a: Square, b: Square, factor = 1): Square {
  return a.map((row, i) => row.map((value, j) => value + factor * b[i][j]));
}

export function inner(a: Square, b: Square): number {
  return a.reduce(
    (sum, row, i) => row.reduce((s, value, j) => s + value * b[i][j], sum),
    0,
  );
}

function positivePart(a: Square): Square {
  const { values, vectors } = symmetricEigen(a);
  const result = zero(a.length);
  values.forEach((value, e) => {
    if (value <= 0) return;
    const v = vectors[e];
    result.forEach((row, i) => {
      for (let j = 0; j < row.length; j++) row[j] += value * v[i] * v[j];
    });
  });
  return result;
}

function leastEigenvalue(a: Square): number {
  return symmetricEigen(a).values.at(-1) ?? 0;
}
