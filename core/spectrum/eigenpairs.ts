import type { Random } from "../random";
import { norm } from "../vector";
import { Subspace } from "./subspace";

export interface EigenOptions {
  /** Eigenvalues wanted; at most the dimension. */
  k: number;
  /**
   * Converged when each of the k residuals is at most this times the largest |λ| among them: the error
   * of an eigenvalue is at most its residual, and about residual²/gap.
   */
  tolerance: number;
  /** Products after which it gives up; those of probes do not count. */
  maxProducts: number;
  /** Ritz vectors after the k-th that are wanted as well; none by default. */
  guard?: number;
  /** Goes on until these are known to lie below the k-th; see `isGuarded`. */
  mustGuard?: boolean;
  /** Lanczos steps from each remainder before the pairs are looked at again: 1 where products are dear. */
  steps?: number;
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
  /** Unit Ritz vectors after the k-th, best first; at most `guard`, and not converged. */
  guard: Float64Array[];
  /**
   * Whether the Ritz value after the k-th lies below λ_k by more than its residual, or has converged
   * and the one after it does, and so on.
   */
  isGuarded: boolean;
}

/**
 * For each so many dimensions one more pair is worked on before the Ritz pairs are computed again: these cost
 * the third power of the dimension, and a product that comes too early is seldom quite lost.
 */
const dimensionsPerPair = 24;

/**
 * The k largest algebraic eigenvalues of a symmetric operator: Rayleigh–Ritz on a subspace that
 * grows by the residual of a Ritz pair that has not converged. From one vector this is the Lanczos iteration with
 * full reorthogonalisation (twice where needed, after Kahan and Parlett); from good guesses of all k
 * eigenvectors it is block Lanczos that spends each product where it is needed.
 *
 * What it finds are eigenpairs, but not surely the largest ones: an eigenvector orthogonal to all
 * directions is invisible. `probe` looks for these.
 */
export class EigenSearch {
  readonly #apply: (v: Float64Array) => Float64Array;
  readonly #options: EigenOptions;
  readonly #size: number;
  readonly #space = new Subspace();
  #isFinite = true;
  /** Products of probes. */
  #probes = 0;

  /** @param size dimension of the operator */
  constructor(
    apply: (v: Float64Array) => Float64Array,
    size: number,
    options: EigenOptions,
  ) {
    this.#apply = apply;
    this.#size = size;
    this.#options = { ...options, k: Math.min(options.k, size) };
  }

  /**
   * Adds directions, which need not be normalised or independent. An eigenvalue of multiplicity m is
   * found m times only from m of them. Yields after each product.
   */
  *add(directions: readonly Float64Array[]): Generator<void> {
    for (const v of directions) {
      const direction = this.#space.direction(v);
      if (direction) yield* this.#expand(direction);
    }
  }

  /**
   * Adds j Lanczos steps from a random vector orthogonal to all that is known, or fewer where these
   * reach the whole space.
   * Yields after each product.
   */
  *probe(steps: number): Generator<void> {
    if (this.isWhole) return;
    let next: Float64Array | null = this.#fresh();
    for (let j = 0; j < steps && next && this.#isFinite; j++) {
      const image: Float64Array = yield* this.#expand(next);
      this.#probes++;
      next = this.isWhole ? null : this.#space.direction(image);
    }
  }

  /** Grows the subspace until the k pairs have converged and are guarded. Yields after each product. */
  *converge(): Generator<void, TopEigenpairs> {
    const { k, tolerance, maxProducts, guard = 0, mustGuard } = this.#options;
    const space = this.#space;
    const last = Math.min(maxProducts + this.#probes, this.#size);
    while (space.dimension < k && this.#isFinite)
      yield* this.#expand(this.#fresh());
    /** The pair that is worked on until it has converged; then all are looked at. */
    let focus = k - 1;
    while (this.#isFinite) {
      const { values, vectors: weights } = space.ritzPairs();
      const allowed = tolerance * Math.max(...values.slice(0, k).map(Math.abs));
      const isLast = space.dimension >= last;
      const most = Math.max(1, Math.floor(space.dimension / dimensionsPerPair));
      const rest = space.remainder(values[focus], weights[focus]);
      if (!isLast && norm(rest) > allowed && most === 1) {
        yield* this.#grow([rest]);
        continue;
      }
      const remainders = weights
        .slice(0, k)
        .map((w, i) => space.remainder(values[i], w));
      const residuals = remainders.map(norm);
      const rough = residuals.flatMap((r, i) => (r > allowed ? [i] : []));
      if (rough.length > 0 && !isLast) {
        const worst = rough.sort((i, j) => residuals[j] - residuals[i]);
        focus = worst[0];
        yield* this.#grow(worst.slice(0, most).map((i) => remainders[i]));
        continue;
      }
      const doubt = this.#doubt(values, weights, allowed);
      if (doubt && mustGuard && !isLast) {
        yield* this.#grow([doubt]);
        continue;
      }
      return {
        values: values.slice(0, k),
        vectors: weights.slice(0, k).map((w) => space.vector(w)),
        residuals,
        guard: weights.slice(k, k + guard).map((w) => space.vector(w)),
        products: space.dimension,
        converged: rough.length === 0,
        isGuarded: doubt === null && rough.length === 0,
      };
    }
    return { ...none, products: space.dimension };
  }

  /** The largest and the smallest Ritz value. */
  extremes(): [largest: number, smallest: number] {
    const { values } = this.#space.ritzPairs();
    return [values[0], values[values.length - 1]];
  }

  /** The remainder of the first pair after the k-th that may still rise above it, if there is one. */
  #doubt(values: number[], weights: Float64Array[], allowed: number) {
    const { k, guard = 0 } = this.#options;
    const end = Math.min(k + guard, values.length);
    for (let i = k; i < end; i++) {
      const rest = this.#space.remainder(values[i], weights[i]);
      const residual = norm(rest);
      if (values[i] + residual < values[k - 1]) return null;
      if (residual > allowed) return rest;
    }
    return null;
  }

  *#grow(remainders: Float64Array[]): Generator<void> {
    const before = this.#space.dimension;
    const { steps = 1 } = this.#options;
    for (const rest of remainders) {
      let next = this.#space.direction(rest);
      for (let i = 0; i < steps && next && !this.isWhole; i++) {
        const image = yield* this.#expand(next);
        next = i + 1 < steps ? this.#space.direction(image) : null;
      }
    }
    // Nothing left of them: the subspace is invariant.
    if (this.#space.dimension === before) yield* this.#expand(this.#fresh());
  }

  *#expand(direction: Float64Array): Generator<void, Float64Array> {
    const image = this.#apply(direction);
    this.#isFinite &&= this.#space.expand(direction, image);
    yield;
    return image;
  }

  #fresh() {
    return this.#space.fresh(this.#size, this.#options.random);
  }

  /** Whether the subspace is the whole space: then the pairs are the largest for sure. */
  get isWhole() {
    return this.#space.dimension >= this.#size;
  }
}

const none = {
  values: [],
  vectors: [],
  residuals: [],
  guard: [],
  converged: false,
  isGuarded: false,
};

/** A search from these directions alone. Yields after each product. */
export function* topEigenpairs(
  apply: (v: Float64Array) => Float64Array,
  { start, ...options }: EigenOptions & { start: Float64Array[] },
): Generator<void, TopEigenpairs> {
  const search = new EigenSearch(apply, start[0].length, options);
  yield* search.add(start);
  return yield* search.converge();
}
