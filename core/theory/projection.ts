import type { Linearization, Objective } from "../objective/objective";
import { unitRoundoff } from "../rounding";
import type { SharpnessTracker } from "../spectrum/sharpness";
import { addScaled, dot } from "../vector";
import { edgePoint, type EdgePoint } from "./edge-point";

/** A point of M with the derivatives there, whose linearization the caller must dispose of. */
export interface Projected {
  point: EdgePoint;
  linearization: Linearization;
  /** How far S is above the threshold, in units of 1/η; 0 where the constraint is inactive. */
  excess: number;
  /** u·∇L, which M wants to be 0. */
  slope: number;
  /** Whether the sharpness had to be pushed down in this projection. */
  isActive: boolean;
  passes: number;
}

export interface Precision {
  /** Asked of |S − 2/η|·η. */
  excess: number;
  /** Asked of |u·∇L|. */
  slope: number;
  mostPasses: number;
  /** Unit round-off of the derivatives. */
  roundoff: number;
}

/** Three passes suffice in float64 (3e-3 → 3.5e-7 → 2e-15); float32 stops where its products do. */
export const precisions = {
  float64: {
    excess: 1e-8,
    slope: 1e-10,
    mostPasses: 8,
    roundoff: unitRoundoff.float64,
  },
  float32: {
    excess: 1e-5,
    slope: 1e-6,
    mostPasses: 4,
    roundoff: unitRoundoff.float32,
  },
} as const satisfies Record<string, Precision>;

/**
 * Projects θ, in place, onto M = {S(θ) ≤ 2/η, u·∇L(θ) = 0}: Newton steps for both conditions,
 * θ ← θ − max(0, S − 2/η)·∇S⊥/|∇S⊥|² − u(u·∇L)/S, with everything measured afresh at each point. Null where the derivatives
 * are not finite, and where S is above 2/η and does not change with θ but for rounding.
 */
export function* project(
  objective: Objective,
  theta: Float64Array,
  stepSize: number,
  tracker: SharpnessTracker,
  asked: Precision,
): Generator<void, Projected | null> {
  const threshold = 2 / stepSize;
  let isActive = false;
  for (let passes = 0; ; passes++) {
    const at = objective.linearize(theta);
    let isLeftOpen = false;
    try {
      const point = yield* edgePoint(at, tracker, theta, asked.roundoff);
      if (!point) return null;
      const sharpness = point.eigenvalues[0];
      const above = Math.max(0, sharpness - threshold);
      const slope = dot(point.u, point.gradient);
      const excess = above * stepSize;
      const isThere = excess < asked.excess && Math.abs(slope) < asked.slope;
      if (isThere || passes === asked.mostPasses) {
        isLeftOpen = true;
        return {
          point,
          linearization: at,
          excess,
          slope,
          isActive,
          passes,
        };
      }
      if (above > 0) {
        if (Number.isNaN(point.beta)) return null;
        isActive = true;
        addScaled(theta, -above / point.beta, point.perpendicular);
      }
      addScaled(theta, -slope / sharpness, point.u);
    } finally {
      if (!isLeftOpen) at.dispose();
    }
  }
}
