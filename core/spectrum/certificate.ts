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
 * @param lower the lower triangle of H, row by row
 * @param vectors unit vectors, orthogonal to each other
 */
export function nothingAbove(
  lower: readonly Float64Array[],
  values: readonly number[],
  vectors: readonly Float64Array[],
  allowed: number,
): boolean {
  const size = lower.length;
  const least = values[values.length - 1];
  // Row i of the factor, in place: the lower triangle of M, then of its factor.
  const factor = lower.map((row, i) => {
    const line = row.map((x) => -x);
    line[i] += least + allowed;
    return line;
  });
  vectors.forEach((u, n) => {
    const weight = values[n] - least;
    if (weight === 0) return;
    for (let i = 0; i < size; i++) {
      const line = factor[i];
      const w = weight * u[i];
      for (let j = 0; j <= i; j++) line[j] += w * u[j];
    }
  });
  for (let i = 0; i < size; i++) {
    const line = factor[i];
    let square = 0;
    for (let j = 0; j < i; j++) {
      const other = factor[j];
      let [p, q] = [0, 0];
      const whole = j - (j % 2);
      for (let m = 0; m < whole; m += 2) {
        p += line[m] * other[m];
        q += line[m + 1] * other[m + 1];
      }
      if (whole < j) p += line[whole] * other[whole];
      const entry = (line[j] - p - q) / other[j];
      line[j] = entry;
      square += entry * entry;
    }
    const pivot = line[i] - square;
    // Also false where it is not a number.
    if (!(pivot > 0)) return false;
    line[i] = Math.sqrt(pivot);
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
