import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import type { Random } from "../random";
import { addScaled, dot, norm, scale } from "../vector";

export interface EigenOptions {
  /** Eigenvalues wanted; at most the dimension. */
  k: number;
  /** Converged when each of the k residuals is at most `tolerance`·|λ|. */
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

/** A new direction shorter than this share of the vector it came from is rounding noise. */
const dependent = 1e-10;

/**
 * The k largest algebraic eigenvalues of a symmetric operator: Rayleigh–Ritz on a subspace that
 * grows by the residual of the worst Ritz pair. From one vector this is the Lanczos iteration with
 * full reorthogonalisation (twice, after Kahan and Parlett); from good guesses of all k
 * eigenvectors it is block Lanczos that spends each product where it is needed. Yields after each
 * product so that a caller may do something else in between.
 */
export function* topEigenpairs(
  apply: (v: Float64Array) => Float64Array,
  options: EigenOptions,
): Generator<void, Eigenpairs> {
  const { tolerance, maxProducts, random } = options;
  const size = options.start[0].length;
  const k = Math.min(options.k, size);
  const space = new Subspace();
  const queue = options.start.slice(0, size);

  for (;;) {
    const direction =
      space.direction(queue.shift()) ?? space.fresh(size, random);
    const finite = space.expand(direction, apply(direction));
    yield;
    if (!finite) return { ...none, products: space.dimension };
    if (queue.length > 0) continue;
    const pairs = space.ritzPairs(k);
    const excess = pairs.residuals.map((r, i) =>
      r === 0 ? 0 : r / Math.abs(pairs.values[i]) / tolerance,
    );
    const found = pairs.values.length === k;
    const converged = found && excess.every((e) => e <= 1);
    const products = space.dimension;
    if (converged || products >= Math.min(maxProducts, size)) {
      const { values, vectors, residuals } = pairs;
      return { values, vectors, residuals, products, converged };
    }
    queue.push(pairs.remainders[excess.indexOf(Math.max(...excess))]);
  }
}

const none = { values: [], vectors: [], residuals: [], converged: false };

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
    const w = v.map((x) => x / length);
    this.#orthogonalise(w);
    const rest = norm(w);
    if (rest < dependent) return null;
    scale(w, 1 / rest);
    this.#orthogonalise(w);
    scale(w, 1 / norm(w));
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

  /** The k largest Ritz pairs, or all where there are fewer, with their remainders Hu − λu. */
  ritzPairs(k: number) {
    const m = this.dimension;
    const projected = Matrix.zeros(m, m);
    this.#projected.forEach((row, i) => {
      row.forEach((value, j) => {
        projected.set(i, j, value);
        projected.set(j, i, value);
      });
    });
    const eigen = new EigenvalueDecomposition(projected, {
      assumeSymmetric: true,
    });
    const columns = eigen.realEigenvalues
      .map((_, column) => column)
      .sort((a, b) => eigen.realEigenvalues[b] - eigen.realEigenvalues[a])
      .slice(0, k);
    const values = columns.map((column) => eigen.realEigenvalues[column]);
    const weights = columns.map((column) =>
      eigen.eigenvectorMatrix.getColumn(column),
    );
    const vectors = weights.map((w) => combine(this.#basis, w));
    const remainders = weights.map((w, i) => {
      const remainder = combine(this.#images, w);
      addScaled(remainder, -values[i], vectors[i]);
      return remainder;
    });
    return { values, vectors, remainders, residuals: remainders.map(norm) };
  }

  #orthogonalise(w: Float64Array) {
    for (const q of this.#basis) addScaled(w, -dot(q, w), q);
  }
}

function combine(vectors: Float64Array[], weights: number[]) {
  const v = new Float64Array(vectors[0].length);
  vectors.forEach((q, i) => addScaled(v, weights[i], q));
  return v;
}
