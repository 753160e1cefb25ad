import { exp } from "../math/exp";
import { log } from "../math/log";
import { squared } from "../math/squared";

/** Gradient descent near the edge in two numbers: x along u, y ≈ S − 2/η along ∇S⊥. */
export interface EdgeState {
  x: number;
  y: number;
}

export interface EdgeRates {
  stepSize: number;
  /** Progressive sharpening. */
  alpha: number;
  /** |∇S⊥|². */
  beta: number;
}

/** One step of the local map: x′ = −(1 + ηy)x, y′ = y + η(α − βx²/2). */
export function advance(
  { x, y }: EdgeState,
  { stepSize, alpha, beta }: EdgeRates,
): EdgeState {
  return {
    x: -(1 + stepSize * y) * x,
    y: y + stepSize * (alpha - (beta * (x * x)) / 2),
  };
}

/** δ = √(2α/β): the map has the 2-cycle (δ, 0) ↔ (−δ, 0). */
export function width({ alpha, beta }: Omit<EdgeRates, "stepSize">): number {
  return Math.sqrt((2 * alpha) / beta);
}

/**
 * What the slow flow of the map conserves: h = y²/2 + α(a² − ln a² − 1)/2 with a = |x|/δ; 0 on the
 * 2-cycle. The map itself spirals outward (see `growthPerCycle`).
 */
export function conserved(
  { x, y }: EdgeState,
  rates: Omit<EdgeRates, "stepSize">,
): number {
  const square = squared(x / width(rates));
  return (y * y) / 2 + (rates.alpha * (square - log(square) - 1)) / 2;
}

/** Steps of one cycle of small oscillation, 2π/(η√(2α)). */
export function period({ stepSize, alpha }: EdgeRates): number {
  return (2 * Math.PI) / (stepSize * Math.sqrt(2 * alpha));
}

/** Factor by which a small cycle of the map grows in one turn, exp(√2·π·ε) with ε = η√α. */
export function growthPerCycle({ stepSize, alpha }: EdgeRates): number {
  return exp(Math.SQRT2 * Math.PI * stepSize * Math.sqrt(alpha));
}
