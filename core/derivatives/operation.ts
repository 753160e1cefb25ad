import type { Backend } from "../tensor/backend";

/** A tensor of a graph, by its number. */
export type Node = number;

/** One coefficient of every node. What is null or missing is an exact zero, so products with it cost nothing. */
export type Coefficients<T> = (T | null | undefined)[];

/**
 * A graph at one θ, along one direction v: node i is Σ_k z[k][i]·t^k at θ + tv, and the gradient of the
 * loss with respect to it is Σ_k d[k][i]·t^k.
 */
export interface Point<T> {
  z: Coefficients<T>[];
  d: Coefficients<T>[];
  /** Results of order 0 that all products at this θ share, by the node they belong to. */
  shared: (T | null)[][];
  /** The nodes whose gradient the backward sweep computes. */
  wanted: readonly boolean[];
}

/**
 * One step of a graph on truncated polynomials in t. Lower coefficients are in the point already, so each
 * order of a sweep costs only its own products.
 */
export interface Operation<T> {
  /** The node it fills. */
  readonly out: Node;
  /** Coefficient k of `out`. */
  forward(k: number, at: Point<T>): T | null;
  /** Adds its share to coefficient k of the gradient with respect to the nodes it reads. */
  backward(k: number, at: Point<T>): void;
  /** Fills `shared` after both sweeps of order 0, before the first sweep of a higher order. */
  prepare?(at: Point<T>): void;
}

/** a + b where either may be an exact zero. */
export function plus<T>(be: Backend<T>, a: T | null, b: T | null): T | null {
  if (a === null) return b;
  return b === null ? a : be.add(a, b);
}

/** a·b, elementwise, where either may be an exact zero; rows meet as in Backend.multiply. */
export function times<T>(
  be: Backend<T>,
  a: T | null | undefined,
  b: T | null | undefined,
): T | null {
  return a == null || b == null ? null : be.multiply(a, b);
}

export function scaled<T>(be: Backend<T>, a: T | null, factor: number) {
  return a === null || factor === 1 ? a : be.affine(a, factor, 0);
}

/** Coefficient k of a product: Σ_{i+j=k} product(a_i, b_j, i). */
export function cauchy<T>(
  be: Backend<T>,
  k: number,
  a: Coefficients<T>[],
  nodeA: Node,
  b: Coefficients<T>[],
  nodeB: Node,
  product: (x: T, y: T, i: number) => T,
): T | null {
  let sum: T | null = null;
  for (let i = 0; i <= k; i++) {
    const x = a[i][nodeA];
    const y = b[k - i][nodeB];
    if (x != null && y != null) sum = plus(be, sum, product(x, y, i));
  }
  return sum;
}

/** Adds to coefficient k of the gradient with respect to a node. */
export function give<T>(
  be: Backend<T>,
  k: number,
  at: Point<T>,
  node: Node,
  gradient: T | null,
) {
  at.d[k][node] = plus(be, at.d[k][node] ?? null, gradient);
}
