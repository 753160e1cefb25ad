import { addScaled, dot, norm, scale } from "../vector";
import type { Eigenpairs } from "./eigenpairs";

/** Eigenvalues with their unit eigenvectors. */
export type Pairs = Pick<Eigenpairs, "values" | "vectors">;

/** A unit vector with which the eigenvector of the same number is compared next time. */
interface Reference {
  vector: Float64Array;
  /** Whether equal eigenvalues have left it open since it was first measured. */
  isOpen: boolean;
}

export type OverlapState = Reference[];

/**
 * Overlaps of eigenvectors with those of the measurement before, |u·v|; near 0 where two have changed
 * places. The basis of an eigenspace is arbitrary, so where eigenvalues are equal within the tolerance
 * the eigenspace is compared: the length of the projection of v onto it. What is compared next time is
 * this projection, so that a swap is seen once the eigenvalues differ again.
 */
export class Overlaps {
  #references: OverlapState = [];

  /** @param tolerance eigenvalues are equal within this share of the largest |λ| */
  constructor(private readonly tolerance: number) {}

  /** NaN for an eigenvector of a number that was not measured before. */
  of(pairs: Pairs): number[] {
    return pairs.vectors.map((u, i) => {
      const reference = this.#references.at(i);
      if (!reference) return NaN;
      const equal = this.#equal(pairs, i);
      const overlap =
        equal.length === 1
          ? Math.abs(dot(u, reference.vector))
          : lengthWithin(equal, reference.vector);
      if (!reference.isOpen) return overlap;
      // Any vector of the eigenspace before may have become this one.
      const open = this.#references.filter(({ isOpen }) => isOpen);
      const within = open.map(({ vector }) => vector);
      return Math.max(overlap, lengthWithin(within, u));
    });
  }

  /** Takes in the eigenvectors of a measurement. */
  add(pairs: Pairs) {
    const before = this.#references;
    const references = pairs.vectors.map((u, i): Reference => {
      const equal = this.#equal(pairs, i);
      if (equal.length === 1) return { vector: u, isOpen: false };
      const reference = before.at(i);
      if (!reference || reference.isOpen) return { vector: u, isOpen: true };
      const vector = projection(equal, reference.vector);
      const length = norm(vector);
      // Less than half of it is within: another eigenspace has come.
      if (length * length < 0.5) return { vector: u, isOpen: true };
      scale(vector, 1 / length);
      return { vector, isOpen: false };
    });
    this.#references = [...references, ...before.slice(references.length)];
  }

  state(): OverlapState {
    return this.#references;
  }

  /** @param before vectors of the last measurement, for checkpoints of earlier versions */
  restore(state: OverlapState | undefined, before: Float64Array[]) {
    this.#references =
      state ?? before.map((vector) => ({ vector, isOpen: false }));
  }

  /** The eigenvectors whose eigenvalues equal the i-th, itself among them. */
  #equal({ values, vectors }: Pairs, i: number): Float64Array[] {
    const margin = this.tolerance * Math.max(...values.map(Math.abs));
    return vectors.filter(
      (_, j) => j === i || Math.abs(values[i] - values[j]) <= margin,
    );
  }
}

/** Length of the projection of a unit vector onto the span of orthonormal ones, at most 1. */
function lengthWithin(basis: Float64Array[], v: Float64Array) {
  const square = basis.reduce((sum, u) => sum + dot(u, v) * dot(u, v), 0);
  return Math.min(1, Math.sqrt(square));
}

function projection(basis: Float64Array[], v: Float64Array) {
  const result = new Float64Array(v.length);
  for (const u of basis) addScaled(result, dot(u, v), u);
  return result;
}
