import type { Jet } from "../model/jet";
import type { Backend } from "../tensor/backend";
import type { Loss } from "./loss";

/**
 * L = 1/n·Σ log(1 + e^−yf) with targets y = ±1; its gradient with respect to f is −y·s/n with
 * s = σ(−yf). Because y² = 1, s′ = −y·s(1 − s)·f′.
 */
export class Logistic<T> implements Loss<T> {
  readonly #be: Backend<T>;
  readonly #targets: T;
  readonly #samples: number;

  constructor(be: Backend<T>, targets: T, samples: number) {
    this.#be = be;
    this.#targets = targets;
    this.#samples = samples;
  }

  value(f: Jet<T>) {
    const be = this.#be;
    const losses = be.softplus(be.affine(this.#margins(f[0] as T), -1, 0));
    return (
      be.dot(be.multiply(this.#targets, this.#targets), losses) / this.#samples
    );
  }

  gradient(k: number, f: Jet<T>) {
    const be = this.#be;
    const s = be.sigmoid(be.affine(this.#margins(f[0] as T), -1, 0));
    if (k === 0)
      return be.affine(be.multiply(this.#targets, s), -1 / this.#samples, 0);
    const slope = be.multiply(s, be.affine(s, -1, 1));
    const linear = this.#times(slope, f[k]);
    if (k === 1) return this.#mean(linear);
    // −y·½s″f₁² with s″ = s(1 − s)(1 − 2s)
    const bend = be.multiply(
      be.multiply(slope, be.affine(s, -2, 1)),
      be.affine(this.#targets, -0.5, 0),
    );
    const square = this.#times(bend, this.#times(f[1] ?? null, f[1]));
    if (linear === null || square === null) return this.#mean(linear ?? square);
    return this.#mean(be.add(linear, square));
  }

  /** y·f */
  #margins(f: T) {
    return this.#be.multiply(this.#targets, f);
  }

  #times(a: T | null, b: T | null | undefined) {
    return a === null || b == null ? null : this.#be.multiply(a, b);
  }

  #mean(sum: T | null) {
    return sum === null ? null : this.#be.affine(sum, 1 / this.#samples, 0);
  }
}
