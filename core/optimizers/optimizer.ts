/** What is worth an event of the run. */
export interface OptimizerEvent {
  kind: "stiff";
  /** A curvature. */
  value: number;
  /** One sentence. */
  message: string;
}

/**
 * An update rule for the parameters θ, given the gradient g = ∇L(θ). All state is in plain arrays,
 * so that a run can be stored and go on later, bit for bit.
 */
export interface Optimizer {
  /**
   * θ_t → θ_{t+1} with the step size η of this update, in place; `gradient` stays as it is. A rule that
   * evaluates the loss elsewhere besides answers with a generator, which does the work and yields after
   * each evaluation.
   */
  update(
    theta: Float64Array,
    gradient: Float64Array,
    stepSize: number,
  ): void | Generator<void>;
  /**
   * The diagonal of P_t as the update θ_t → θ_{t+1} with this gradient uses it; nothing is changed.
   * Only of rules that divide by a preconditioner: their step is stable on a quadratic as long as
   * λ_max(P^−½HP^−½) stays below the threshold.
   */
  preconditioner?(gradient: Float64Array): Float64Array;
  /** What is worth an event in the update θ_t → θ_{t+1} just made, t = `step`; asked once after each. */
  event?(step: number): OptimizerEvent | null;
  /** Copies of all that the rule remembers between two updates. */
  state(): Float64Array[];
  /** Takes up a state of the same rule at the same size. */
  restore(state: Float64Array[]): void;
}
