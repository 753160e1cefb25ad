import type { Random } from "../random";
import { Subspace, type RitzPair } from "./subspace";

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
  /**
   * Unit Ritz vectors after the k-th, best first and at most `guard`, not converged; the last of them is
   * one that lies below λ_k, where one is known.
   */
  guard: Float64Array[];
  /**
   * Whether a Ritz value lies below λ_k by more than its residual, and all between the two are copies
   * of λ_k that have converged.
   */
  isGuarded: boolean;
  /** Whether two of the first k + 1 Ritz values are equal within the tolerance. */
  hasCopies: boolean;
}

/**
 * For each so many dimensions one more pair is worked on before the Ritz pairs are computed again: these cost
 * the third power of the dimension, and a product that comes too early is seldom quite lost.
 */
const dimensionsPerPair = 24;

/** Random directions that are tried where all Ritz values after the k-th are copies of it. */
const freshDirections = 1;

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
  readonly #options: EigenOptions;
  readonly #space = new Subspace();
  #isFinite = true;
  /** Products of probes. */
  #probes = 0;

  /** @param size dimension of the operator */
  constructor(
    private readonly apply: (v: Float64Array) => Float64Array,
    private readonly size: number,
    options: EigenOptions,
  ) {
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
   * Adds Lanczos steps from a random vector orthogonal to all that is known. Yields after each product.
   * @param wanted how many; asked again after so many, for the width of the spectrum is known better then
   * @returns how many there were; Infinity where nothing was left of the next one: then all that the random
   * vector has a part in is known
   */
  *probe(wanted: () => number): Generator<void, number> {
    if (this.isWhole) return Infinity;
    let next: Float64Array | null = this.#fresh();
    let steps = 0;
    for (let most = wanted(); steps < most && next && this.#isFinite;) {
      const image: Float64Array = yield* this.#expand(next);
      this.#probes++;
      next = this.isWhole ? null : this.#space.direction(image);
      if (++steps === most) most = wanted();
    }
    return next ? steps : Infinity;
  }

  /** Grows the subspace until the k pairs have converged and are guarded. Yields after each product. */
  *converge(): Generator<void, TopEigenpairs> {
    const { k, tolerance, maxProducts, guard = 0, mustGuard } = this.#options;
    const space = this.#space;
    const last = Math.min(maxProducts + this.#probes, this.size);
    while (space.dimension < k && this.#isFinite)
      yield* this.#expand(this.#fresh());
    /** The pair that is worked on until it has converged; then all are looked at. */
    let focus = k - 1;
    let fresh = 0;
    while (this.#isFinite) {
      const { values, vectors: weights } = space.ritzPairs();
      const pairs: RitzPair[] = [];
      // Each is a pass over the whole basis: it is made once, and only where it is looked at.
      const pair = (i: number) =>
        (pairs[i] ??= space.pair(values[i], weights[i]));
      const allowed = tolerance * Math.max(...values.slice(0, k).map(Math.abs));
      const isLast = space.dimension >= last;
      const most = Math.max(1, Math.floor(space.dimension / dimensionsPerPair));
      const { remainder, residual } = pair(focus);
      if (!isLast && residual > allowed && most === 1) {
        yield* this.#grow([remainder]);
        continue;
      }
      const found = weights.slice(0, k).map((_, i) => pair(i));
      const residuals = found.map(({ residual }) => residual);
      const rough = residuals.flatMap((r, i) => (r > allowed ? [i] : []));
      if (rough.length > 0 && !isLast) {
        const worst = rough.sort((i, j) => residuals[j] - residuals[i]);
        focus = worst[0];
        yield* this.#grow(worst.slice(0, most).map((i) => pair(i).remainder));
        continue;
      }
      const { below, doubt } = this.#watch(values, pair, allowed);
      if (below === null && mustGuard && !isLast) {
        if (doubt) {
          yield* this.#grow([doubt]);
          continue;
        }
        // Copies of λ_k alone say nothing about what lies below them and may rise.
        if (fresh < freshDirections) {
          fresh++;
          yield* this.#expand(this.#fresh());
          continue;
        }
      }
      const guards = weights.slice(k, k + guard).map((_, i) => k + i);
      if (below !== null && below >= k + guard) guards[guard - 1] = below;
      return {
        values: values.slice(0, k),
        vectors: found.map(({ vector }) => vector),
        residuals,
        guard: guards.map((i) => pairs[i]?.vector ?? space.vector(weights[i])),
        products: space.dimension,
        converged: rough.length === 0,
        isGuarded: doubt === null && rough.length === 0,
        hasCopies: values
          .slice(1, k + 1)
          .some((value, i) => values[i] - value <= allowed),
      };
    }
    return { ...none, products: space.dimension };
  }

  /** The largest and the smallest Ritz value. */
  extremes(): [largest: number, smallest: number] {
    const { values } = this.#space.ritzPairs();
    return [values[0], values[values.length - 1]];
  }

  /**
   * The first pair that lies below λ_k for sure, or else the remainder of the first one after the k-th that may
   * still rise above it; both null where all others are copies of λ_k.
   */
  #watch(values: number[], pair: (i: number) => RitzPair, allowed: number) {
    const { k } = this.#options;
    for (let i = k; i < values.length; i++) {
      const { remainder, residual } = pair(i);
      // Copies may differ by their rounding.
      if (values[i] + Math.max(residual, allowed) < values[k - 1])
        return { below: i, doubt: null };
      if (residual > allowed) return { below: null, doubt: remainder };
    }
    return { below: null, doubt: null };
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
    const image = this.apply(direction);
    this.#isFinite &&= this.#space.expand(direction, image);
    yield;
    return image;
  }

  #fresh() {
    return this.#space.fresh(this.size, this.#options.random);
  }

  /** Whether the subspace is the whole space: then the pairs are the largest for sure. */
  get isWhole() {
    return this.#space.dimension >= this.size;
  }
}

const none = {
  values: [],
  vectors: [],
  residuals: [],
  guard: [],
  converged: false,
  isGuarded: false,
  hasCopies: false,
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
