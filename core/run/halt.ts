/** How far loss and |θ| may grow before a run counts as diverged. Spikes of 40× are healthy. */
const growthLimit = 1e6;

/** Tells in a sentence why a run diverged, or null while it has not. */
export class DivergenceCheck {
  readonly #initialLoss: number;
  readonly #initialNorm: number;

  constructor(initialLoss: number, initialNorm: number) {
    this.#initialLoss = initialLoss;
    this.#initialNorm = initialNorm;
  }

  reason(step: number, loss: number, gradNorm: number, parameterNorm: number) {
    if (!Number.isFinite(loss) || !Number.isFinite(gradNorm))
      return `The loss was no longer a finite number at step ${step}.`;
    // A start at zero has no scale to compare with.
    if (this.#initialLoss > 0 && loss > growthLimit * this.#initialLoss)
      return `The loss grew past a million times its first value at step ${step}.`;
    if (
      this.#initialNorm > 0 &&
      parameterNorm > growthLimit * this.#initialNorm
    )
      return `The parameters grew past a million times their first size at step ${step}.`;
    return null;
  }
}
