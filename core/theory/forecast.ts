import { log } from "../math/log";

/** The first spike as the crossing foretells it. */
export interface SpikeForecast {
  /** Steps from the crossing to the top of the sharpness. */
  delay: number;
  /** S_max − 2/η. */
  overshoot: number;
}

/**
 * Foretells the first spike from the oscillation x₀ at the crossing: |x| grows from |x₀| to δ while y
 * climbs, which takes √(2 ln(δ/|x₀|))/ε steps and brings y to √(2α ln(δ/|x₀|)).
 * Null where nothing grows (α ≤ 0), where |x₀| is exactly 0, and where |x₀| ≥ δ: it is there already.
 */
export function forecastSpike(
  x0: number,
  {
    alpha,
    delta,
    stepSize,
  }: { alpha: number; delta: number; stepSize: number },
): SpikeForecast | null {
  const growth = log(delta / Math.abs(x0));
  if (!(alpha > 0) || !(growth > 0) || growth === Infinity) return null;
  return {
    delay: Math.sqrt(2 * growth) / (stepSize * Math.sqrt(alpha)),
    overshoot: Math.sqrt(2 * alpha * growth),
  };
}
