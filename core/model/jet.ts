import type { Backend } from "../tensor/backend";

/**
 * A truncated polynomial in t, by coefficient. `null` is an exact zero, so that products with it
 * cost nothing.
 */
export type Jet<T> = (T | null)[];

/** a + b where either may be an exact zero. */
export function plus<T>(be: Backend<T>, a: T | null, b: T | null): T | null {
  if (a === null) return b;
  return b === null ? a : be.add(a, b);
}

/** Coefficient k of a product of two jets: Σ_{i+j=k} product(a_i, b_j, j). */
export function cauchy<T>(
  be: Backend<T>,
  k: number,
  a: Jet<T>,
  b: Jet<T>,
  product: (x: T, y: T, j: number) => T,
): T | null {
  let sum: T | null = null;
  for (let i = 0; i <= k; i++) {
    const x = a[i];
    const y = b[k - i];
    if (x != null && y != null) sum = plus(be, sum, product(x, y, k - i));
  }
  return sum;
}
