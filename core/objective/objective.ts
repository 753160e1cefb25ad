/** A scalar function of a flat parameter vector θ: all that optimisers and measurements know. */
export interface Objective {
  /** Number of parameters P. */
  readonly size: number;
  /** The loss at θ; writes ∇L into `gradient` (length P). */
  evaluate(theta: Float64Array, gradient: Float64Array): number;
  /**
   * Keeps what all derivatives at θ share. θ must not change until the linearization is disposed,
   * and linearizations are disposed newest first.
   */
  linearize(theta: Float64Array): Linearization;
  /**
   * Share of the samples classified correctly at the θ of the last evaluate or linearize; null where
   * there are no classes.
   */
  readonly accuracy: number | null;
  /**
   * How far rounding may put the loss off, as a bound that is seldom exceeded, at the θ of the last
   * evaluate, linearize or score.
   */
  readonly lossError: number;
}

/** The training samples, of which any make a loss: what mini-batches are taken from. */
export interface Samples {
  /** How many there are. */
  readonly count: number;
  /** The mean loss over the samples of these rows, each below `count`. */
  at(rows: Uint32Array): Objective & Scored;
}

/** The derivatives of an objective at one θ. */
export interface Linearization {
  readonly loss: number;
  readonly gradient: Float64Array;
  /** H·v. */
  hvp(v: Float64Array): Float64Array;
  /**
   * The rows of the Hessian [P, P], exactly symmetric, at once and much faster than by P products. The next
   * call uses the same arrays. Missing where there is no faster way. Yields now and then.
   */
  hessian?(): Generator<void, Float64Array[]>;
  /**
   * G·v, where the loss is one of outputs f: with J = ∂f/∂θ the Gauss–Newton matrix is G = JᵀℓʺJ, and H − G is what
   * the curvature of f adds.
   */
  gaussNewton?(v: Float64Array): Float64Array;
  /** D³L(v, v, ·). */
  third(v: Float64Array): Float64Array;
  dispose(): void;
}

/** Samples that nothing is trained on. */
export interface Scored {
  score(theta: Float64Array): Score;
}

export interface Score {
  loss: number;
  /** Share classified correctly; null where there are no classes. */
  accuracy: number | null;
}
