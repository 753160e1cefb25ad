import type { Random } from "../random";
import { addCombination, dot, norm, scale } from "../vector";
import { symmetricEigen } from "./symmetric";

export interface EigenOptions {
  /** Eigenvalues wanted; at most the dimension. */
  k: number;
  /**
   * Converged when each of the k residuals is at most this times the largest |λ| among them: the error
   * of an eigenvalue is at most its residual, and about residual²/gap.
   */
  tolerance: number;
  /** Products after which it gives up. */
  maxProducts: number;
  /**
   * Vectors to begin with, at least one; need not be normalised or independent. An eigenvalue of
   * multiplicity m is found m times only from m of them.
   */
  start: Float64Array[];
  /** Goes on in a fresh direction when the subspace is invariant and still too small. */
  random: Random;
}

export interface Eigenpairs {
  /** Largest algebraic first; fewer than k where the operator broke down. */
  values: number[];
  /** Unit vectors u, in the order of the values. */
  vectors: Float64Array[];
  /** |Hu − λu|, computed from Hu itself: same unit as the values. */
  residuals: number[];
  /** Matrix-vector products used. */
  products: number;
  converged: boolean;
}

export interface TopEigenpairs extends Eigenpairs {
  /** What the subspace knows of the next eigenvector, which was not waited for; null where nothing. */
  next: Float64Array | null;
}

/** A new direction shorter than this share of the vector it came from is rounding noise. */
const dependent = 1e-10;

/** A direction that keeps less than this share of its length needs a second orthogonalisation. */
const cancelled = 0.7;

/**
 * The k largest algebraic eigenvalues of a symmetric operator: Rayleigh–Ritz on a subspace that
 * grows by the residual of a Ritz pair that has not converged. From one vector this is the Lanczos iteration with
 * full reorthogonalisation (twice where needed, after Kahan and Parlett); from good guesses of all k
 * eigenvectors it is block Lanczos that spends each product where it is needed. Yields after each
 * product so that a caller may do something else in between.
 */
export function* topEigenpairs(
  apply: (v: Float64Array) => Float64Array,
  options: EigenOptions,
): Generator<void, TopEigenpairs> {
  const { tolerance, maxProducts, random } = options;
  const size = options.start[0].length;
  const k = Math.min(options.k, size);
  const space = new Subspace();
  const queue = options.start.slice(0, size);
  /** The pair that is worked on until it has converged; then all are looked at. */
  let focus = k - 1;

  for (;;) {
    const direction =
      space.direction(queue.shift()) ?? space.fresh(size, random);
    const finite = space.expand(direction, apply(direction));
    yield;
    const products = space.dimension;
    if (!finite) return { ...none, products };
    if (queue.length > 0) continue;
    const { values, weights, next } = space.ritzPairs(k);
    focus = Math.min(focus, values.length - 1);
    const isLast = products >= Math.min(maxProducts, size);
    const allowed = tolerance * Math.max(...values.map(Math.abs));
    const rest = space.remainder(values[focus], weights[focus]);
    if (!isLast && norm(rest) > allowed) {
      queue.push(rest);
      continue;
    }
    const remainders = weights.map((w, i) => space.remainder(values[i], w));
    const residuals = remainders.map(norm);
    const worst = residuals.indexOf(Math.max(...residuals));
    const converged = values.length === k && residuals[worst] <= allowed;
    if (converged || isLast) {
      const vectors = space.vectors(weights);
      const [after = null] = space.vectors(next);
      return { values, vectors, residuals, next: after, products, converged };
    }
    focus = worst;
    queue.push(remainders[worst]);
  }
}

const none = {
  values: [],
  vectors: [],
  residuals: [],
  next: null,
  converged: false,
};

/** An orthonormal basis V with AV and VᵀAV. */
class Subspace {
  readonly #basis: Float64Array[] = [];
  readonly #images: Float64Array[] = [];
  /** Lower triangle of VᵀAV, row by row. */
  readonly #projected: number[][] = [];

  get dimension() {
    return this.#basis.length;
  }

  /** The part of v orthogonal to the basis, normalised; null where nothing is left of it. */
  direction(v: Float64Array | undefined): Float64Array | null {
    if (!v) return null;
    const length = norm(v);
    if (!(length > 0) || !Number.isFinite(length)) return null;
    const w = v.slice();
    scale(w, 1 / length);
    this.#orthogonalise(w);
    const rest = norm(w);
    if (rest < dependent) return null;
    scale(w, 1 / rest);
    if (rest < cancelled) {
      this.#orthogonalise(w);
      scale(w, 1 / norm(w));
    }
    return w;
  }

  /** A random direction orthogonal to the basis. */
  fresh(size: number, random: Random): Float64Array {
    for (;;) {
      const v = new Float64Array(size).map(() => random.normal());
      const direction = this.direction(v);
      if (direction) return direction;
    }
  }

  /** Adds a direction and its image; false where the image is not finite. */
  expand(direction: Float64Array, image: Float64Array): boolean {
    this.#basis.push(direction);
    this.#images.push(image);
    const row = this.#basis.map((q) => dot(q, image));
    this.#projected.push(row);
    return row.every(Number.isFinite);
  }

  /**
   * The k largest Ritz values, or all where there are fewer, with their vectors as weights, and the
   * weights of the one after them, if there is one.
   */
  ritzPairs(k: number) {
    const { values, vectors } = symmetricEigen(this.#projected);
    return {
      values: values.slice(0, k),
      weights: vectors.slice(0, k),
      next: vectors.slice(k, k + 1),
    };
  }

  /** Combinations of the basis. */
  vectors(weights: Float64Array[]): Float64Array[] {
    return weights.map((w) => {
      const v = new Float64Array(this.#basis[0].length);
      addCombination(v, w, this.#basis);
      return v;
    });
  }

  /** Hu − λu for u with these weights, from the images themselves. */
  remainder(value: number, weights: Float64Array): Float64Array {
    const rest = new Float64Array(this.#basis[0].length);
    addCombination(rest, weights, this.#basis);
    scale(rest, -value);
    addCombination(rest, weights, this.#images);
    return rest;
  }

  #orthogonalise(w: Float64Array) {
    const weights = this.#basis.map((q) => -dot(q, w));
    addCombination(w, weights, this.#basis);
  }
}
