/** What the descent lemma says of one step, and what the step did. */
export interface DescentLemma {
  /**
   * The change of the loss that it promises at most, −η(1 − ηS/2)|∇L|²; positive, so no promise of
   * descent, where S > 2/η.
   */
  bound: number;
  /** L_{t+1} − L_t. */
  change: number;
}

/**
 * The descent lemma at one step of gradient descent (e.g. Nesterov, 2004, §1.2.3), with the sharpness
 * S at θ_t in the place of its largest value ℓ along the step.
 */
export function descentLemma(
  stepSize: number,
  sharpness: number,
  gradNorm: number,
  change: number,
): DescentLemma {
  const bound =
    -stepSize * (1 - (stepSize * sharpness) / 2) * (gradNorm * gradNorm);
  return { bound, change };
}
