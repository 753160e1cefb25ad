import { unitRoundoff, type Precision } from "../rounding";
import type { Eigenpairs } from "./eigenpairs";

/**
 * How far below its value the largest eigenvalue may have been measured. A Ritz value is never above
 * it, and short of it by at most its residual r, and by at most r²/gap where the next eigenvalue was
 * measured and is further away than r (Parlett, 1998, §11.7). The products and the threshold that it is
 * compared with have roundings of their own. What did not converge has no error that is known: it
 * counts as it is.
 */
export function sharpnessError(
  {
    values,
    residuals,
    converged,
  }: Pick<Eigenpairs, "values" | "residuals" | "converged">,
  threshold: number,
  precision: Precision,
): number {
  const [value] = values;
  const [residual] = residuals;
  // An infinite threshold, where η = 0, is exact.
  const edge = Number.isFinite(threshold) ? Math.abs(threshold) : 0;
  const rounding = 8 * unitRoundoff[precision] * (Math.abs(value) + edge);
  if (!converged) return rounding;
  const gap = values.length > 1 ? value - values[1] : 0;
  const miss = gap > residual ? (residual * residual) / gap : residual;
  return rounding + miss;
}
