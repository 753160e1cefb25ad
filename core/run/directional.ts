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

/** Whether rounding may be more than 1 % of D and more than 0.1 % of the curvature at which the loss stays. */
function isHidden({ change, slope, error }: StepTaken): boolean {
  const bend = Math.abs(change - slope);
  return !(error <= Math.max(ofItself * bend, ofFlat * Math.abs(slope)));
}

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
  const { change, slope, square } = step;
  return isHidden(step) ? NaN : (2 * (change - slope)) / square;
}

/**
 * The realised edge of a step downhill, ζ = 1 − ΔL/(g·Δ) = D|Δ|²/(−2g·Δ), which is ηD/2 under gradient
 * descent: D over the curvature at which the loss would stay. The loss falls in the step exactly when
 * ζ < 1, whatever the optimiser. NaN where D is hidden, and where g·Δ ≥ 0.
 */
export function realisedEdge(step: StepTaken): number {
  const { change, slope } = step;
  return slope < 0 && !isHidden(step) ? 1 - change / slope : NaN;
}
