import { exp } from "../math/exp";
import { log } from "../math/log";
import { unitRoundoff } from "../rounding";
import { isPositiveDefinite } from "../tensor/product/cholesky";
import { dot } from "../vector";
import type { Eigenpairs } from "./eigenpairs";

/**
 * Proves that none of the k largest eigenvalues of a symmetric matrix exceeds the given ones by more than
 * `allowed`, multiplicities counted: with the given pairs taken out, M = (λ_k + allowed)I − H + Σ (λ_i −
 * λ_k)u_i u_iᵀ is positive definite, so H lies below a matrix whose i-th eigenvalue is λ_i + allowed.
 * As Ritz values never exceed the eigenvalues, each of them is right to `allowed` then.
 *
 * `allowed` has to be larger than the rounding of the factor, about P·10⁻¹⁶ of the largest entry.
 * @param rows H, of which the upper triangle counts
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
  return isPositiveDefinite(size, (i, m, start) => {
    const row = rows[i];
    for (let j = i; j < size; j++) m[start + j] = -row[j];
    m[start + i] += least + allowed;
    for (let n = 0; values[n] > least; n++) {
      const u = vectors[n];
      const w = (values[n] - least) * u[i];
      for (let j = i; j < size; j++) m[start + j] += w * u[j];
    }
  });
}

/**
 * Proves the same from the sum of squares alone, in P² operations, where λ_k stands out enough: what is left of
 * H without the given pairs has a Frobenius norm f, f² = Σ H_ij² − Σ λ_i², which no eigenvalue of it exceeds. With
 * f < λ_k the i-th eigenvalue of H is at most λ_i + Σ residual²/(λ_k − f) (Li and Li, 2005).
 * @param residuals |Hu − λu| of the pairs
 */
export function othersAreSmall(
  rows: readonly Float64Array[],
  { values, residuals }: Pick<Eigenpairs, "values" | "residuals">,
  allowed: number,
): boolean {
  const all = rows.reduce((sum, row) => sum + dot(row, row), 0);
  const known = values.reduce((sum, value) => sum + value * value, 0);
  const rounding = rows.length * rows.length * unitRoundoff.float64 * all;
  const others = Math.sqrt(Math.max(0, all - known) + rounding);
  const gap = values[values.length - 1] - others;
  const coupling = residuals.reduce((sum, r) => sum + r * r, 0);
  // Also false where a number is not finite.
  return gap > 0 && coupling <= allowed * gap;
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
