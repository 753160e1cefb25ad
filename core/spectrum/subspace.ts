import type { Random } from "../random";
import { addCombination, dot, norm, scale } from "../vector";
import { symmetricEigen } from "./symmetric";

/** A new direction shorter than this share of the vector it came from is rounding noise. */
const dependent = 1e-10;

/** A direction that keeps less than this share of its length needs a second orthogonalisation. */
const cancelled = 0.7;

export interface RitzPair {
  /** Unit vector u. */
  vector: Float64Array;
  /** Hu − λu. */
  remainder: Float64Array;
  /** Its length. */
  residual: number;
}

/** An orthonormal basis V with AV and VᵀAV. */
export class Subspace {
  readonly #basis: Float64Array[] = [];
  readonly #images: Float64Array[] = [];
  /** Lower triangle of VᵀAV, row by row. */
  readonly #projected: number[][] = [];
  /** Of this basis; made when asked for. */
  #ritz: ReturnType<typeof symmetricEigen> | null = null;

  get dimension() {
    return this.#basis.length;
  }

  /** The part of v orthogonal to the basis, normalised; null where nothing is left of it. */
  direction(v: Float64Array): Float64Array | null {
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
    this.#ritz = null;
    return row.every(Number.isFinite);
  }

  /** All Ritz values, largest first, and their vectors as weights of the basis. */
  ritzPairs() {
    return (this.#ritz ??= symmetricEigen(this.#projected));
  }

  /** The combination of the basis with these weights. */
  vector(weights: Float64Array): Float64Array {
    const v = new Float64Array(this.#basis[0].length);
    addCombination(v, weights, this.#basis);
    return v;
  }

  /** u with these weights, and Hu − λu from the images themselves. */
  pair(value: number, weights: Float64Array): RitzPair {
    const vector = this.vector(weights);
    const remainder = vector.slice();
    scale(remainder, -value);
    addCombination(remainder, weights, this.#images);
    return { vector, remainder, residual: norm(remainder) };
  }

  #orthogonalise(w: Float64Array) {
    const weights = this.#basis.map((q) => -dot(q, w));
    addCombination(w, weights, this.#basis);
  }
}
