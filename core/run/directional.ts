/** What is known of a step Δ = θ_{t+1} − θ_t. */
export interface StepTaken {
  /** L_{t+1} − L_t. */
  change: number;
  /** g·Δ */
  slope: number;
  /** |Δ|² */
  square: number;
  /** How far rounding may put `change` off. */
  error: number;
}

/** How much of the curvature, or of the one at which the loss would stay, may be rounding. */
const ofItself = 0.01;
const ofFlat = 0.001;

/**
 * The curvature along a step, D = 2(ΔL − g·Δ)/|Δ|². The loss falls in the step exactly when D is below
 * −2g·Δ/|Δ|², which is 2/η under gradient descent.
 *
 * NaN where rounding may be more than 1 % of D and more than 0.1 % of that curvature. Near a minimum
 * ΔL is lost in rounding, and D would be the quotient of two roundings, or 2/η where ΔL = 0, whatever
 * the curvature is. (g_{t+1} − g_t)·Δ/|Δ|² would still be clean there, but it is another quantity: it
 * weighs the curvature evenly along the step, and says nothing about whether the loss falls.
 */
export function directionalCurvature(step: StepTaken): number {
  const { change, slope, square, error } = step;
  const bend = change - slope;
  const allowed = Math.max(ofItself * Math.abs(bend), ofFlat * Math.abs(slope));
  return error <= allowed ? (2 * bend) / square : NaN;
}
