import { exp } from "../math/exp";
import { log } from "../math/log";

/**
 * Proves that none of the k largest eigenvalues of a symmetric matrix exceeds the given ones by more than
 * `allowed`, multiplicities counted: with the given pairs taken out, M = (λ_k + allowed)I − H + Σ (λ_i −
 * λ_k)u_i u_iᵀ has a Cholesky factor, so H lies below a matrix whose i-th eigenvalue is λ_i + allowed.
 * As Ritz values never exceed the eigenvalues, each of them is right to `allowed` then.
 *
 * Takes P³/3 operations. `allowed` has to be larger than the rounding of the factor, about P·10⁻¹⁶ of
 * the largest entry.
 * @param rows H, of which the symmetric part counts
 * @param vectors unit vectors, orthogonal to each other
 */
export function nothingAbove(
  rows: readonly Float64Array[],
  values: readonly number[],
  vectors: readonly Float64Array[],
  allowed: number,
): boolean {
  const size = rows.length;
  const least = values[values.length - 1];
  if (scratch.length < size * size) scratch = new Float64Array(size * size);
  for (let i = 0, at = 0; i < size; i++, at += size) {
    const row = rows[i];
    for (let j = 0; j <= i; j++) scratch[at + j] = -(row[j] + rows[j][i]) / 2;
    scratch[at + i] += least + allowed;
  }
  vectors.forEach((u, n) => {
    const weight = values[n] - least;
    if (weight === 0) return;
    for (let i = 0, at = 0; i < size; i++, at += size) {
      const w = weight * u[i];
      for (let j = 0; j <= i; j++) scratch[at + j] += w * u[j];
    }
  });
  return hasFactor(scratch, size);
}

/** Reused from matrix to matrix. */
let scratch = new Float64Array();

/**
 * Whether a symmetric matrix [size, size] has a Cholesky factor, which takes the place of its lower triangle
 * as far as it comes. Four rows at a time share what they read of the rows above.
 */
function hasFactor(a: Float64Array, size: number): boolean {
  for (let first = 0; first < size; first += 4) {
    const end = Math.min(first + 4, size);
    let from = 0;
    if (end - first === 4) {
      const r0 = first * size;
      const [r1, r2, r3] = [r0 + size, r0 + 2 * size, r0 + 3 * size];
      for (let j = 0; j < first; j++) {
        const above = j * size;
        let s0 = a[r0 + j];
        let s1 = a[r1 + j];
        let s2 = a[r2 + j];
        let s3 = a[r3 + j];
        for (let m = 0; m < j; m++) {
          const x = a[above + m];
          s0 -= a[r0 + m] * x;
          s1 -= a[r1 + m] * x;
          s2 -= a[r2 + m] * x;
          s3 -= a[r3 + m] * x;
        }
        const pivot = a[above + j];
        a[r0 + j] = s0 / pivot;
        a[r1 + j] = s1 / pivot;
        a[r2 + j] = s2 / pivot;
        a[r3 + j] = s3 / pivot;
      }
      from = first;
    }
    for (let i = first; i < end; i++) {
      const row = i * size;
      for (let j = from; j <= i; j++) {
        const above = j * size;
        let sum = a[row + j];
        for (let m = 0; m < j; m++) sum -= a[row + m] * a[above + m];
        if (j < i) a[row + j] = sum / a[above + j];
        // Also false where it is not a number.
        else if (!(sum > 0)) return false;
        else a[row + i] = Math.sqrt(sum);
      }
    }
  }
  return true;
}

/**
 * The chance that Lanczos steps from a random vector miss an eigenvalue that exceeds all they found by
 * the share `excess` of the whole width of the spectrum, at most: 1.648·√P·e^(−√excess·(2j − 1))
 * (Kuczyński and Woźniakowski, 1992, theorem 4.1).
 * @param size P @param steps j
 */
export function chanceOfMiss(size: number, steps: number, excess: number) {
  const exponent = -Math.sqrt(excess) * (2 * steps - 1);
  return Math.min(1, 1.648 * Math.sqrt(size) * exp(exponent));
}

/** Steps after which chanceOfMiss is at most `chance`. */
export function stepsFor(size: number, excess: number, chance: number) {
  const exponent = log((1.648 * Math.sqrt(size)) / chance);
  return Math.max(1, Math.ceil((exponent / Math.sqrt(excess) + 1) / 2));
}
