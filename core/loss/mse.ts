import type { Jet } from "../model/jet";
import type { Backend } from "../tensor/backend";
import type { Loss } from "./loss";

/** L = 1/(2n)·Σ_samples Σ_outputs (f − y)²; its gradient with respect to f is (f − y)/n. */
export class MeanSquaredError<T> implements Loss<T> {
  readonly #be: Backend<T>;
  readonly #targets: T;
  readonly #samples: number;

  constructor(be: Backend<T>, targets: T, samples: number) {
    this.#be = be;
    this.#targets = targets;
    this.#samples = samples;
  }

  value(f: Jet<T>) {
    const residual = this.#be.subtract(f[0] as T, this.#targets);
    return this.#be.dot(residual, residual) / (2 * this.#samples);
  }

  gradient(k: number, f: Jet<T>) {
    const fk = f[k];
    if (fk == null) return null;
    const residual = k === 0 ? this.#be.subtract(fk, this.#targets) : fk;
    return this.#be.affine(residual, 1 / this.#samples, 0);
  }
}
